// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ends of both rings at once: what a guest's vCPU, a daemon, and a guest that scribbles do to each other. */
@Timeout(60)
class RingRaceTest {
    private static final int BYTES = 400_000;

    private final MemorySegment memory = Arena.ofAuto().allocate(4096, 4096);
    private final ConsolePage page = new ConsolePage(memory);

    private static CompletableFuture<Void> thread(Runnable body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                body.run();
                done.complete(null);
            } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static byte pattern(int i) {
        return (byte) (i * 31 + i / 251);
    }

    @RepeatedTest(5)
    void everyByteFromTheGuestIsCollectedOnceAndInOrder() throws Exception {
        var producer = thread(() -> {
            for (int i = 0; i < BYTES; ) {
                if (page.push(pattern(i))) {
                    i++;
                } else {
                    Thread.onSpinWait();
                }
            }
        });
        var consumer = thread(() -> {
            byte[] chunk = new byte[ConsolePage.OUT_BYTES];
            for (int seen = 0; seen < BYTES; ) {
                int count = page.collect(chunk);
                for (int i = 0; i < count; i++) {
                    assertEquals(pattern(seen + i), chunk[i]);
                }
                seen += count;
            }
        });
        producer.get(50, TimeUnit.SECONDS);
        consumer.get(50, TimeUnit.SECONDS);
        assertEquals(0, page.outLevel());
    }

    @RepeatedTest(5)
    void everyByteToTheGuestIsTakenOnceAndInOrder() throws Exception {
        var producer = thread(() -> {
            byte[] chunk = new byte[80];
            for (int done = 0; done < BYTES; ) {
                int length = Math.min(chunk.length, BYTES - done);
                for (int i = 0; i < length; i++) {
                    chunk[i] = pattern(done + i);
                }
                done += page.give(chunk, 0, length);
            }
        });
        var consumer = thread(() -> {
            for (int seen = 0; seen < BYTES; ) {
                int value = page.pop();
                if (value >= 0) {
                    assertEquals(pattern(seen++) & 0xFF, value);
                }
            }
        });
        producer.get(50, TimeUnit.SECONDS);
        consumer.get(50, TimeUnit.SECONDS);
        assertEquals(0, page.inLevel());
    }

    @Test
    void aGuestThatScribblesHarmsOnlyItself() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        var scribbler = thread(() -> {
            int x = 1;
            while (!stop.get()) {
                x = x * 1_103_515_245 + 12_345;
                memory.set(ValueLayout.JAVA_INT, ConsolePage.IN_CONS + (x >>> 16 & 3) * 4L, x);
            }
        });
        var near = thread(() -> {
            for (int i = 0; i < BYTES; i++) {
                page.push((byte) i);
                assertTrue(page.pop() <= 0xFF);
                assertTrue(page.outLevel() <= ConsolePage.OUT_BYTES);
            }
        });
        byte[] chunk = new byte[ConsolePage.OUT_BYTES];
        for (int i = 0; i < 20_000; i++) {
            assertTrue(page.collect(chunk) <= chunk.length);
            assertTrue(page.give(chunk, 0, 80) <= 80);
        }
        near.get(50, TimeUnit.SECONDS);
        stop.set(true);
        scribbler.get(50, TimeUnit.SECONDS);
    }
}
