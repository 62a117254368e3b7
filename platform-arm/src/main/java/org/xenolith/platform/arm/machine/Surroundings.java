// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.util.ArrayList;
import java.util.List;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.engine.exec.Cpu;
import org.xenolith.platform.arm.cpu.ArmCpu;
import org.xenolith.platform.arm.cpu.ArmEnvironment;
import org.xenolith.platform.arm.cpu.ArmRegisters;
import org.xenolith.platform.arm.cpu.CpuModel;
import org.xenolith.platform.arm.cpu.HostBehaviour;
import org.xenolith.platform.arm.cpu.Syndrome;
import org.xenolith.platform.arm.gic.Gic;
import org.xenolith.platform.arm.gic.GicVersion;
import org.xenolith.platform.arm.gic.IccRegister;
import org.xenolith.platform.arm.timer.TimerRegister;
import org.xenolith.platform.arm.timer.VcpuTimers;

/** What connects the vCPUs of a machine with its interrupt controller, timers and calls. */
final class Surroundings implements ArmEnvironment {
    private final CpuModel model;
    private final MachineContext context;
    private final Gic gic;
    private final List<VcpuTimers> timers;
    private final DebugRegisters debug;
    private final Calls calls;
    private final HostBehaviour host;
    private final List<ArmCpu> cpus = new ArrayList<>();

    Surroundings(
            CpuModel model, MachineContext context, Gic gic, List<VcpuTimers> timers, Calls calls, HostBehaviour host) {
        this.model = model;
        this.context = context;
        this.gic = gic;
        this.timers = timers;
        this.debug = new DebugRegisters(model);
        this.calls = calls;
        this.host = host;
    }

    void add(ArmCpu cpu) {
        cpus.add(cpu);
    }

    /** The interrupt controller's output to a vCPU has changed; any thread. */
    void irq(int vcpu, boolean asserted) {
        if (vcpu >= cpus.size()) {
            return; // still being built
        }
        if (asserted) {
            cpus.get(vcpu).attend(Cpu.INTERRUPT);
        }
        if (asserted || gic.hasDeliverable(vcpu)) {
            context.wake(vcpu);
        }
    }

    @Override
    public CpuModel model() {
        return model;
    }

    // ---- registers

    private static boolean isIcc(int key) {
        return (key >>> 7) == ((3 << 7) | 12) && (key >>> 3 & 15) >= 8 || (key >>> 3) == ((3 << 11) | (4 << 4) | 6);
    }

    private static boolean isTimer(int key) {
        return (key >>> 7) == ((3 << 7) | (3 << 4) | 14) && (key >>> 3 & 8) == 0;
    }

    private static IccRegister icc(int key) {
        return IccRegister.of(key >>> 7 & 15, key >>> 3 & 15, key & 7).orElseThrow();
    }

    private static TimerRegister timer(int key) {
        return TimerRegister.of(key >>> 3 & 15, key & 7).orElseThrow();
    }

    @Override
    public boolean hasRegister(int key, boolean privileged, boolean write) {
        if (isIcc(key)) {
            return privileged
                    && gic.config().version() == GicVersion.V3
                    && IccRegister.of(key >>> 7 & 15, key >>> 3 & 15, key & 7)
                            .filter(r -> write ? r.writable(gic.config().profile()) : r.readable())
                            .isPresent();
        }
        if (isTimer(key)) {
            return TimerRegister.of(key >>> 3 & 15, key & 7)
                    .filter(r -> !write || r.writable())
                    .isPresent();
        }
        return debug.has(key, privileged, write);
    }

    @Override
    public long readRegister(ArmCpu cpu, int key, int word) {
        if (isIcc(key)) {
            return gic.readIcc(cpu.id, icc(key));
        }
        if (isTimer(key)) {
            checkTimer(cpu, key, word);
            return timers.get(cpu.id).read(timer(key));
        }
        checkDebug(cpu, key, word);
        return 0;
    }

    @Override
    public void writeRegister(ArmCpu cpu, int key, int word, long value) {
        if (isIcc(key)) {
            gic.writeIcc(cpu.id, icc(key), value);
        } else if (isTimer(key)) {
            checkTimer(cpu, key, word);
            timers.get(cpu.id).write(timer(key), value);
        } else {
            checkDebug(cpu, key, word);
        }
    }

    private static void checkTimer(ArmCpu cpu, int key, int word) {
        if (!cpu.privileged() && !timer(key).allowedAtEl0(cpu.r[ArmRegisters.CNTKCTL_EL1])) {
            throw cpu.fault(Syndrome.ofSystemAccess(word), 0);
        }
    }

    private void checkDebug(ArmCpu cpu, int key, int word) {
        if (debug.traps(key, cpu.privileged())) {
            throw cpu.fault(Syndrome.ofSystemAccess(word), 0);
        }
    }

    // ---- calls, interrupts, events

    @Override
    public boolean hypervisorCall(ArmCpu cpu, int immediate) {
        return calls.hvc(cpu, immediate);
    }

    @Override
    public boolean secureMonitorCall(ArmCpu cpu, int immediate) {
        return calls.smc(cpu, immediate);
    }

    @Override
    public boolean interrupt(int vcpu) {
        return gic.irqAsserted(vcpu);
    }

    @Override
    public boolean wakeup(int vcpu) {
        return gic.hasDeliverable(vcpu);
    }

    @Override
    public void sendEvent(int vcpu) {
        // WFE never sleeps, so there is nobody to wake
    }

    @Override
    public void crash(ArmCpu cpu, String reason) {
        context.log("vCPU " + cpu.id + " crashes the domain: " + reason);
        context.shutdown(ShutdownReason.CRASH);
    }

    @Override
    public HostBehaviour host() {
        return host;
    }
}
