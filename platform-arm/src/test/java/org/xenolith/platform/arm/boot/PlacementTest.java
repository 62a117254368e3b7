// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xenolith.platform.arm.boot.Placement.Builder;

class PlacementTest {
    private static final long MIB = 1 << 20;
    private static final long BASE = 0x40000000L;
    private static final Arm64Image KERNEL = new Arm64Image(0, 30 * MIB, 0, (int) (29 * MIB));

    private static Placement place(Builder builder, long ramMib) throws BootException {
        return Placement.place(builder, new AddressRange(BASE, ramMib * MIB), KERNEL, 8 * MIB, 0x1234);
    }

    @Test
    void p67HalfAGibibyteHasItsModulesAt128Mebibytes() throws BootException {
        Placement libxl = place(Builder.LIBXL, 512);
        assertEquals(new AddressRange(BASE, 30 * MIB), libxl.kernel());
        assertEquals(Optional.of(new AddressRange(0x48000000L, 8 * MIB)), libxl.initrd());
        assertEquals(new AddressRange(0x48800000L, 0x1234), libxl.deviceTree());
        Placement dom0less = place(Builder.DOM0LESS, 512);
        assertEquals(0x48000000L, dom0less.deviceTree().base());
        assertEquals(Optional.of(new AddressRange(0x48200000L, 8 * MIB)), dom0less.initrd());
    }

    @Test
    void p68SixtyFourMebibytesHaveThemAtTheTop() throws BootException {
        Placement libxl = place(Builder.LIBXL, 64);
        assertEquals(
                0x44000000L - 0x2000 - 8 * MIB, libxl.initrd().orElseThrow().base());
        assertEquals(0x44000000L, libxl.deviceTree().base() + 0x2000);
        Placement dom0less = place(Builder.DOM0LESS, 64);
        assertEquals(0x43600000L, dom0less.deviceTree().base());
        assertEquals(Optional.of(AddressRange.between(0x43800000L, 0x44000000L)), dom0less.initrd());
    }

    @Test
    void theInitrdsEndIncludesThePaddingOnlyForTheToolstack() throws BootException {
        AddressRange bank = new AddressRange(BASE, 256 * MIB);
        assertEquals(
                0x48000000L + 0xf2000,
                Placement.place(Builder.LIBXL, bank, KERNEL, 0xf106a, 0x5e5)
                        .initrd()
                        .orElseThrow()
                        .end());
        assertEquals(
                0x482f106aL,
                Placement.place(Builder.DOM0LESS, bank, KERNEL, 0xf106a, 0x5e5)
                        .initrd()
                        .orElseThrow()
                        .end());
    }

    @Test
    void modulesGoBelowAKernelThatLeavesNoRoomAbove() throws BootException {
        Arm64Image high = new Arm64Image(40 * MIB, 0, 0, (int) (24 * MIB));
        Placement placement = Placement.place(Builder.LIBXL, new AddressRange(BASE, 64 * MIB), high, 8 * MIB, 4096);
        assertEquals(
                BASE + 40 * MIB - 8 * MIB - 4096,
                placement.initrd().orElseThrow().base());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(BootException.class, () -> place(Builder.LIBXL, 29));
        assertThrows(BootException.class, () -> place(Builder.LIBXL, 32));
        AddressRange bank = new AddressRange(BASE, 512 * MIB);
        assertThrows(BootException.class, () -> Placement.place(Builder.LIBXL, bank, KERNEL, 0, 2 * MIB + 1));
        assertThrows(BootException.class, () -> Placement.place(Builder.LIBXL, bank, KERNEL, -1, 4096));
        assertThrows(BootException.class, () -> Placement.place(Builder.LIBXL, bank, KERNEL, Long.MAX_VALUE, 4096));
        assertThrows(BootException.class, () -> Placement.place(Builder.LIBXL, bank, KERNEL, 0, 0));
    }
}
