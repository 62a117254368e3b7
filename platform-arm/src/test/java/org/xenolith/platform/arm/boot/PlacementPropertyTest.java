// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.xenolith.platform.arm.boot.Placement.Builder;

class PlacementPropertyTest {
    private static final long MIB = 1 << 20;
    private static final long BASE = 0x40000000L;

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
