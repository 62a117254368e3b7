// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.testkit.fake.PlainDirectMessage;
import org.xenolith.testkit.fake.PlainSharedMemory;
import org.xenolith.testkit.fake.RecordingPartitionHost;

class KeyValuePartitionTest {
    private static final int VM = 2;
    private static final int OTHER = 3;
    private static final int PAGE = 4096;
    private static final int VALUE_AT = 1024;
    private static final Limits LIMITS = new Limits(3, 16, 64, 100);

    private final RecordingPartitionHost host = new RecordingPartitionHost();
    private final KeyValuePartition partition = new KeyValuePartition(LIMITS);
    private final PlainSharedMemory region = host.share(5, VM, PAGE);

    KeyValuePartitionTest() {
        partition.started(host);
    }

    private long[] ask(int vm, long... words) {
        PlainDirectMessage message = PlainDirectMessage.narrow(vm, words);
        partition.direct(message);
        long[] answer = message.payload();
        assertEquals(0, answer[3] | answer[4], "words 3 and 4");
        return answer;
    }

    private int status(int vm, long... words) {
        return (int) ask(vm, words)[0];
    }

    private int put(String key, byte[] value) {
        byte[] name = key.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, region.bytes(), 0, name.length);
        System.arraycopy(value, 0, region.bytes(), VALUE_AT, value.length);
        return status(VM, Operation.PUT, 0, name.length, VALUE_AT, value.length);
    }

    private byte[] get(String key) {
        byte[] name = key.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, region.bytes(), 0, name.length);
        long[] answer = ask(VM, Operation.GET, 0, name.length, VALUE_AT, LIMITS.valueBytes());
        assertEquals(FfaStatus.OK, (int) answer[0]);
        return Arrays.copyOfRange(region.bytes(), VALUE_AT, VALUE_AT + (int) answer[1]);
    }

    private void attach() {
        assertEquals(FfaStatus.OK, status(VM, Operation.ATTACH, 5, 0));
    }

    @Test
    void givesBackWhatWasPutUntilItIsDeleted() {
        attach();
        assertEquals(FfaStatus.OK, put("one", new byte[] {1, 2, 3}));
        assertEquals(FfaStatus.OK, put("two", new byte[0]));
        assertEquals(FfaStatus.OK, put("one", new byte[] {9}));
        assertArrayEquals(new byte[] {9}, get("one"));
        assertArrayEquals(new byte[0], get("two"));
        assertArrayEquals(new long[] {0, 2, 7, 0, 0}, ask(VM, Operation.COUNT));
        assertEquals(FfaStatus.OK, status(VM, Operation.DELETE, 0, 3));
        assertEquals(FfaStatus.NO_DATA, status(VM, Operation.DELETE, 0, 3));
        assertEquals(FfaStatus.NO_DATA, status(VM, Operation.GET, 0, 3, VALUE_AT, 64));
        assertArrayEquals(new long[] {0, 1, 4, 0, 0}, ask(VM, Operation.COUNT));
    }

    @Test
    void answersRequestsOfTheSecondTypeTheSame() {
        PlainDirectMessage attach = PlainDirectMessage.second(
                VM,
                UUID.fromString(KeyValuePartition.PROTOCOL),
                Operation.ATTACH,
                5,
                0,
                7,
                7,
                7,
                7,
                7,
                7,
                7,
                7,
                7,
                7,
                7);
        partition.direct(attach);
        assertArrayEquals(new long[14], attach.payload());
    }

    @Test
    void saysHowLongAValueIsThatFindsNoRoomAndWritesNothing() {
        attach();
        put("key", new byte[] {1, 2, 3});
        Arrays.fill(region.bytes(), VALUE_AT, PAGE, (byte) 0x55);
        assertArrayEquals(
                new long[] {FfaStatus.NO_MEMORY & 0xFFFF_FFFFL, 3, 0, 0, 0}, ask(VM, Operation.GET, 0, 3, VALUE_AT, 2));
        assertEquals(0x55, region.bytes()[VALUE_AT]);
    }

    @Test
    void refusesWhatIsBeyondALimitAndKeepsWhatItHas() {
        attach();
        assertEquals(FfaStatus.INVALID_PARAMETERS, put("k", new byte[65]));
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(VM, Operation.PUT, 0, 17, VALUE_AT, 1));
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(VM, Operation.PUT, 0, 0, VALUE_AT, 1));
        assertEquals(FfaStatus.OK, put("a", new byte[64]));
        assertEquals(FfaStatus.NO_MEMORY, put("b", new byte[35]));
        assertEquals(FfaStatus.OK, put("b", new byte[34]));
        assertEquals(FfaStatus.NO_MEMORY, put("c", new byte[0]));
        assertEquals(FfaStatus.OK, put("b", new byte[0]));
        assertEquals(FfaStatus.OK, put("c", new byte[0]));
        assertEquals(FfaStatus.NO_MEMORY, put("d", new byte[0]));
        assertArrayEquals(new long[] {0, 3, 67, 0, 0}, ask(VM, Operation.COUNT));
    }

    @Test
    void refusesRangesThatLeaveTheRegion() {
        attach();
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(VM, Operation.PUT, PAGE, 1, 0, 1));
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(VM, Operation.PUT, PAGE - 1, 2, 0, 1));
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(VM, Operation.PUT, 0, 1, 0xFFFF_FFFFL, 1));
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(VM, Operation.PUT, 0, 1, 0, 0xFFFF_FFFFL));
        put("k", new byte[8]);
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(VM, Operation.GET, 0, 1, PAGE - 7, 0xFFFF_FFFFL));
    }

    @Test
    void keepsMachinesApart() {
        host.share(6, OTHER, PAGE);
        attach();
        put("key", new byte[] {1});
        assertEquals(FfaStatus.DENIED, status(OTHER, Operation.GET, 0, 3, 8, 8), "no region yet");
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(OTHER, Operation.ATTACH, 5, 0), "another's region");
        assertFalse(region.relinquished());
        assertEquals(FfaStatus.OK, status(OTHER, Operation.ATTACH, 6, 0));
        assertEquals(FfaStatus.NO_DATA, status(OTHER, Operation.GET, 0, 3, 8, 8));
        assertArrayEquals(new byte[] {1}, get("key"));
    }

    @Test
    void givesARegionUpThatItRetrievedForAMachineThatMayNotHaveIt() {
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(OTHER, Operation.ATTACH, 5, 0));
        assertTrue(region.relinquished());
    }

    @Test
    void givesTheRegionUpWhenAskedReplacedOrLeft() {
        PlainSharedMemory next = host.share(0x1_0000_0007L, VM, PAGE);
        attach();
        attach();
        assertFalse(region.relinquished());
        assertEquals(FfaStatus.OK, status(VM, Operation.ATTACH, 7, 1));
        assertTrue(region.relinquished());
        assertEquals(FfaStatus.OK, status(VM, Operation.DETACH));
        assertTrue(next.relinquished());
        assertEquals(FfaStatus.DENIED, status(VM, Operation.DETACH));
        PlainSharedMemory last = host.share(8, VM, PAGE);
        assertEquals(FfaStatus.OK, status(VM, Operation.ATTACH, 8, 0));
        assertEquals(FfaStatus.OK, partition.vmDestroyed(VM));
        assertTrue(last.relinquished());
        assertArrayEquals(new long[5], ask(VM, Operation.COUNT), "a machine with the same id");
    }

    @Test
    void forgetsARegionThatWasTakenBackByForce() {
        attach();
        region.relinquish();
        assertEquals(FfaStatus.DENIED, status(VM, Operation.PUT, 0, 1, 8, 1));
        assertEquals(FfaStatus.DENIED, status(VM, Operation.DETACH));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertEquals(FfaStatus.NOT_SUPPORTED, status(VM, 0));
        assertEquals(FfaStatus.NOT_SUPPORTED, status(VM, 7));
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(VM, Operation.ATTACH, 6, 0));
    }

    @Property(tries = 300)
    void answersAnyRequestsWithAStatusAndStaysWithinItsLimits(
            @ForAll @Size(min = 1, max = 60) int[] numbers, @ForAll @IntRange(min = 1, max = 3) int vm) {
        attach();
        for (int at = 0; at + 4 < numbers.length; at++) {
            long[] words = new long[5];
            words[0] = Math.floorMod(numbers[at], 8);
            for (int i = 1; i < words.length; i++) {
                int number = numbers[at + i];
                words[i] = (number & 1) == 0 ? Math.floorMod(number, 70) : number;
            }
            int status = status(vm, words);
            assertTrue(status <= 0 && status >= FfaStatus.NO_DATA, () -> "status " + status);
            long[] count = ask(vm, Operation.COUNT);
            assertTrue(count[1] <= LIMITS.keys() && count[2] <= LIMITS.bytes(), () -> Arrays.toString(count));
        }
    }
}
