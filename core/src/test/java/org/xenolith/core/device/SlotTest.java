// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.Region;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;

@Timeout(60)
class SlotTest {
    private static final long LONG_GAP = TimeUnit.SECONDS.toNanos(50);

    private final ByteDevice.Factory a = new ByteDevice.Factory("a", 1);
    private final ByteDevice.Factory b = new ByteDevice.Factory("b", 2);

    @Test
    void aSlotWithoutFactoryCannotBeOpenedAndLeavesNothingBehind() {
        try (Harness h = new Harness("a", LONG_GAP)) {
            assertThrows(DeviceException.class, h.slot::open);
            assertEquals(List.of(), h.bus.regions());
            h.add(a, 0);
            assertFalse(h.slot.occupied(), "a slot that failed to open does not come to life later");
        }
    }

    @Test
    void aWindowThatIsTakenMakesOpeningFailCleanly() {
        Region first = new Region("x", 0x1000, 0x100);
        Region taken = new Region("y", 0x2000, 0x100);
        try (Harness h = new Harness("a", LONG_GAP, first, taken)) {
            h.add(a, 0);
            h.bus.map(new Region("other", 0x2080, 4), new Vacancy(h, () -> null, 0));
            assertThrows(DeviceException.class, h.slot::open);
            assertEquals(1, h.bus.regions().size());
        }
    }

    @Test
    void theBestFactoryIsUsed() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP)) {
            ByteDevice.Factory better = new ByteDevice.Factory("a", 3);
            h.add(a, 0);
            h.add(better, 5);
            h.slot.open();
            assertEquals(1, better.built.get());
            assertEquals(0, h.slot.generation());
        }
    }

    @Test
    void offsetsCountFromTheFirstWindow() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP, new Region("x", 0x5000, 8), new Region("y", 0x5010, 8))) {
            h.add(a, 0);
            h.slot.open();
            assertEquals(1, h.port.read(0x5010, 4));
            h.add(b, 0);
            h.slot.swap("b");
            assertEquals(2, h.port.read(0x5010, 4));
        }
    }

    @Test
    void aSwapCarriesStateQueuesAndTheLine() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP)) {
            h.add(a, 0);
            h.add(b, 0);
            h.slot.open();
            h.port.write(Harness.BASE, 1, 'x');
            h.console.offer(new byte[] {'i'}, 0, 1);
            assertEquals(List.of(false, true), h.levels);
            DeviceSlot.SwapReport report = h.slot.swap("b");
            assertEquals(new DeviceSlot.SwapReport("a", "b", 1), report);
            assertEquals("b", h.slot.kind());
            assertEquals(1, h.slot.generation());
            assertEquals(List.of(false, true, true), h.levels, "the line does not fall in between");
            h.port.write(Harness.BASE, 1, 'y');
            h.port.write(Harness.BASE, 1, 'z');
            assertEquals("xyz", h.output.toString());
            assertEquals('i', h.port.read(Harness.BASE, 4));
            assertFalse(h.levels.getLast());
        }
    }

    @Test
    void aSwapThatIsRefusedLeavesTheOldDeviceUntouched() throws Exception {
        for (ByteDevice.Mood mood : List.of(ByteDevice.Mood.REFUSES, ByteDevice.Mood.THROWS)) {
            try (Harness h = new Harness("a", LONG_GAP)) {
                h.add(a, 0);
                h.add(b, 0);
                b.mood = mood;
                h.slot.open();
                int built = a.built.get();
                h.port.write(Harness.BASE, 1, 'x');
                assertThrows(DeviceException.class, () -> h.slot.swap("b"));
                assertEquals(built, a.built.get(), "the same device goes on");
                assertEquals("a", h.slot.kind());
                assertEquals(0, h.slot.generation());
                h.port.write(Harness.BASE, 1, 'y');
                h.port.write(Harness.BASE, 1, 'z');
                assertEquals("xyz", h.output.toString());
            }
        }
    }

    @Test
    void aDeviceThatDoesNotStartIsReplacedByTheOldOneWithItsState() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP)) {
            h.add(a, 0);
            h.add(b, 0);
            b.mood = ByteDevice.Mood.FAILS_TO_START;
            h.slot.open();
            h.port.write(Harness.BASE, 1, 'x');
            assertThrows(DeviceException.class, () -> h.slot.swap("b"));
            assertTrue(h.slot.occupied());
            assertEquals("a", h.slot.kind());
            h.port.write(Harness.BASE, 1, 'y');
            h.port.write(Harness.BASE, 1, 'z');
            assertEquals("xyz", h.output.toString());
        }
    }

    @Test
    void theStateOfTheLastMomentCounts() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP)) {
            h.add(a, 0);
            h.add(b, 0);
            h.slot.open();
            a.mood = ByteDevice.Mood.MOVES_LATE;
            h.slot.swap("b");
            assertEquals(1, h.port.read(Harness.BASE + 8, 8));
        }
    }

    @Test
    void anUnknownKindIsRefusedBeforeAnythingStops() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP)) {
            h.add(a, 0);
            h.slot.open();
            assertThrows(DeviceException.class, () -> h.slot.swap("nothing"));
            assertTrue(h.slot.occupied());
        }
    }

    @Test
    void whenTheFactoryGoesTheSlotHoldsTheStateAndANewerFactoryTakesIt() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP)) {
            h.add(a, 0);
            h.slot.open();
            h.port.write(Harness.BASE, 1, 'x');
            h.factories.remove(a);
            assertFalse(h.slot.occupied());
            h.console.offer(new byte[] {'i'}, 0, 1);
            ByteDevice.Factory newer = new ByteDevice.Factory("a", 7);
            h.add(newer, 0);
            assertTrue(h.slot.occupied());
            assertTrue(h.levels.getLast(), "input that came in the gap raises the line");
            h.port.write(Harness.BASE, 1, 'y');
            h.port.write(Harness.BASE, 1, 'z');
            assertEquals("xyz", h.output.toString());
            assertEquals(1, h.slot.generation());
        }
    }

    @Test
    void ifAnotherFactoryIsThereTheSlotDoesNotBecomeVacant() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP)) {
            ByteDevice.Factory second = new ByteDevice.Factory("a", 9);
            h.add(a, 1);
            h.add(second, 0);
            h.slot.open();
            h.factories.remove(a);
            assertTrue(h.slot.occupied());
            assertEquals(9, h.port.read(Harness.BASE + 16, 4));
        }
    }

    @Test
    void anAccessInTheGapWaitsForTheNextDevice() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP)) {
            h.add(a, 0);
            h.slot.open();
            h.factories.remove(a);
            BlockingQueue<Object> results = new LinkedBlockingQueue<>();
            Thread guest = Thread.ofPlatform().start(() -> {
                try {
                    results.add(h.port.read(Harness.BASE + 16, 4));
                } catch (BusFault e) {
                    results.add(e);
                }
            });
            h.add(new ByteDevice.Factory("a", 5), 0);
            guest.join();
            assertEquals(5L, results.poll());
        }
    }

    @Test
    void anAccessThatWaitsTooLongFindsNobody() throws Exception {
        try (Harness h = new Harness("a", TimeUnit.MILLISECONDS.toNanos(20))) {
            h.add(a, 0);
            h.slot.open();
            h.factories.remove(a);
            long start = System.nanoTime();
            assertSame(BusFault.UNCLAIMED, assertThrows(BusFault.class, () -> h.port.read(Harness.BASE, 4)));
            assertTrue(System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(1));
            assertThrows(BusFault.class, () -> h.port.write(Harness.BASE, 4, 0));
            h.add(a, 0);
            assertEquals(1, h.port.read(Harness.BASE + 16, 4), "a late device still works");
        }
    }

    @Test
    void aVacantSlotCanBeSwappedToAnotherKind() throws Exception {
        try (Harness h = new Harness("a", LONG_GAP)) {
            h.add(a, 0);
            h.add(b, 0);
            h.slot.open();
            h.port.write(Harness.BASE, 1, 'x');
            h.factories.remove(a);
            h.slot.swap("b");
            h.port.write(Harness.BASE, 1, 'y');
            h.port.write(Harness.BASE, 1, 'z');
            assertEquals("xyz", h.output.toString());
        }
    }
}
