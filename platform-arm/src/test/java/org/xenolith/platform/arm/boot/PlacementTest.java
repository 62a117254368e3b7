// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
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

    @Property(tries = 5000)
    void nothingOverlapsAndEverythingIsInRam(
            @ForAll Builder builder,
            @ForAll @LongRange(min = 1, max = 3072) long ramMib,
            @ForAll @LongRange(min = 0, max = 3L << 30) long initrd,
            @ForAll @LongRange(min = 1, max = 2 << 20) long tree,
            @ForAll @LongRange(min = 64, max = 256 << 20) long fileSize,
            @ForAll @LongRange(min = 0, max = 512) long textOffsetPages) {
        AddressRange bank = new AddressRange(BASE, ramMib * MIB);
        Arm64Image image = new Arm64Image(textOffsetPages * 4096, 0, 0, (int) fileSize);
        Placement placement;
        try {
            placement = Placement.place(builder, bank, image, initrd, tree);
        } catch (BootException noRoom) {
            assertTrue(noRoom.getMessage().contains("allowed"));
            return;
        }
        List<AddressRange> ranges = Stream.concat(
                        Stream.of(placement.kernel(), placement.deviceTree()), placement.initrd().stream())
                .toList();
        for (AddressRange range : ranges) {
            assertTrue(range.base() >= bank.base() && range.end() <= bank.end(), placement::toString);
            for (AddressRange other : ranges) {
                assertTrue(
                        range == other || range.end() <= other.base() || other.end() <= range.base(),
                        placement::toString);
            }
        }
        assertEquals(0, placement.deviceTree().base() % 8);
    }
}
