// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.run;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.cpu.Vcpu;

/** A vCPU whose guest is a Java lambda: each call of it is one instruction. */
public final class FakeVcpu implements Vcpu {
    /** What an instruction of the fake guest does. */
    @FunctionalInterface
    public interface Program {
        /** Executes an instruction; returns what the vCPU does next. */
        RunState step(FakeVcpu vcpu);
    }

    private final int id;
    private final Program program;
    private final AtomicBoolean kicked = new AtomicBoolean();
    private final AtomicBoolean interrupt = new AtomicBoolean();
    private final AtomicLong instructions = new AtomicLong();
    private volatile RunState state = RunState.RUNNING;
    private volatile boolean running;

    /** Creates a vCPU that is on. */
    public FakeVcpu(int id, Program program) {
        this.id = id;
        this.program = program;
    }

    /** Makes an interrupt pending: an idle vCPU executes again once it is run. */
    public void interrupt() {
        interrupt.set(true);
    }

    /** Tells whether a thread is in {@link #run} now. */
    public boolean running() {
        return running;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public RunState state() {
        return state;
    }

    @Override
    public RunExit run(long limit) {
        running = true;
        try {
            return execute(limit);
        } finally {
            running = false;
        }
    }

    private RunExit execute(long limit) {
        for (long done = 0; done < limit; done++) {
            if (kicked.getAndSet(false)) {
                return RunExit.KICKED;
            }
            if (state == RunState.IDLE && interrupt.getAndSet(false)) {
                state = RunState.RUNNING;
            }
            if (state != RunState.RUNNING) {
                return state == RunState.IDLE ? RunExit.IDLE : RunExit.OFF;
            }
            state = program.step(this);
            instructions.incrementAndGet();
        }
        return RunExit.LIMIT;
    }

    @Override
    public void kick() {
        kicked.set(true);
    }

    @Override
    public long instructions() {
        return instructions.get();
    }

    @Override
    public List<String> registerNames() {
        return List.of();
    }

    @Override
    public long register(String name) {
        throw new IllegalArgumentException(name);
    }

    @Override
    public void setRegister(String name, long value) {
        throw new IllegalArgumentException(name);
    }
}
