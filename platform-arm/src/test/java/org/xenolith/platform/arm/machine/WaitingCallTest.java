// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.api.call.CallContext;
import org.xenolith.platform.arm.cpu.ArmCpu;

/**
 * A service that answers a guest's call may wait for another thread, and that thread may wait until every vCPU has
 * forgotten a translation: it must not wait for the one in the call.
 */
class WaitingCallTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int UNKNOWN_HYPERCALL = 63;
    private static final long FFA_VERSION = 0x8400_0063L;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"HVC 0, 0xD4000002", "SMC 0, 0xD4000003", "HVC 0xea1, 0xD401D422"})
    void aCallThatWaitsKeepsNobodyWaiting(String name, long instruction) throws Exception {
        try (RowMachine machine = new RowMachine("cortex-a57", "interpreter", 1)) {
            ArmVcpu vcpu = (ArmVcpu) machine.vcpu(0);
            AtomicBoolean forgotten = new AtomicBoolean();
            machine.answer(call -> waitForAll(vcpu.cpu, call, forgotten));
            machine.code(0, (int) instruction);
            vcpu.setRegister("x0", FFA_VERSION);
            vcpu.setRegister("x16", UNKNOWN_HYPERCALL);
            machine.run(0);
            assertEquals(7, vcpu.register("x0"));
            assertTrue(forgotten.get(), "what was asked of the vCPU was not done before it went on");
        }
    }

    /** Another thread asks something of every vCPU, and the call ends when that is assured. */
    private static boolean waitForAll(ArmCpu cpu, CallContext call, AtomicBoolean done) {
        Thread other = Thread.ofPlatform().daemon().start(() -> cpu.cluster.everywhere(any -> done.set(true)));
        try {
            if (other.join(LIMIT)) {
                call.setRegister(0, 7);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }
}
