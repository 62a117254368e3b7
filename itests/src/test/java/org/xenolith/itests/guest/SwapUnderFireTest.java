// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleSink;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.Configuration;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/**
 * A UART that is replaced in all ways, as often as {@code -Dxenolith.swaps} says, while guests use it in both directions
 * at full speed: nothing is lost, repeated or reordered.
 */
@InContainer(
        configurations =
                @Configuration(pid = "org.xenolith.hypervisor", properties = "vacancy.timeout.millis:Integer=60000"))
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SwapUnderFireTest {
    private static final int SWAPS = Integer.getInteger("xenolith.swaps", 2_000);
    /** What 99 of 100 stalls may take at most, if anything is asked for: on a machine that does other work nothing holds. */
    private static final long STALL_MICROS = Long.getLong("xenolith.stall.micros", Long.MAX_VALUE / 1_000);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CYCLE = 251;
    private static final byte STOP = (byte) 0xFF;

    /** Lines of some 50 bytes that are typed and have not come back; Linux' terminal buffers 64 KiB. */
    private static final int UNDER_WAY = 200;

    /** How long a swap waits at most for the guest to have moved something since the last. */
    private static final long PATIENCE = TimeUnit.MICROSECONDS.toNanos(200);

    @ParameterizedTest
    @ValueSource(strings = {"mainline-xen", "mainline", "seed", "extended"})
    void numberedBytesPassInBothDirections(String profile, @Service Hypervisor hypervisor, BundleContext context)
            throws Exception {
        MachineSpec machine = MachineSpec.PLAIN.with("uart-profile", profile);
        NumberedLines lines = new NumberedLines();
        try (Running guest = Running.create(hypervisor, machine.bare("duplex", "uart-duplex", ""))) {
            guest.console().close(); // the output is checked as it comes, not kept
            DeviceSlot slot = guest.domain().slot("uart0").orElseThrow();
            try (Console.Attachment attachment = slot.console().attach(lines, false);
                    SwapStorm storm = new SwapStorm(slot, context)) {
                guest.domain().unpause();
                await(lines, lines::begun);
                Typist typist = new Typist(slot.console());
                CompletableFuture<Void> typing = typist.begin();
                for (int n = 0; n < SWAPS; n++) {
                    letSomethingMove(slot.console());
                    storm.next();
                    assertEquals("", lines.wrong(), "swap " + n);
                }
                storm.settle();
                typist.stop();
                typing.get(60, TimeUnit.SECONDS);
                assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS));
                await(lines, () -> !lines.result().isEmpty());
                System.out.println(storm.table("stall of a polling guest by a swap of its UART, " + profile));
                checkStalls(storm);
                assertEquals("", lines.wrong());
                assertEquals(0, lines.field("wrong"), lines.result());
                assertEquals(typist.typed(), lines.field("read"), lines.result());
                assertEquals(lines.lines(), lines.field("lines"));
                assertTrue(typist.typed() > SWAPS / 4, "too little input to say anything: " + lines.result());
                assertEquals(0, slot.console().counters().dropped());
            }
        }
    }

    private static void await(NumberedLines lines, java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "after " + lines.lines() + " lines: " + lines.wrong());
            lines.awaitMore(100);
        }
    }

    private static void checkStalls(SwapStorm storm) {
        long micros = storm.percentile99() / 1_000;
        assertTrue(micros <= STALL_MICROS, "one of 100 stalls takes more than " + micros + " us");
    }

    private static void letSomethingMove(Console console) {
        Console.Counters before = console.counters();
        long deadline = System.nanoTime() + PATIENCE;
        while (console.counters().in() == before.in()
                && console.counters().out() == before.out()
                && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    /** Types numbered bytes as fast as they are taken. */
    private static final class Typist {
        private static final int BLOCK = 100;

        private final Console console;
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicLong typed = new AtomicLong();

        Typist(Console console) {
            this.console = console;
        }

        CompletableFuture<Void> begin() {
            CompletableFuture<Void> done = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    byte[] block = new byte[BLOCK];
                    while (!stop.get()) {
                        for (int i = 0; i < BLOCK; i++) {
                            block[i] = (byte) ((typed.get() + i) % CYCLE);
                        }
                        console.input(block);
                        typed.addAndGet(BLOCK);
                    }
                    console.input(new byte[] {STOP});
                    done.complete(null);
                } catch (InterruptedException | RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
            return done;
        }

        void stop() {
            stop.set(true);
        }

        long typed() {
            return typed.get();
        }
    }

    @Test
    void aLinuxGuestGetsAndGivesEveryLine(@Service Hypervisor hypervisor, BundleContext context) throws Exception {
        MachineSpec machine = MachineSpec.PLAIN.with("uart-profile", "mainline");
        try (Running guest = Running.start(hypervisor, machine.debian("debian", ""))) {
            Shell shell = Shell.await(guest.console(), Duration.ofMinutes(3));
            assertEquals("", shell.answer("dmesg -n 1"));
            int echoed = shell.begin("stty -echo; echo go; cat; stty echo; echo cat: done");
            int from = guest.console().await("go\r\n", echoed, LIMIT);
            DeviceSlot slot = guest.domain().slot("uart0").orElseThrow();
            StringBuilder typed = new StringBuilder();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong returned = new AtomicLong();
            CompletableFuture<Void> typing = typeLines(guest.console(), typed, stop, returned);
            try (Console.Attachment attachment = slot.console().attach(counting(returned), false);
                    SwapStorm storm = new SwapStorm(slot, context)) {
                for (int n = 0; n < SWAPS; n++) {
                    letSomethingMove(slot.console());
                    storm.next();
                }
                storm.settle();
                stop.set(true);
                typing.get(60, TimeUnit.SECONDS);
                int end = guest.console().await("cat: done", from, LIMIT);
                shell.end();
                String port = shell.answer("cat /proc/tty/driver/ttyAMA");
                assertTrue(port.contains(" rx:") && !port.contains(" bo:"), "lost by Linux' own buffers: " + port);
                System.out.println(storm.table("stall of a Linux guest by a swap of its UART"));
                checkStalls(storm);
                String printed = guest.console().text().substring(from, end - "cat: done".length());
                Lines.assertSameText(typed.toString(), printed.replace("\r", ""));
            }
        }
    }

    private static ConsoleSink counting(AtomicLong lines) {
        return (bytes, offset, length) -> {
            for (int i = 0; i < length; i++) {
                if (bytes[offset + i] == '\n') {
                    lines.incrementAndGet();
                }
            }
        };
    }

    /**
     * Types lines. A terminal without flow control drops what a program does not read in time: only so many lines are
     * under way that Linux has room for them.
     */
    private static CompletableFuture<Void> typeLines(
            Transcript console, StringBuilder typed, AtomicBoolean stop, AtomicLong returned) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; !stop.get() || i < 1_000; i++) {
                    String line = "line " + i + " the quick brown fox jumps over the lazy dog\n";
                    console.type(line);
                    typed.append(line);
                    long deadline = System.nanoTime() + LIMIT.toNanos();
                    while (i - returned.get() > UNDER_WAY) {
                        if (System.nanoTime() > deadline) {
                            throw new IllegalStateException(returned + " of " + i + " lines have come back");
                        }
                        LockSupport.parkNanos(20_000);
                    }
                }
                console.type("\u0004");
                done.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
