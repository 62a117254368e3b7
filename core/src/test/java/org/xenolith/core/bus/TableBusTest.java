// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.bus.Region;

class TableBusTest {
    /** Answers with its number above the offset, and remembers the last write. */
    private static final class Marker implements MmioHandler {
        final long number;
        String last = "";

        Marker(long number) {
            this.number = number;
        }

        @Override
        public long read(int vcpu, long offset, int width) {
            return number << 32 | offset;
        }

        @Override
        public void write(int vcpu, long offset, int width, long value) {
            last = vcpu + ":" + offset + ":" + width + ":" + value;
        }
    }

    @Test
    void handlersGetTheOffsetTheWidthAndTheVcpu() throws BusFault {
        TableBus bus = new TableBus();
        Marker marker = new Marker(3);
        bus.map(new Region("a", 0x1000, 0x100), marker);
        bus.open(5).write(0x1010, 2, 7);
        assertEquals("5:16:2:7", marker.last);
        assertEquals(0x3_0000_00FFL, bus.open(0).read(0x10FF, 8));
        assertEquals(0xFF, bus.open(0).read(0x10FF, 4), "bits above the width are cut off");
    }

    @Test
    void addressesOutsideAllRegionsAreUnclaimed() {
        TableBus bus = new TableBus();
        MmioBus.MmioPort port = bus.open(0);
        assertSame(BusFault.UNCLAIMED, assertThrows(BusFault.class, () -> port.read(0, 4)));
        bus.map(new Region("top", -0x1000, 0x1000), new Marker(1));
        assertSame(BusFault.UNCLAIMED, assertThrows(BusFault.class, () -> port.write(-0x1001, 4, 0)));
        assertSame(BusFault.UNCLAIMED, assertThrows(BusFault.class, () -> port.write(0, 4, 0)));
    }

    @Test
    void replacingAndClosingTakeEffectForPortsThatAreOpen() throws BusFault {
        TableBus bus = new TableBus();
        MmioBus.Mapping mapping = bus.map(new Region("a", 0, 16), new Marker(1));
        MmioBus.MmioPort port = bus.open(0);
        assertEquals(1, port.read(0, 8) >>> 32);
        mapping.replace(new Marker(2));
        assertEquals(2, port.read(0, 8) >>> 32);
        mapping.close();
        mapping.close();
        assertThrows(BusFault.class, () -> port.read(0, 8));
        assertThrows(IllegalStateException.class, () -> mapping.replace(new Marker(3)));
        bus.map(new Region("a", 0, 16), new Marker(4));
        assertEquals(4, port.read(0, 8) >>> 32);
    }

    @Test
    void overlappingRegionsAreRefused() {
        TableBus bus = new TableBus();
        bus.map(new Region("a", 0x1000, 0x1000), new Marker(1));
        assertThrows(IllegalArgumentException.class, () -> bus.map(new Region("b", 0x1FFF, 1), new Marker(2)));
        assertThrows(IllegalArgumentException.class, () -> bus.map(new Region("c", 0, 0x3000), new Marker(2)));
        assertEquals(1, bus.regions().size());
    }

    @Property(tries = 300)
    void findsWhatALinearSearchFinds(@ForAll long seed, @ForAll @IntRange(max = 40) int operations) {
        Random random = new Random(seed);
        TableBus bus = new TableBus();
        MmioBus.MmioPort port = bus.open(0);
        List<Region> regions = new ArrayList<>();
        List<MmioBus.Mapping> mappings = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
            if (!regions.isEmpty() && random.nextInt(4) == 0) {
                int index = random.nextInt(regions.size());
                mappings.remove(index).close();
                regions.remove(index);
            } else {
                add(bus, regions, mappings, random);
            }
            for (int probe = 0; probe < 10; probe++) {
                compare(port, regions, address(random, regions));
            }
        }
        assertEquals(
                regions.stream()
                        .sorted((a, b) -> Long.compareUnsigned(a.base(), b.base()))
                        .toList(),
                bus.regions());
    }

    private static void add(TableBus bus, List<Region> regions, List<MmioBus.Mapping> mappings, Random random) {
        long base = (random.nextBoolean() ? 0 : Long.MIN_VALUE) + random.nextInt(1000) * 16L;
        Region region = new Region("r", base, 1 + random.nextInt(64));
        boolean free = regions.stream().noneMatch(region::overlaps);
        try {
            mappings.add(bus.map(region, new Marker(base & 0xFFFF)));
            regions.add(region);
            assertEquals(true, free);
        } catch (IllegalArgumentException e) {
            assertEquals(false, free);
        }
    }

    private static long address(Random random, List<Region> regions) {
        if (regions.isEmpty() || random.nextInt(3) == 0) {
            return random.nextInt(20_000);
        }
        Region near = regions.get(random.nextInt(regions.size()));
        return near.base() + random.nextInt((int) near.size() + 2) - 1;
    }

    private static void compare(MmioBus.MmioPort port, List<Region> regions, long address) {
        long expected = -1;
        for (Region r : regions) {
            if (r.contains(address)) {
                expected = (r.base() & 0xFFFF) << 32 | address - r.base();
            }
        }
        long found = -1;
        try {
            found = port.read(address, 8);
        } catch (BusFault e) {
            assertSame(BusFault.UNCLAIMED, e);
        }
        assertEquals(expected, found);
    }
}
