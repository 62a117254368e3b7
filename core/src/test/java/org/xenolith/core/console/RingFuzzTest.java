// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.core.event.ChannelDirectory;
import org.xenolith.core.event.TwoLevelChannels;
import org.xenolith.core.memory.AddressSpace;
import org.xenolith.core.memory.PagedMemory;
import org.xenolith.core.time.HostTimer;
import org.xenolith.core.time.WallClock;

/**
 * Console pages with anything in them. Step by step each operation does what the rule says and changes nothing else of
 * the page, which is exactly a page: an access beside it throws. With all threads at once nothing fails, and a page that
 * is put in order works again.
 */
class RingFuzzTest {
    private static final int STEPS = 600;
    private static final int[] INDICES = {
        ConsolePage.IN_CONS, ConsolePage.IN_PROD, ConsolePage.OUT_CONS, ConsolePage.OUT_PROD
    };
    private static final int[] DISTANCES = {0, 1, -1, 80, 1023, 1024, 1025, 2047, 2048, 2049, -1024, -2048, 4096};

    @Property(tries = 1_000)
    void eachOperationDoesWhatTheIndicesSayAndNoMore(@ForAll long seed) {
        Random random = new Random(seed);
        MemorySegment memory = Arena.ofAuto().allocate(4096, 4096);
        byte[] contents = new byte[4096];
        if (random.nextBoolean()) {
            random.nextBytes(contents);
        }
        memory.copyFrom(MemorySegment.ofArray(contents));
        Model model = new Model(contents);
        ConsolePage page = new ConsolePage(memory);
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(3) == 0) {
                mutate(random, memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN), model.page);
            }
            operate(random, page, model);
            assertEquals(-1, memory.mismatch(MemorySegment.ofArray(contents)), "the page after step " + i);
        }
    }

    /** What a hostile guest does: an index far from or near to another, or any byte. */
    private static void mutate(Random random, ByteBuffer memory, ByteBuffer model) {
        int index = INDICES[random.nextInt(4)];
        switch (random.nextInt(4)) {
            case 0 -> put(index, random.nextInt(), memory, model);
            case 1, 2 ->
                put(
                        index,
                        model.getInt(INDICES[random.nextInt(4)]) + DISTANCES[random.nextInt(DISTANCES.length)],
                        memory,
                        model);
            default -> {
                int offset = random.nextInt(4096);
                byte value = (byte) random.nextInt();
                memory.put(offset, value);
                model.put(offset, value);
            }
        }
    }

    private static void put(int index, int value, ByteBuffer memory, ByteBuffer model) {
        memory.putInt(index, value);
        model.putInt(index, value);
    }

    private static void operate(Random random, ConsolePage page, Model model) {
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                byte value = (byte) random.nextInt();
                assertEquals(model.push(value), page.push(value));
            }
            case 2, 3 -> assertEquals(model.pop(), page.pop());
            case 4 -> {
                byte[] seen = new byte[random.nextInt(2100)];
                byte[] expected = new byte[seen.length];
                assertEquals(model.collect(expected), page.collect(seen));
                assertTrue(Arrays.equals(expected, seen));
            }
            case 5 -> {
                byte[] given = new byte[random.nextInt(1100)];
                random.nextBytes(given);
                assertEquals(model.give(given), page.give(given, 0, given.length));
            }
            default -> {
                assertEquals(Model.level(model.inQueued(), 1024), page.inLevel());
                assertEquals(Model.level(model.outQueued(), 2048), page.outLevel());
                assertEquals(model.room(), page.inRoom());
                assertEquals(model.outQueued() > 2048 ? -1 : model.outQueued(), page.outPending());
            }
        }
    }

    /** The rules of both ends, in numbers without a sign: what is queued is produced minus consumed modulo 2^32. */
    private record Model(ByteBuffer page) {
        Model(byte[] contents) {
            this(ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN));
        }

        private long index(int place) {
            return page.getInt(place) & 0xFFFF_FFFFL;
        }

        private long inQueued() {
            return index(3076) - index(3072) & 0xFFFF_FFFFL;
        }

        private long outQueued() {
            return index(3084) - index(3080) & 0xFFFF_FFFFL;
        }

        /** The hypervisor's view: nothing if the indices are the same, otherwise 1 to size. */
        static int level(long queued, int size) {
            return queued == 0 ? 0 : (int) ((queued - 1) % size) + 1;
        }

        int pop() {
            if (inQueued() == 0) {
                return -1;
            }
            int value = page.get((int) (index(3072) % 1024)) & 0xFF;
            page.putInt(3072, (int) index(3072) + 1);
            return value;
        }

        boolean push(byte value) {
            if (level(outQueued(), 2048) == 2048) {
                return false;
            }
            page.put(1024 + (int) (index(3084) % 2048), value);
            page.putInt(3084, (int) index(3084) + 1);
            return true;
        }

        int collect(byte[] target) {
            if (outQueued() > 2048) {
                return -1;
            }
            int count = (int) Math.min(target.length, outQueued());
            for (int i = 0; i < count; i++) {
                target[i] = page.get(1024 + (int) ((index(3080) + i) % 2048));
            }
            page.putInt(3080, (int) index(3080) + count);
            return count;
        }

        int room() {
            return inQueued() > 1024 ? 0 : (int) (1024 - inQueued());
        }

        int give(byte[] bytes) {
            int count = Math.min(bytes.length, room());
            for (int i = 0; i < count; i++) {
                page.put((int) ((index(3076) + i) % 1024), bytes[i]);
            }
            page.putInt(3076, (int) index(3076) + count);
            return count;
        }
    }

    // ---- everybody at once

    private static final long RING = 0x3900_3000L;
    private static final int SCRIBBLES = 3_000_000;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();

    private CompletableFuture<Void> thread(Runnable body) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                body.run();
                end.complete(null);
            } catch (Throwable e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    @Test
    @Timeout(60)
    void aPageThatIsScribbledOnWhileAllUseItFailsNobodyAndWorksWhenItIsInOrder() throws Exception {
        HostTimer timer = new HostTimer((what, e) -> failures.add(what + ": " + e));
        try (PagedMemory memory = new PagedMemory(AddressSpace.ofHost());
                TwoLevelChannels events = new TwoLevelChannels(3, 1, memory, new ChannelDirectory(), v -> {})) {
            memory.populate(RING, 4096);
            RingQueues queues = RingQueues.open(new RingQueues.Site(memory, RING, events, 0), broken::incrementAndGet);
            try (SlotConsole console = new SlotConsole(
                    "uart0",
                    queues,
                    new WallClock(timer),
                    task -> Thread.ofVirtual().start(task),
                    (what, e) -> failures.add(what + ": " + e))) {
                console.connect();
                useAndScribble(console, memory);
                for (int index : INDICES) {
                    memory.write(RING + index, 4, 0);
                }
                checkThatItWorks(console);
            }
        } finally {
            timer.close();
        }
        assertEquals(List.of(), failures);
    }

    private void useAndScribble(SlotConsole console, PagedMemory memory) throws Exception {
        AtomicLong accepted = new AtomicLong();
        var guest = thread(() -> {
            while (!done.get()) {
                accepted.addAndGet(console.put('x') ? 1 : 0);
                assertTrue(console.take() <= 0xFF);
                assertTrue(console.inQueued() <= console.inCapacity() && console.inQueued() >= 0);
                assertTrue(console.outQueued() <= console.outCapacity() && console.outQueued() >= 0);
                console.notifyBackend();
            }
        });
        var host = thread(() -> {
            byte[] some = new byte[200];
            while (!done.get()) {
                assertTrue(console.offer(some, 0, some.length) <= some.length);
            }
        });
        Random random = new Random(5);
        for (int i = 0; i < SCRIBBLES; i++) {
            int index = INDICES[random.nextInt(4)];
            switch (random.nextInt(3)) {
                case 0 -> memory.write(RING + index, 4, random.nextInt() & 0xFFFF_FFFFL);
                case 1 ->
                    memory.write(
                            RING + index,
                            4,
                            memory.read(RING + INDICES[random.nextInt(4)], 4)
                                            + DISTANCES[random.nextInt(DISTANCES.length)]
                                    & 0xFFFF_FFFFL);
                default -> memory.write(RING + random.nextInt(4096), 1, random.nextInt(256));
            }
        }
        done.set(true);
        guest.get(50, TimeUnit.SECONDS);
        host.get(50, TimeUnit.SECONDS);
        assertTrue(accepted.get() > 0 && broken.get() > 0, accepted + " bytes, broken " + broken + " times");
        assertEquals(accepted.get(), console.counters().out());
    }

    private void checkThatItWorks(SlotConsole console) throws Exception {
        StringBuffer printed = new StringBuffer();
        CompletableFuture<Void> all = new CompletableFuture<>();
        String text = "in order again";
        console.attach(
                (bytes, offset, length) -> {
                    printed.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
                    if (printed.toString().endsWith(text)) {
                        all.complete(null);
                    }
                },
                false);
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            assertTrue(console.put(b));
        }
        console.notifyBackend();
        all.get(30, TimeUnit.SECONDS);
        assertEquals(2, console.offer(new byte[] {'o', 'k'}, 0, 2));
        assertEquals('o', console.take());
        assertEquals('k', console.take());
        assertEquals(-1, console.take());
    }
}
