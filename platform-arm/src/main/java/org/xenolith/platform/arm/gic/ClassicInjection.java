// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/**
 * Injection by list registers: what matters is the event of raising. The level, the configured trigger and the falling
 * of a line play no part, and an interrupt is replayed after its deactivation only if it was raised again meanwhile. Xen
 * 4.23 behaviour, with as many list registers as needed.
 */
final class ClassicInjection implements Injection {
    private final GicCore core;
    private final boolean discards;

    ClassicInjection(GicCore core) {
        this.core = core;
        this.discards = core.config.has(GicTrait.DISCARDS_WHILE_OFF);
    }

    @Override
    public void line(Interrupt i, boolean level) {
        if (level) {
            pend(i);
        }
    }

    @Override
    public void pend(Interrupt i) {
        int vcpu = i.destination();
        if (vcpu == Interrupt.NONE || discards && !core.cpu(vcpu).online) {
            return;
        }
        if (!i.inFlight) {
            i.ranking = i.priority;
            i.inFlight = true;
            i.latch = true;
            if (i.enabled) {
                list(i);
            }
        } else if (i.enabled && (i.listed || i.active)) {
            // Makes an active one pending as well, and is lost in a pending one, along with what was queued.
            i.listed = true;
            i.latch = false;
        } else {
            i.latch = true;
        }
    }

    /** Puts it into a list register of the vCPU that it goes to now. */
    private static void list(Interrupt i) {
        i.listed = true;
        i.latch = false;
        i.holder = i.destination();
    }

    @Override
    public void unpend(Interrupt i) {
        // Software cannot withdraw a request.
    }

    @Override
    public void withdraw(Interrupt i) {
        i.listed = false;
        i.latch = false;
        if (!i.active) {
            i.inFlight = false;
            i.holder = Interrupt.NONE;
        }
    }

    @Override
    public void sgi(Interrupt i, int sender) {
        pend(i);
    }

    @Override
    public void enable(Interrupt i) {
        i.enabled = true;
        if (i.inFlight && !i.listed && !i.active) {
            list(i);
        }
    }

    @Override
    public void disable(Interrupt i) {
        i.enabled = false;
    }

    @Override
    public void priority(Interrupt i, int value) {
        i.priority = value;
    }

    @Override
    public boolean pending(Interrupt i) {
        return i.listed || i.latch;
    }

    @Override
    public boolean candidate(Interrupt i) {
        return i.listed && !i.active;
    }

    @Override
    public int destination(Interrupt i) {
        return i.holder;
    }

    @Override
    public int identity(Interrupt i) {
        return i.intid;
    }

    @Override
    public void acknowledge(Interrupt i, int vcpu) {
        i.listed = false;
        i.active = true;
    }

    @Override
    public void deactivate(Interrupt i, int vcpu) {
        if (i.holder != vcpu) {
            return;
        }
        i.active = false;
        if (i.listed) {
            return;
        }
        if (i.latch && i.enabled) {
            list(i);
        } else {
            i.inFlight = false;
            i.holder = Interrupt.NONE;
        }
    }
}
