// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Every interrupt of one controller, the CPU interfaces, and the lock that guards them. Whoever changes something holds
 * the lock, calls {@link #refresh} or {@link #touch}, and {@link #unlock} then recomputes the outputs concerned and
 * signals those that changed after the lock is free.
 */
final class GicCore {
    final GicConfig config;
    final Injection injection;
    /** GICD_CTLR: the group enable. */
    boolean forwarding;

    private final IrqOutput output;
    private final ReentrantLock lock = new ReentrantLock();
    private final CpuInterface[] cpus;
    private final Interrupt[][] local;
    private final Interrupt[] shared;
    private final boolean targetSets;
    private final boolean ignoresForwarding;
    /** How many shared interrupts are routed to any vCPU. */
    private int routedToAny;

    private long dirtyLow;
    private long dirtyHigh;

    GicCore(GicConfig config, IrqOutput output) {
        this.config = config;
        this.output = output;
        targetSets = config.targetSets();
        ignoresForwarding = config.has(GicTrait.IGNORES_DISTRIBUTOR_ENABLE);
        cpus = new CpuInterface[config.vcpus()];
        local = new Interrupt[config.vcpus()][GicConfig.PRIVATE];
        shared = new Interrupt[config.intids() - GicConfig.PRIVATE];
        for (int v = 0; v < cpus.length; v++) {
            for (int n = 0; n < GicConfig.PRIVATE; n++) {
                local[v][n] = new Interrupt(n, v);
            }
        }
        for (int n = 0; n < shared.length; n++) {
            shared[n] = new Interrupt(GicConfig.PRIVATE + n, Interrupt.NONE);
        }
        for (int v = 0; v < cpus.length; v++) {
            cpus[v] = new CpuInterface(v, this);
        }
        cpus[0].online = true;
        injection = config.has(GicTrait.CLASSIC_INJECTION)
                ? new ClassicInjection(this)
                : new ArchitecturalInjection(config);
        if (!config.has(GicTrait.CLASSIC_INJECTION)) {
            for (Interrupt[] bank : local) {
                for (int n = 0; n < 16; n++) {
                    bank[n].config = 2;
                }
            }
        }
    }

    CpuInterface cpu(int vcpu) {
        return cpus[vcpu];
    }

    int vcpus() {
        return cpus.length;
    }

    /** Finds an interrupt as one vCPU numbers it; null if there is none. */
    @Nullable
    Interrupt interrupt(int vcpu, int intid) {
        if (intid < GicConfig.PRIVATE) {
            return intid < 0 ? null : local[vcpu][intid];
        }
        return intid < config.intids() ? shared[intid - GicConfig.PRIVATE] : null;
    }

    /** Tells whether the distributor forwards what is pending. */
    boolean forwards() {
        return forwarding || ignoresForwarding;
    }

    void lock() {
        lock.lock();
    }

    /** Recomputes the outputs that may have changed, frees the lock, and signals. */
    void unlock() {
        long low = dirtyLow;
        long high = dirtyHigh;
        if ((low | high) == 0) {
            lock.unlock();
            return;
        }
        dirtyLow = 0;
        dirtyHigh = 0;
        low = changed(low, 0);
        high = changed(high, Long.SIZE);
        lock.unlock();
        signal(low, 0);
        signal(high, Long.SIZE);
    }

    private long changed(long set, int base) {
        long changed = 0;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            if (cpus[base + bit].evaluate()) {
                changed |= 1L << bit;
            }
        }
        return changed;
    }

    private void signal(long set, int base) {
        for (long rest = set; rest != 0; rest &= rest - 1) {
            cpus[base + Long.numberOfTrailingZeros(rest)].signal(output);
        }
    }

    /** Has a vCPU's output recomputed at {@link #unlock}. */
    void touch(int vcpu) {
        if (vcpu < Long.SIZE) {
            dirtyLow |= 1L << vcpu;
        } else {
            dirtyHigh |= 1L << vcpu;
        }
    }

    void touchAll() {
        for (int v = 0; v < cpus.length; v++) {
            touch(v);
        }
    }

    /** Puts an interrupt that has changed where its candidates belong. */
    void refresh(Interrupt i) {
        boolean candidate = injection.candidate(i);
        if (targetSets && i.shared()) {
            for (int v = 0; v < cpus.length; v++) {
                cpus[v].place(i.intid, candidate && (i.targets >> v & 1) != 0);
            }
            return;
        }
        int at = candidate ? injection.destination(i) : Interrupt.NONE;
        if (at != i.placedAt && i.placedAt != Interrupt.NONE) {
            cpus[i.placedAt].place(i.intid, false);
        }
        if (at != Interrupt.NONE) {
            cpus[at].place(i.intid, true);
        }
        i.placedAt = at;
    }

    void send(int intid, int from, int to) {
        Interrupt i = local[to][intid];
        injection.sgi(i, from);
        refresh(i);
    }

    /** GICv3 IROUTER, as the architecture has it: an exact affinity, or any vCPU that takes part. */
    void route(Interrupt i, long router) {
        routedToAny += (Affinity.toAny(router) ? 1 : 0) - (Affinity.toAny(i.router) ? 1 : 0);
        i.router = router;
        i.target = Affinity.toAny(router) ? anyVcpu() : Affinity.exactVcpu(router, cpus.length);
        refresh(i);
    }

    /** Chooses anew for the interrupts that any vCPU may take: who takes part has changed. */
    void reroute() {
        if (routedToAny == 0) {
            return;
        }
        int any = anyVcpu();
        for (Interrupt i : shared) {
            if (Affinity.toAny(i.router) && i.target != any) {
                i.target = any;
                refresh(i);
            }
        }
    }

    private int anyVcpu() {
        for (CpuInterface c : cpus) {
            if (c.online && c.groupEnabled()) {
                return c.vcpu;
            }
        }
        return 0;
    }

    void powerOn(int vcpu) {
        CpuInterface c = cpus[vcpu];
        if (config.has(GicTrait.DISCARDS_WHILE_OFF)) {
            for (Interrupt i : local[vcpu]) {
                discard(i, vcpu);
            }
            for (Interrupt i : shared) {
                discard(i, vcpu);
            }
        }
        if (!config.has(GicTrait.KEEPS_INTERFACE_AT_POWER_ON)) {
            c.reset();
        }
        c.online = true;
        reroute();
    }

    private void discard(Interrupt i, int vcpu) {
        if (i.destination() == vcpu || i.holder == vcpu) {
            i.latch = false;
            i.listed = false;
            i.inFlight = false;
            i.active = false;
            i.holder = Interrupt.NONE;
            refresh(i);
        }
    }

    /** Recomputes everything that follows from the state; for a restore. */
    void rebuild() {
        routedToAny = 0;
        for (Interrupt i : shared) {
            routedToAny += Affinity.toAny(i.router) ? 1 : 0;
            refresh(i);
        }
        for (Interrupt[] bank : local) {
            for (Interrupt i : bank) {
                refresh(i);
            }
        }
        touchAll();
    }
}
