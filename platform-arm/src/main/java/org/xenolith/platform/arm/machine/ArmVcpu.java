// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.engine.exec.Cpu;
import org.xenolith.engine.exec.Executor;
import org.xenolith.platform.arm.cpu.ArmCpu;
import org.xenolith.platform.arm.cpu.RegisterNames;

/** A vCPU as the host sees it. */
final class ArmVcpu implements Vcpu {
    final ArmCpu cpu;
    private final Executor executor;
    private final AtomicReference<@Nullable Start> start = new AtomicReference<>();

    /** Where a vCPU that is turned on begins. */
    private record Start(long entry, long argument) {}

    ArmVcpu(ArmCpu cpu) {
        this.cpu = cpu;
        this.executor = new Executor(cpu);
    }

    @Override
    public int id() {
        return cpu.id;
    }

    @Override
    public RunState state() {
        int attention = cpu.attention();
        if ((attention & Cpu.OFF) != 0) {
            return RunState.OFF;
        }
        return (attention & Cpu.WAIT) != 0 ? RunState.IDLE : RunState.RUNNING;
    }

    /** Turns it on: the next {@link #run} begins there. Any thread. */
    void start(long entry, long argument) {
        start.set(new Start(entry, argument));
    }

    @Override
    public RunExit run(long limit) {
        Start begin = start.getAndSet(null);
        if (begin != null) {
            cpu.reset(begin.entry, begin.argument);
            cpu.ignore(Cpu.OFF | Cpu.WAIT);
        }
        return executor.run(limit);
    }

    @Override
    public void kick() {
        cpu.attend(Cpu.KICK);
    }

    @Override
    public long instructions() {
        return cpu.instructions;
    }

    @Override
    public List<String> registerNames() {
        return new ArrayList<>(RegisterNames.all());
    }

    @Override
    public long register(String name) {
        return RegisterNames.read(cpu, name);
    }

    @Override
    public void setRegister(String name, long value) {
        RegisterNames.write(cpu, name, value);
    }
}
