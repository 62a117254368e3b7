// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.device.DeviceException;

/** Whatever factories do, whenever they come and go: no byte is lost, doubled or out of order, in either direction. */
class SlotPropertyTest {
    @Property(tries = 200)
    void noByteIsLost(@ForAll long seed) throws Exception {
        new Run().play(new Random(seed));
    }

    /** One random history. */
    private static final class Run {
        private final List<ByteDevice.Factory> all = new ArrayList<>();
        private final Set<ByteDevice.Factory> present = new HashSet<>();
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final ByteArrayOutputStream offered = new ByteArrayOutputStream();
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        void play(Random random) throws Exception {
            try (Harness h = new Harness("k0", 0)) {
                for (int i = 0; i < 6; i++) {
                    all.add(new ByteDevice.Factory("k" + i % 3, i));
                }
                for (ByteDevice.Factory factory : all) {
                    h.add(factory, random.nextInt(3));
                    present.add(factory);
                }
                h.slot.open();
                for (int i = 0; i < 150; i++) {
                    operate(h, random);
                }
                finish(h);
            }
        }

        private void operate(Harness h, Random random) {
            ByteDevice.Factory factory = all.get(random.nextInt(all.size()));
            switch (random.nextInt(10)) {
                case 0, 1 -> swap(h, "k" + random.nextInt(3));
                case 2 -> toggle(h, factory, random);
                case 3 -> factory.mood = ByteDevice.Mood.values()[random.nextInt(ByteDevice.Mood.values().length)];
                case 4 -> {
                    byte[] some = new byte[1 + random.nextInt(3)];
                    random.nextBytes(some);
                    offered.write(some, 0, h.console.offer(some, 0, some.length));
                }
                case 5, 6 -> read(h);
                default -> write(h, random.nextInt(256));
            }
            assertEquals(1, h.bus.regions().size());
        }

        private void toggle(Harness h, ByteDevice.Factory factory, Random random) {
            if (present.remove(factory)) {
                h.factories.remove(factory);
            } else {
                present.add(factory);
                h.add(factory, random.nextInt(3));
            }
        }

        private static void swap(Harness h, String kind) {
            boolean before = h.slot.occupied();
            try {
                h.slot.swap(kind);
                assertEquals(kind, h.slot.kind());
                assertTrue(h.slot.occupied());
            } catch (DeviceException e) {
                assertTrue(!before || h.slot.occupied() || !h.log.isEmpty(), "a lost device is reported");
            }
        }

        private void write(Harness h, int value) {
            try {
                h.port.write(Harness.BASE, 1, value);
                written.write(value);
            } catch (BusFault e) {
                assertTrue(!h.slot.occupied());
            }
        }

        private void read(Harness h) {
            try {
                long value = h.port.read(Harness.BASE, 4);
                if (value != 0xFFFF_FFFFL) {
                    taken.write((int) value);
                }
            } catch (BusFault e) {
                assertTrue(!h.slot.occupied());
            }
        }

        /** Brings a device that works into the slot, drains both directions, and compares. */
        private void finish(Harness h) throws DeviceException {
            ByteDevice.Factory last = new ByteDevice.Factory("last", 100);
            all.forEach(f -> f.mood = ByteDevice.Mood.WORKS);
            h.add(last, 0);
            h.slot.swap("last");
            while (h.console.inQueued() > 0) {
                read(h);
            }
            assertTrue(!h.levels.getLast());
            while (written.size() % 3 != 0) {
                write(h, 'e');
            }
            assertEquals(hex(written), hex(h.output));
            assertEquals(hex(offered), hex(taken));
            assertEquals(0, h.console.counters().refused());
        }

        private static String hex(ByteArrayOutputStream bytes) {
            return java.util.HexFormat.of().formatHex(bytes.toByteArray());
        }
    }
}
