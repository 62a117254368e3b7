// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.MemoryObserver;

/** What the vCPUs of a domain share: memory, translated code, and a way to make each other forget. */
public final class Cluster implements MemoryObserver, AutoCloseable {
    /** Temporaries of a register file. */
    static final int TEMPORARIES = 64;

    private final FrontEnd frontEnd;
    private final GuestMemory memory;
    private final CodeCache code;
    private final Helper[] helpers;
    private final Promotion promotion;
    private final Counts counts = new Counts();
    private final ProcessBarrier barrier = new ProcessBarrier();
    private final List<Cpu> cpus = new CopyOnWriteArrayList<>();
    private final AutoCloseable observation;

    /**
     * Creates a cluster without vCPUs that interprets.
     *
     * @param frontEnd the architecture
     * @param memory the domain's memory; observed until {@link #close}
     */
    public Cluster(FrontEnd frontEnd, GuestMemory memory) {
        this(frontEnd, memory, CodePolicy.interpreting());
    }

    /**
     * Creates a cluster without vCPUs.
     *
     * @param frontEnd the architecture
     * @param memory the domain's memory; observed until {@link #close}
     * @param policy what becomes of its code
     */
    public Cluster(FrontEnd frontEnd, GuestMemory memory, CodePolicy policy) {
        this.frontEnd = frontEnd;
        this.memory = memory;
        this.code = new CodeCache(this, policy);
        this.helpers = frontEnd.helpers().code();
        this.promotion = new Promotion(frontEnd, code, policy, counts);
        this.observation = memory.observe(this);
    }

    /** Returns the architecture. */
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    /** Returns the domain's memory. */
    public GuestMemory memory() {
        return memory;
    }

    /** Returns the translated code. */
    public CodeCache code() {
        return code;
    }

    Helper[] helpers() {
        return helpers;
    }

    Counts counts() {
        return counts;
    }

    ProcessBarrier barrier() {
        return barrier;
    }

    List<Cpu> cpus() {
        return cpus;
    }

    Promotion promotion() {
        return promotion;
    }

    void join(Cpu cpu) {
        cpus.add(cpu);
    }

    /**
     * Makes every vCPU do something to its own state, before it executes on; returns when this is assured.
     *
     * <p>May be called by any thread, that of a vCPU included; only that of the caller does not wait for itself.
     */
    public void everywhere(Consumer<Cpu> action) {
        Cpu self = executing();
        long[] tickets = new long[cpus.size()];
        for (int i = 0; i < tickets.length; i++) {
            Cpu cpu = cpus.get(i);
            if (cpu == self) {
                action.accept(cpu);
            } else {
                tickets[i] = cpu.post(() -> action.accept(cpu));
            }
        }
        boolean ordered = false;
        for (int i = 0; i < tickets.length; i++) {
            Cpu cpu = cpus.get(i);
            while (cpu != self && !cpu.served(tickets[i])) {
                if (cpu.isAway()) {
                    if (ordered) {
                        break; // it has our request before it when it comes back
                    }
                    barrier.heavy();
                    ordered = true;
                    continue;
                }
                if (self != null) {
                    self.serve(); // the other one may be waiting for us
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Makes every vCPU leave the compiled code that it is in; does not wait. */
    void interrupt() {
        for (Cpu cpu : cpus) {
            cpu.attend(Cpu.TRANSLATION);
        }
    }

    /** Returns the vCPU that the calling thread executes, or null. */
    private @Nullable Cpu executing() {
        for (Cpu cpu : cpus) {
            if (cpu.executedBy(Thread.currentThread())) {
                return cpu;
            }
        }
        return null;
    }

    @Override
    public void remapped(long address, long size) {
        code.invalidate(address, size);
        everywhere(cpu -> cpu.forget(address, size));
    }

    @Override
    public void written(long address, long size) {
        code.invalidate(address, size);
    }

    @Override
    public void close() {
        promotion.close();
        try {
            observation.close();
        } catch (Exception e) {
            throw new IllegalStateException("observation of guest memory cannot be ended", e);
        }
    }
}
