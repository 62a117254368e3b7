// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;

/** Direct requests between virtual machines: A has two vCPUs, B one, C four and is AArch32 with version 1.1. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PeerRequestsTest {
    private static final long FROM_B_TO_A = 0x2_0001;
    private static final long FROM_A_TO_B = 0x1_0002;
    private static final Extensions DIRECT = Extensions.of(true, false, false, false);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static FfaBench bench(Extensions extensions) {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = extensions;
        return bench.start().three();
    }

    private static FfaBench bench() {
        return bench(DIRECT);
    }

    /** With a budget and without a time before an interrupt counts. */
    private static FfaBench hurried(long budgetNanos) {
        return bench(new Extensions(true, false, false, false, 0, budgetNanos));
    }

    private static long[] call(FfaBench bench, String name, int vcpu, long... x) {
        Registers r = new Registers(x);
        bench.mediator.call(bench.endpoints.get(name), vcpu, r);
        return r.x;
    }

    private Future<long[]> later(FfaBench bench, String name, int vcpu, long... x) {
        Endpoint e = bench.endpoints.get(name);
        Registers r = new Registers(x);
        return threads.submit(() -> {
            bench.mediator.call(e, vcpu, r);
            return r.x;
        });
    }

    private static long id(int function) {
        return function & 0xFFFF_FFFFL;
    }

    /** Waits as a receiver does: again whenever the wait ends without a request. */
    private Future<long[]> receive(FfaBench bench, String name, int vcpu) {
        Endpoint e = bench.endpoints.get(name);
        return threads.submit(() -> {
            Registers r = new Registers(id(FunctionId.MSG_WAIT));
            do {
                Arrays.fill(r.x, 0);
                r.x[0] = id(FunctionId.MSG_WAIT);
                bench.mediator.call(e, vcpu, r);
            } while (r.x[0] == id(FunctionId.INTERRUPT));
            return r.x;
        });
    }

    /** Asks until the receiver waits. */
    private static long[] ask(FfaBench bench, String name, int vcpu, long... x) {
        long[] answer = call(bench, name, vcpu, x);
        while (status(answer) == FfaStatus.BUSY) {
            Thread.onSpinWait();
            answer = call(bench, name, vcpu, x);
        }
        return answer;
    }

    private Future<long[]> askLater(FfaBench bench, String name, int vcpu, long... x) {
        return threads.submit(() -> ask(bench, name, vcpu, x));
    }

    private static int status(long[] x) {
        return x[0] == id(FunctionId.ERROR) ? (int) x[2] : 0;
    }

    private static long[] registers(long... first) {
        return Arrays.copyOf(first, 18);
    }

    @Test
    void aRequestIsReturnedByTheWaitAndItsAnswerByTheRequest() throws Exception {
        FfaBench bench = bench();
        Future<long[]> received = receive(bench, "A", 0);
        Future<long[]> asked =
                askLater(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 0x1_0000_0003L, 4, 5, 6, 7, 8);
        assertArrayEquals(registers(id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 3, 4, 5, 6, 7), received.get());
        later(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 0x1_0000_0030L, 40, 50, 60, 70, 80);
        assertArrayEquals(registers(id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 0x30, 40, 50, 60, 70), asked.get());
    }

    @Test
    void aRequestOf64BitsKeepsThem() throws Exception {
        FfaBench bench = bench();
        Future<long[]> received = receive(bench, "A", 0);
        Future<long[]> asked = askLater(bench, "B", 0, id(FunctionId.DIRECT_REQ_64), FROM_B_TO_A, 0, -3);
        assertEquals(-3, received.get()[3]);
        later(bench, "A", 0, id(FunctionId.DIRECT_RESP_64), FROM_A_TO_B, 0, -4);
        assertArrayEquals(registers(id(FunctionId.DIRECT_RESP_64), FROM_A_TO_B, 0, -4), asked.get());
    }

    @Test
    void theSecondTypeHasFourteenWords() throws Exception {
        FfaBench bench = bench();
        long[] request = new long[18];
        long[] response = new long[18];
        for (int i = 4; i < 18; i++) {
            request[i] = i;
            response[i] = -i;
        }
        request[0] = id(FunctionId.DIRECT_REQ2);
        request[1] = FROM_B_TO_A;
        response[0] = id(FunctionId.DIRECT_RESP2);
        response[1] = FROM_A_TO_B;
        Future<long[]> received = receive(bench, "A", 0);
        Future<long[]> asked = askLater(bench, "B", 0, request);
        assertArrayEquals(request, received.get());
        later(bench, "A", 0, response);
        assertArrayEquals(response, asked.get());
    }

    @Test
    void anAnswerWaitsForTheNextRequest() throws Exception {
        FfaBench bench = bench();
        Future<long[]> received = receive(bench, "A", 0);
        Future<long[]> asked = askLater(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 1);
        received.get();
        Future<long[]> answered = later(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 2);
        assertEquals(2, asked.get()[3]);
        // Whoever has the answer finds the seat waiting again, as long as it waits.
        long[] next = call(bench, "C", 1, id(FunctionId.DIRECT_REQ), 0x3_0001, 0, 9);
        if (answered.get()[0] == id(FunctionId.DIRECT_REQ)) {
            assertEquals(0x3_0001, answered.get()[1]);
        } else {
            assertEquals(id(FunctionId.INTERRUPT), answered.get()[0]);
            assertEquals(FfaStatus.BUSY, status(next));
        }
    }

    @Test
    void aRequestGoesToTheFirstVcpuThatWaitsAndIsBusyIfNoneDoes() throws Exception {
        FfaBench bench = bench();
        assertEquals(FfaStatus.BUSY, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A)));
        Future<long[]> second = receive(bench, "A", 1);
        Future<long[]> asked = askLater(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 1);
        assertEquals(1, second.get()[3]);
        assertEquals(FfaStatus.BUSY, status(call(bench, "C", 0, id(FunctionId.DIRECT_REQ), 0x3_0001)));
        later(bench, "A", 1, id(FunctionId.DIRECT_RESP), FROM_A_TO_B);
        assertEquals(0, status(asked.get()));
    }

    @Test
    void anInterruptEndsTheWait() {
        FfaBench bench = bench();
        bench.vm("A").interrupted = true;
        assertArrayEquals(registers(id(FunctionId.INTERRUPT), 0x1_0001), call(bench, "A", 1, id(FunctionId.MSG_WAIT)));
    }

    @Test
    void aWaitEndsByItselfSoThatTimeGoesOn() {
        FfaBench bench = bench();
        long begun = System.nanoTime();
        assertEquals(id(FunctionId.INTERRUPT), call(bench, "A", 0, id(FunctionId.MSG_WAIT))[0]);
        assertTrue(System.nanoTime() - begun >= PeerRequests.WAIT_NANOS);
    }

    @Test
    void aKickEndsTheWaitOfBoth() throws Exception {
        FfaBench bench = bench();
        Registers waiting = new Registers(id(FunctionId.MSG_WAIT));
        waiting.kicked = true;
        bench.mediator.call(bench.endpoints.get("A"), 0, waiting);
        assertEquals(id(FunctionId.INTERRUPT), waiting.x[0]);
        Future<long[]> received = receive(bench, "A", 1);
        Registers asking = new Registers();
        asking.kicked = true;
        do {
            asking.x[0] = id(FunctionId.DIRECT_REQ);
            asking.x[1] = FROM_B_TO_A;
            asking.x[2] = 0;
            bench.mediator.call(bench.endpoints.get("B"), 0, asking);
        } while (status(asking.x) == FfaStatus.BUSY);
        assertArrayEquals(registers(id(FunctionId.INTERRUPT), 0x1_0001), asking.x);
        received.get();
        Future<long[]> answered = later(bench, "A", 1, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 5);
        assertEquals(5, call(bench, "B", 0, id(FunctionId.RUN), 0x1_0001)[3]);
        answered.get();
    }

    @Test
    void aSenderThatIsInterruptedGoesOnByRun() throws Exception {
        FfaBench bench = hurried(TimeUnit.SECONDS.toNanos(30));
        Future<long[]> received = receive(bench, "A", 0);
        bench.vm("B").interrupted = true;
        long[] asked = ask(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 1);
        assertArrayEquals(registers(id(FunctionId.INTERRUPT), 0x1_0000), asked);
        received.get();
        assertEquals(FfaStatus.DENIED, status(call(bench, "B", 0, id(FunctionId.RUN), 0x1_0001)), "of the other vCPU");
        assertEquals(FfaStatus.DENIED, status(call(bench, "C", 0, id(FunctionId.RUN), 0x1_0000)), "another's");
        assertEquals(id(FunctionId.INTERRUPT), call(bench, "B", 0, id(FunctionId.RUN), 0x1_0000)[0]);
        bench.vm("B").interrupted = false;
        later(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 7);
        assertEquals(7, call(bench, "B", 0, id(FunctionId.RUN), 0x1_0000)[3]);
        assertEquals(FfaStatus.DENIED, status(call(bench, "B", 0, id(FunctionId.RUN), 0x1_0000)), "it is over");
    }

    @Test
    void aReceiverThatDoesNotAnswerIsAbortedAndIsOfUseAgain() throws Exception {
        FfaBench bench = hurried(1_000_000);
        Future<long[]> received = receive(bench, "A", 0);
        assertEquals(FfaStatus.ABORTED, status(ask(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 1)));
        received.get();
        // What comes too late is dropped, and is not the answer to the next request.
        bench.vm("A").interrupted = true;
        assertEquals(id(FunctionId.INTERRUPT), call(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 66)[0]);
        bench.vm("A").interrupted = false;
        assertEquals(FfaStatus.DENIED, status(call(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 67)));
        Future<long[]> again = receive(bench, "A", 0);
        assertEquals(FfaStatus.ABORTED, status(ask(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 2)));
        assertEquals(2, again.get()[3]);
        assertEquals(
                id(FunctionId.INTERRUPT), call(bench, "A", 0, id(FunctionId.MSG_WAIT))[0], "nobody wants the answer");
    }

    @Test
    void anAnswerHasToFitTheRequest() throws Exception {
        FfaBench bench = bench();
        assertEquals(FfaStatus.DENIED, status(call(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B)));
        Future<long[]> received = receive(bench, "A", 0);
        Future<long[]> asked = askLater(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 1);
        received.get();
        int wrong = FfaStatus.INVALID_PARAMETERS;
        assertEquals(wrong, status(call(bench, "A", 0, id(FunctionId.DIRECT_RESP_64), FROM_A_TO_B)));
        assertEquals(wrong, status(call(bench, "A", 0, id(FunctionId.DIRECT_RESP2), FROM_A_TO_B)));
        assertEquals(wrong, status(call(bench, "A", 0, id(FunctionId.DIRECT_RESP), 0x1_0003)));
        assertEquals(wrong, status(call(bench, "A", 0, id(FunctionId.DIRECT_RESP), 0x3_0002)));
        assertEquals(wrong, status(call(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0x8000_0005L)));
        assertEquals(FfaStatus.DENIED, status(call(bench, "A", 0, id(FunctionId.MSG_WAIT))));
        assertEquals(FfaStatus.DENIED, status(call(bench, "A", 1, id(FunctionId.DIRECT_RESP), FROM_A_TO_B)));
        later(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 3);
        assertEquals(3, asked.get()[3]);
    }

    @Test
    void aRequestHasToBeOneThatTheReceiverCanHave() {
        FfaBench bench = bench();
        int wrong = FfaStatus.INVALID_PARAMETERS;
        assertEquals(wrong, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), 0x1_0002)), "as another");
        assertEquals(wrong, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), 0x2_0002)), "to itself");
        assertEquals(wrong, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), 0x2_0009)), "to nobody");
        assertEquals(wrong, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), 0x2_0000)), "to the hypervisor");
        assertEquals(wrong, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 1)), "w2");
        assertEquals(
                wrong, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0x8000_0004L)), "framework");
        assertEquals(wrong, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ2), FROM_B_TO_A, 0, 1)), "a UUID");
        assertEquals(
                FfaStatus.DENIED, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ_64), 0x2_0003)), "to AArch32");
        assertEquals(FfaStatus.DENIED, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ2), 0x2_0003)), "to 1.1");
    }

    @Test
    void nothingOfItIsThereUnlessItIsTurnedOn() {
        FfaBench bench = bench(Extensions.of(false, true, true, true));
        int none = FfaStatus.NOT_SUPPORTED;
        for (int function : new int[] {
            FunctionId.MSG_WAIT, FunctionId.DIRECT_RESP, FunctionId.DIRECT_RESP_64, FunctionId.DIRECT_RESP2
        }) {
            assertEquals(none, status(call(bench, "B", 0, id(function), FROM_B_TO_A)));
            assertEquals(none, status(call(bench, "B", 0, id(FunctionId.FEATURES), id(function))));
        }
        assertEquals(none, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A)));
        assertEquals(none, status(call(bench, "B", 0, id(FunctionId.RUN), 0x1_0000)));
        assertEquals(0x10E, bench.endpoints.get("B").info.properties());
    }

    @Test
    void whatIsThereIsSaid() {
        FfaBench bench = bench();
        for (int function : new int[] {
            FunctionId.MSG_WAIT, FunctionId.DIRECT_RESP, FunctionId.DIRECT_RESP_64, FunctionId.DIRECT_RESP2
        }) {
            assertEquals(0, status(call(bench, "B", 0, id(FunctionId.FEATURES), id(function))));
        }
        assertEquals(
                FfaStatus.NOT_SUPPORTED,
                status(call(bench, "C", 0, id(FunctionId.FEATURES), id(FunctionId.DIRECT_RESP2))));
        assertEquals(0x30F, bench.endpoints.get("B").info.properties());
        assertEquals(0x00F, bench.endpoints.get("C").info.properties());
    }

    @Test
    void aSwitchThatIsTurnedOffEndsRequestsButNotWhatIsUnderWay() throws Exception {
        FfaBench bench = bench();
        Future<long[]> received = receive(bench, "A", 0);
        Future<long[]> asked = askLater(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 1);
        received.get();
        bench.mediator.turn(false, false);
        assertEquals(Mode.OFF, bench.mediator.mode());
        Future<long[]> answered = later(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 9);
        assertEquals(9, asked.get()[3]);
        assertEquals(
                FfaStatus.NOT_SUPPORTED, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 2)));
        assertEquals(id(FunctionId.INTERRUPT), answered.get()[0]);
    }

    @Test
    void withoutASecureWorldItWorksToo() throws Exception {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = DIRECT;
        bench.firmware = false;
        bench.start().three();
        Future<long[]> received = receive(bench, "A", 0);
        Future<long[]> asked = askLater(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 1);
        received.get();
        later(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B, 0, 9);
        assertEquals(9, asked.get()[3]);
        assertEquals(FfaStatus.NOT_SUPPORTED, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), 0x2_8001)));
    }

    @Test
    void whoIsHiddenCannotBeAskedAndLooksLikeNobody() {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = DIRECT;
        bench.access = AccessList.of("A -> B");
        bench.start().three();
        long[] hidden = call(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A);
        assertArrayEquals(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), 0x2_0009), hidden);
        assertEquals(FfaStatus.BUSY, status(call(bench, "A", 0, id(FunctionId.DIRECT_REQ), FROM_A_TO_B)));
    }

    @ParameterizedTest(name = "the {0} is destroyed")
    @ValueSource(strings = {"receiver", "sender"})
    void neitherSideWaitsForTheOtherWhenItIsDestroyed(String who) throws Exception {
        FfaBench bench = bench(new Extensions(true, false, false, false, 0, TimeUnit.SECONDS.toNanos(30)));
        Future<long[]> received = receive(bench, "A", 0);
        Future<long[]> asked = askLater(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A, 0, 1);
        received.get();
        if (who.equals("receiver")) {
            bench.destroy("A");
            assertEquals(FfaStatus.ABORTED, status(asked.get()));
            assertEquals(
                    FfaStatus.INVALID_PARAMETERS, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ), FROM_B_TO_A)));
        } else {
            bench.destroy("B");
            assertTrue(asked.get()[0] == id(FunctionId.INTERRUPT) || status(asked.get()) == FfaStatus.ABORTED);
            bench.vm("A").interrupted = true;
            assertEquals(id(FunctionId.INTERRUPT), call(bench, "A", 0, id(FunctionId.DIRECT_RESP), FROM_A_TO_B)[0]);
            bench.vm("A").interrupted = false;
        }
        assertEquals(0, bench.mediator.inflight());
    }

    @Test
    void manyRequestsGetTheirOwnAnswers() throws Exception {
        FfaBench bench = bench(new Extensions(true, false, false, false, 0, TimeUnit.SECONDS.toNanos(30)));
        int each = 20_000;
        Future<?> server = threads.submit(() -> {
            long[] x = registers(id(FunctionId.MSG_WAIT));
            Registers r = new Registers(x);
            for (int served = 0; served < 2 * each; ) {
                bench.mediator.call(bench.endpoints.get("A"), 0, r);
                if (r.x[0] == id(FunctionId.INTERRUPT)) {
                    r.x[0] = id(FunctionId.MSG_WAIT);
                    continue;
                }
                assertEquals(id(FunctionId.DIRECT_REQ), r.x[0]);
                served++;
                r.x[0] = id(FunctionId.DIRECT_RESP);
                r.x[1] = (r.x[1] & 0xFFFF) << 16 | r.x[1] >>> 16;
                r.x[3] += 7;
            }
            bench.mediator.call(bench.endpoints.get("A"), 0, r);
        });
        Future<?> b = threads.submit(() -> hammer(bench, "B", FROM_B_TO_A, each));
        Future<?> c = threads.submit(() -> hammer(bench, "C", 0x3_0001, each));
        b.get();
        c.get();
        server.get();
        assertEquals(0, bench.mediator.inflight());
    }

    private static void hammer(FfaBench bench, String name, long parties, int times) {
        for (int i = 0; i < times; i++) {
            long word = parties << 8 ^ i;
            long[] answer = ask(bench, name, 0, id(FunctionId.DIRECT_REQ), parties, 0, word);
            assertEquals(id(FunctionId.DIRECT_RESP), answer[0]);
            assertEquals(word + 7 & 0xFFFF_FFFFL, answer[3]);
        }
    }

    @Test
    void aGuestBelow12DoesNotGetTheSecondType() {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = DIRECT;
        bench.versions.put("B", FfaVersion.V1_1);
        bench.start().three();
        assertEquals(FfaStatus.NOT_SUPPORTED, status(call(bench, "B", 0, id(FunctionId.DIRECT_REQ2), FROM_B_TO_A)));
        assertEquals(FfaStatus.NOT_SUPPORTED, status(call(bench, "B", 0, id(FunctionId.DIRECT_RESP2), FROM_B_TO_A)));
    }
}
