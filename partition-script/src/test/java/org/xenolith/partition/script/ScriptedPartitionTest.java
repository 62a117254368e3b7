// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.IndirectMessage;
import org.xenolith.testkit.fake.PlainDirectMessage;
import org.xenolith.testkit.fake.PlainSharedMemory;
import org.xenolith.testkit.fake.RecordingPartitionHost;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ScriptedPartitionTest {
    private final RecordingPartitionHost host = new RecordingPartitionHost();

    private ScriptedPartition partition(String... lines) {
        ScriptedPartition partition = new ScriptedPartition(List.of(lines));
        partition.started(host);
        return partition;
    }

    private static long[] ask(ScriptedPartition partition, long... words) {
        PlainDirectMessage message = PlainDirectMessage.narrow(2, words);
        partition.direct(message);
        return message.payload();
    }

    private static Thread asking(ScriptedPartition partition, long word) {
        return Thread.ofPlatform().daemon().start(() -> ask(partition, word));
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void answersAsItCameWhereNoLineFits() {
        assertArrayEquals(new long[] {5, 6, 0, 0, 0}, ask(partition("direct 4: reply 1"), 5, 6));
    }

    @Test
    void followsTheFirstLineThatFitsAsOftenAsItSays() {
        ScriptedPartition partition =
                partition("direct 7 x2: reply 1", "direct 7: reply 2", "direct: reply 0xff w0 last");
        assertEquals(1, ask(partition, 7)[0]);
        assertEquals(1, ask(partition, 7)[0]);
        assertEquals(2, ask(partition, 7)[0]);
        assertArrayEquals(new long[] {255, 255, 0, 0, 0}, ask(partition, 9));
    }

    @Test
    void givesItsTurnBack() {
        PlainDirectMessage message = PlainDirectMessage.narrow(2);
        partition("direct: yield; yield; reply 3").direct(message);
        assertEquals(2, message.yields());
        assertEquals(3, message.word(0));
    }

    @Test
    void failsInEveryWay() {
        ScriptedPartition partition = partition("direct 1: throw", "direct 2: link-error", "direct 3: overflow");
        assertThrows(IllegalStateException.class, () -> ask(partition, 1));
        assertThrows(NoClassDefFoundError.class, () -> ask(partition, 2));
        assertThrows(StackOverflowError.class, () -> ask(partition, 3));
    }

    @Test
    void hangsUntilInterrupted() throws InterruptedException {
        Thread hanging = asking(partition("direct: hang"), 1);
        awaitWaiting(hanging);
        hanging.interrupt();
        hanging.join();
    }

    @Test
    void hangsDeafUntilTheScriptChanges() throws InterruptedException {
        ScriptedPartition partition = partition("direct: hang-deaf");
        Thread hanging = asking(partition, 1);
        awaitWaiting(hanging);
        hanging.interrupt();
        while (hanging.isInterrupted()) {
            Thread.onSpinWait();
        }
        awaitWaiting(hanging);
        assertTrue(hanging.isAlive());
        partition.follow(List.of());
        hanging.join();
    }

    @Test
    void comesBackWhenStopped() throws InterruptedException {
        ScriptedPartition partition = partition("direct: hang-deaf");
        Thread hanging = asking(partition, 1);
        awaitWaiting(hanging);
        partition.stopped();
        hanging.join();
    }

    @Test
    void takesItsTime() {
        long begun = System.nanoTime();
        ask(partition("direct: delay 20"), 1);
        assertTrue(System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(20));
    }

    @Test
    void asksTheHostAndAnswersWithItsStatus() {
        host.answerWith(FfaStatus.DENIED);
        long[] answer = ask(partition("direct: bind 6; set w1; set-delayed 0x10; send 12; reply last"), 0, 3);
        assertEquals(FfaStatus.DENIED, (int) answer[0]);
        assertEquals(List.of("bind 2 0x6", "set 2 0x3", "set-delayed 2 0x10", "send 2 12 bytes"), host.asked());
    }

    @Test
    void answersMessagesAndNotificationsOfOneMachine() {
        ScriptedPartition partition = partition("notified 3: set event", "indirect 3: send event");
        partition.notified(3, 0x50);
        partition.notified(4, 0x50);
        partition.indirect(new IndirectMessage(3, new UUID(0, 0), new byte[9]));
        assertEquals(List.of("set 3 0x50", "send 3 9 bytes"), host.asked());
    }

    @Test
    void holdsMemoryUntilItIsToldToGiveItUp() {
        PlainSharedMemory region = host.share(5, 2, 4096);
        ScriptedPartition partition =
                partition("shared: retrieve event; fill 0x5a", "destroyed: relinquish; status -7");
        partition.memoryShared(2, 5);
        assertEquals(0x5a, region.bytes()[4095]);
        assertFalse(region.relinquished());
        assertEquals(FfaStatus.RETRY, partition.vmDestroyed(2));
        assertTrue(region.relinquished());
    }

    @Test
    void refusesAMachine() {
        ScriptedPartition partition = partition("created 9 x1: status -6");
        assertEquals(FfaStatus.OK, partition.vmCreated(8));
        assertEquals(FfaStatus.DENIED, partition.vmCreated(9));
        assertEquals(FfaStatus.OK, partition.vmCreated(9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct", "sometimes: yield", "direct: dance", "direct: set", "direct: yield 1", "direct: reply w14",
                "direct: reply z", "direct: delay 60001", "direct xq: yield", "direct q: yield", ":", "direct: delay w0"
            })
    void refusesALineThatItDoesNotUnderstand(String line) {
        assertThrows(IllegalArgumentException.class, () -> partition(line));
    }
}
