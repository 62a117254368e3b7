// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.platform.arm.cpu.ArmCpu;
import org.xenolith.platform.arm.cpu.ArmRegisters;
import org.xenolith.platform.arm.xen.GuestCalls;

/** Hands HVC and SMC of the vCPUs to whoever answers them. */
final class Calls {
    private final GuestCalls calls;
    private final Domain domain;
    /** By vCPU. */
    private final List<CallFrame> frames = new ArrayList<>();

    private final List<LongSupplier> counters = new ArrayList<>();

    Calls(GuestCalls calls, Domain domain) {
        this.calls = calls;
        this.domain = domain;
    }

    void add(ArmCpu cpu) {
        frames.add(new CallFrame(cpu, domain));
        counters.add(() -> cpu.r[ArmRegisters.PC]);
    }

    boolean hvc(ArmCpu cpu, int immediate) {
        return calls.hvc(immediate, frames.get(cpu.id), counters.get(cpu.id)) == GuestCalls.Outcome.ANSWERED;
    }

    boolean smc(ArmCpu cpu, int immediate) {
        return calls.smc(immediate, frames.get(cpu.id)) == GuestCalls.Outcome.ANSWERED;
    }
}
