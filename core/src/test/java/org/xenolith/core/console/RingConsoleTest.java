// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.event.EventChannels;
import org.xenolith.core.event.ChannelDirectory;
import org.xenolith.core.event.TwoLevelChannels;
import org.xenolith.core.memory.AddressSpace;
import org.xenolith.core.memory.PagedMemory;
import org.xenolith.core.time.HostTimer;
import org.xenolith.core.time.InstructionClock;
import org.xenolith.core.time.WallClock;

/** A console over a page of guest memory: the virtual UART's ring, its event channel and the daemon. */
@Timeout(60)
class RingConsoleTest {
    private static final long RING = 0x3900_3000L;
    private static final int EINVAL = -22;

    private final List<String> told = new ArrayList<>();
    private final PagedMemory memory = new PagedMemory(AddressSpace.ofHost());
    private final TwoLevelChannels events = new TwoLevelChannels(3, 1, memory, new ChannelDirectory(), v -> {});
    private final HostTimer timer = new HostTimer((what, e) -> told.add(what));
    private final RingQueues queues = open();

    private RingQueues open() {
        memory.populate(RING, 4096);
        try {
            return RingQueues.open(new RingQueues.Site(memory, RING, events, 0), () -> told.add("broken"));
        } catch (RingException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        timer.close();
        events.close();
        memory.close();
    }

    private SlotConsole counted() {
        SlotConsole console =
                new SlotConsole("uart0", queues, new InstructionClock(1), Runnable::run, (what, e) -> told.add(what));
        console.connect();
        return console;
    }

    private SlotConsole wall() {
        SlotConsole console = new SlotConsole(
                "uart0",
                queues,
                new WallClock(timer),
                task -> Thread.ofVirtual().start(task),
                (what, e) -> told.add(what));
        console.connect();
        return console;
    }

    private int index(int offset) {
        return (int) memory.read(RING + offset, 4);
    }

    private void force(int offset, int value) {
        memory.write(RING + offset, 4, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void bytesGoThroughTheGuestsPage() {
        SlotConsole console = counted();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        console.attach(out::write, false);
        for (byte b : bytes("hello")) {
            assertTrue(console.put(b));
        }
        assertEquals(5, index(ConsolePage.OUT_PROD));
        assertEquals(0, index(ConsolePage.OUT_CONS));
        console.notifyBackend();
        assertEquals("hello", out.toString(StandardCharsets.ISO_8859_1));
        assertEquals(5, index(ConsolePage.OUT_CONS));
        assertEquals('h', memory.read(RING + ConsolePage.OUT, 1));
        assertEquals(2, console.offer(bytes("ok"), 0, 2));
        assertEquals(2, index(ConsolePage.IN_PROD));
        assertEquals('o', console.take());
        assertEquals(1, index(ConsolePage.IN_CONS));
    }

    @Test
    void eachEndHearsOfTheOther() {
        SlotConsole console = counted();
        List<String> heard = new ArrayList<>();
        console.onBackend(() -> heard.add(console.inQueued() + "/" + console.outQueued()));
        console.offer(bytes("abc"), 0, 3);
        console.put('x');
        console.notifyBackend();
        assertEquals(List.of("3/0", "3/0"), heard);
        console.notifyBackend();
        assertEquals(2, heard.size(), "a daemon that finds nothing tells nobody");
    }

    @Test
    void theGuestCannotTouchTheUartsPort() {
        assertEquals(1, queues.port());
        counted();
        assertEquals(EINVAL, events.send(1));
        assertEquals(EINVAL, events.close(1));
        assertEquals(EINVAL, events.bindVcpu(1, 0));
        assertEquals(EINVAL, events.raise(1));
        assertEquals(EINVAL, events.bindInterdomain(3, 1));
        events.reset();
        assertEquals(EventChannels.Status.UNBOUND, events.status(1));
        assertEquals(2, events.allocateUnbound(0));
        assertEquals(0, events.sharedInfo().segment().get(java.lang.foreign.ValueLayout.JAVA_LONG, 0x30));
    }

    @Test
    @Tag("uart-L10")
    void whatWasWrittenBeforeTheDaemonCameIsFoundByItsFirstLook() throws Exception {
        for (byte b : bytes("early")) {
            assertTrue(queues.put(b));
            queues.notifyHost(); // lost: nobody is bound
        }
        assertFalse(queues.outPending());
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        SlotConsole console = new SlotConsole(
                "uart0",
                queues,
                new WallClock(timer),
                task -> Thread.ofVirtual().start(task),
                (what, e) -> told.add(what));
        console.attach(
                (data, offset, length) -> seen.add(new String(data, offset, length, StandardCharsets.ISO_8859_1)),
                false);
        console.connect();
        assertEquals("early", seen.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void inputWaitsWhileTheRingIsFull() throws Exception {
        SlotConsole console = wall();
        byte[] much = new byte[10_000];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) (i * 13);
        }
        assertEquals(1024, console.offer(much, 0, much.length));
        Thread typist = Thread.ofVirtual().start(() -> {
            try {
                console.input(java.util.Arrays.copyOfRange(much, 1024, much.length));
            } catch (InterruptedException e) {
                told.add("interrupted");
            }
        });
        for (int i = 0; i < much.length; ) {
            int taken = console.take();
            if (taken >= 0) {
                assertEquals(much[i++] & 0xFF, taken);
                if (i % 3 == 0) { // a device need not tell of each read
                    console.notifyBackend();
                }
            } else {
                Thread.onSpinWait();
            }
        }
        typist.join();
        assertEquals(10_000, console.counters().in());
        assertEquals(List.of(), told);
    }

    @Test
    void aBrokenRingIsLeftAloneAndSaidOnce() {
        SlotConsole console = counted();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        console.attach(out::write, false);
        force(ConsolePage.OUT_PROD, 5000);
        for (int i = 0; i < 100; i++) {
            console.notifyBackend();
            queues.collect(new byte[10]);
        }
        assertEquals(List.of("broken"), told);
        force(ConsolePage.IN_PROD, 9999);
        assertEquals(0, console.offer(bytes("x"), 0, 1));
        force(ConsolePage.OUT_PROD, 0);
        console.put('k');
        console.notifyBackend();
        assertEquals("k", out.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theRingSurvivesAGuestThatGivesItsFrameAway() {
        SlotConsole console = counted();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        console.attach(out::write, false);
        memory.unmap(RING);
        console.put('a');
        console.notifyBackend();
        assertEquals("a", out.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void afterItsEndNeitherSideHearsAnything() {
        SlotConsole console = counted();
        List<String> heard = new ArrayList<>();
        console.onBackend(() -> heard.add("heard"));
        console.close();
        console.close();
        assertEquals(0, queues.port());
        assertEquals(0, console.offer(bytes("x"), 0, 1));
        console.notifyBackend();
        queues.notifyDevice();
        assertEquals(List.of(), heard);
        assertEquals(1, events.allocateUnbound(0), "the port is free again");
    }

    @Test
    void aSecondDaemonIsRefused() {
        counted();
        assertThrows(IllegalStateException.class, () -> queues.connect(() -> {}, () -> {}));
    }
}
