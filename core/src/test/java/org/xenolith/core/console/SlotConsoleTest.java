// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.console.Console;
import org.xenolith.core.time.HostTimer;
import org.xenolith.core.time.InstructionClock;
import org.xenolith.core.time.WallClock;

@Timeout(60)
class SlotConsoleTest {
    private final List<String> failures = new ArrayList<>();
    private final HostTimer timer = new HostTimer((what, e) -> failures.add(what));
    private final InstructionClock counted = new InstructionClock(1);

    @AfterEach
    void stop() {
        timer.close();
    }

    private SlotConsole wall(int in, int out) {
        return new SlotConsole(
                "uart0",
                new SlotConsole.Capacity(in, out),
                new WallClock(timer),
                task -> Thread.ofVirtual().start(task),
                (what, e) -> failures.add(what));
    }

    private SlotConsole counted(int in, int out) {
        return new SlotConsole(
                "uart0", new SlotConsole.Capacity(in, out), counted, Runnable::run, (what, e) -> failures.add(what));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void everySinkGetsEveryByteInOrder() throws InterruptedException {
        SlotConsole console = wall(16, 64);
        int total = 100_000;
        BlockingQueue<Integer> done = new LinkedBlockingQueue<>();
        for (int s = 0; s < 3; s++) {
            AtomicInteger next = new AtomicInteger();
            console.attach(
                    (data, offset, length) -> {
                        for (int i = 0; i < length; i++) {
                            int expected = next.getAndIncrement();
                            if ((data[offset + i] & 0xFF) != expected % 251) {
                                done.add(-1);
                            } else if (expected == total - 1) {
                                done.add(1);
                            }
                        }
                    },
                    false);
        }
        for (int i = 0; i < total; ) {
            if (console.outQueued() < console.outCapacity()) {
                assertTrue(console.put(i % 251));
                i++;
            }
            console.notifyBackend();
        }
        for (int s = 0; s < 3; s++) {
            assertEquals(1, done.poll(30, TimeUnit.SECONDS));
        }
        assertEquals(new Console.Counters(0, total, 0, 0), console.counters());
    }

    @Test
    void aSinkThatBlocksFillsTheQueueAndNothingElse() throws InterruptedException {
        SlotConsole console = wall(16, 8);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<String> out = new LinkedBlockingQueue<>();
        console.attach(
                (data, offset, length) -> {
                    out.add(new String(data, offset, length, StandardCharsets.ISO_8859_1));
                    entered.countDown();
                    await(release);
                },
                false);
        console.put('a');
        console.notifyBackend();
        assertTrue(entered.await(30, TimeUnit.SECONDS));
        for (int i = 0; i < 8; i++) {
            assertTrue(console.put('b'));
        }
        assertFalse(console.put('c'));
        console.notifyBackend();
        assertEquals(8, console.outQueued());
        assertEquals(1, console.counters().refused());
        release.countDown();
        assertEquals("a", out.poll(30, TimeUnit.SECONDS));
        assertEquals("bbbbbbbb", out.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void theListenerHearsOfInputAndOfConsumedOutput() throws InterruptedException {
        SlotConsole console = wall(4, 64);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        console.onBackend(() -> heard.add(console.inQueued() + "/" + console.outQueued()));
        assertEquals(4, console.offer(bytes("hello"), 0, 5));
        assertEquals("4/0", heard.poll(30, TimeUnit.SECONDS));
        console.put('x');
        console.notifyBackend();
        assertEquals("4/0", heard.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void inputWaitsForRoomAndLosesNothing() throws InterruptedException {
        SlotConsole console = wall(4, 64);
        byte[] text = new byte[1000];
        new java.util.Random(1).nextBytes(text);
        Thread typist = Thread.ofVirtual().start(() -> {
            try {
                console.input(text);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        while (got.size() < text.length) {
            int value = console.take();
            if (value >= 0) {
                got.write(value);
                console.notifyBackend();
            } else {
                Thread.onSpinWait();
            }
        }
        typist.join();
        assertArrayEquals(text, got.toByteArray());
        assertEquals(1000, console.counters().in());
    }

    @Test
    void closingLetsGoWhoWaitsForRoom() throws InterruptedException {
        SlotConsole console = wall(4, 64);
        Thread typist = Thread.ofVirtual().start(() -> {
            try {
                console.input(new byte[100]);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        console.close();
        typist.join();
        assertTrue(console.inQueued() <= 4);
    }

    @Test
    void aLateSinkGetsTheLastOfTheOutput() {
        SlotConsole console = counted(4, 2048);
        int total = 100_000;
        for (int i = 0; i < total; i++) {
            if (!console.put(i % 251)) {
                console.notifyBackend();
                console.put(i % 251);
            }
        }
        console.notifyBackend();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        console.attach(got::write, true);
        console.put(7);
        console.notifyBackend();
        byte[] bytes = got.toByteArray();
        assertEquals(SinkFan.HISTORY + 1, bytes.length);
        for (int i = 0; i < SinkFan.HISTORY; i++) {
            assertEquals((total - SinkFan.HISTORY + i) % 251, bytes[i] & 0xFF);
        }
        assertEquals(7, bytes[SinkFan.HISTORY]);
    }

    @Test
    void aSinkThatFailsIsDetachedAndTheOthersGoOn() {
        SlotConsole console = counted(4, 64);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        AtomicInteger calls = new AtomicInteger();
        console.attach(
                (data, offset, length) -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("boom");
                },
                false);
        Console.Attachment good = console.attach(got::write, false);
        for (char c : "ab".toCharArray()) {
            console.put(c);
            console.notifyBackend();
        }
        good.close();
        console.put('c');
        console.notifyBackend();
        assertEquals("ab", got.toString(StandardCharsets.ISO_8859_1));
        assertEquals(1, calls.get());
        assertEquals(1, failures.size());
    }

    @Test
    void inCountedTimeTheQueueIsEmptyAfterEveryNotificationWhateverTheSinksDo() {
        SlotConsole console = new SlotConsole(
                "uart0", new SlotConsole.Capacity(4, 16), counted, task -> {}, (what, e) -> failures.add(what));
        AtomicInteger heard = new AtomicInteger();
        console.onBackend(heard::incrementAndGet);
        for (int i = 0; i < 5_000; i++) {
            assertTrue(console.put(i));
            assertEquals(1, console.outQueued());
            console.notifyBackend();
            assertEquals(0, console.outQueued());
        }
        assertEquals(5_000, heard.get());
        console.notifyBackend();
        assertEquals(5_000, heard.get(), "nothing moved, nothing said");
    }

    @Test
    void scriptedInputComesAtItsTimeAndFollowsAsRoomAppears() {
        SlotConsole console = counted(4, 16);
        StringBuilder heard = new StringBuilder();
        console.onBackend(() -> heard.append(console.inQueued()));
        console.inputAt(1_000, bytes("abcdef"));
        console.inputAt(2_000, bytes("gh"));
        counted.advanceTo(999);
        counted.fireDue();
        assertEquals(0, console.inQueued());
        counted.advanceTo(1_000);
        counted.fireDue();
        assertEquals("4", heard.toString());
        assertEquals(0, console.offer(bytes("zz"), 0, 2), "other input waits behind");
        StringBuilder got = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            got.append((char) console.take());
            console.notifyBackend();
        }
        counted.advanceTo(3_000);
        counted.fireDue();
        got.append((char) console.take()).append((char) console.take());
        assertEquals("abcdefgh", got.toString());
        assertEquals(-1, console.take());
        assertEquals(2, console.offer(bytes("zz"), 0, 2));
    }

    @Test
    void heldNotificationsBecomeOne() {
        SlotConsole console = counted(8, 16);
        AtomicInteger heard = new AtomicInteger();
        console.onBackend(heard::incrementAndGet);
        console.hold();
        console.offer(bytes("a"), 0, 1);
        console.offer(bytes("b"), 0, 1);
        assertEquals(0, heard.get());
        console.resume();
        assertEquals(1, heard.get());
        console.hold();
        console.resume();
        assertEquals(1, heard.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
