// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.util.ArrayList;
import java.util.List;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.engine.exec.Cpu;
import org.xenolith.platform.arm.gic.Gic;
import org.xenolith.platform.arm.psci.PsciHost;

/** Turns vCPUs on and off. */
final class Power implements PsciHost {
    private final MachineContext context;
    private final Gic gic;
    private final boolean[] on;
    private final List<ArmVcpu> vcpus = new ArrayList<>();

    Power(MachineContext context, Gic gic, int vcpus) {
        this.context = context;
        this.gic = gic;
        this.on = new boolean[vcpus];
    }

    /** Adds the next vCPU, turned off. */
    void add(ArmVcpu vcpu) {
        vcpus.add(vcpu);
        vcpu.cpu.attend(Cpu.OFF);
    }

    @Override
    public int vcpus() {
        return on.length;
    }

    @Override
    public synchronized boolean online(int vcpu) {
        return on[vcpu];
    }

    @Override
    public OnResult cpuOn(int vcpu, long entry, long argument) {
        synchronized (this) {
            if (on[vcpu]) {
                return OnResult.ALREADY_ON;
            }
            on[vcpu] = true;
            gic.powerOn(vcpu);
            vcpus.get(vcpu).start(entry, argument);
        }
        context.wake(vcpu);
        return OnResult.STARTED;
    }

    @Override
    public synchronized void cpuOff(int vcpu) {
        on[vcpu] = false;
        gic.powerOff(vcpu);
        vcpus.get(vcpu).cpu.attend(Cpu.OFF);
    }

    @Override
    public void standby(int vcpu) {
        if (!gic.hasDeliverable(vcpu)) {
            vcpus.get(vcpu).cpu.attend(Cpu.WAIT);
        }
    }

    /** No vCPU executes another instruction: not even the calling one, so that counted runs end at the same one. */
    @Override
    public void shutdown(ShutdownReason reason) {
        vcpus.forEach(v -> v.cpu.attend(Cpu.OFF));
        context.shutdown(reason);
    }

    @Override
    public void suspend(int vcpu, long entry, long argument) {
        shutdown(ShutdownReason.SUSPEND);
    }
}
