// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/**
 * Levels and edges as the architecture has them: a level-sensitive interrupt is pending while its line is high or
 * software has set it pending, an edge-triggered one from the edge to the acknowledge [IHI0048 3.2.4, IHI0069 4.1.2].
 */
final class ArchitecturalInjection implements Injection {
    /** One of five implemented bits of priority. */
    private static final int IMPLEMENTED = 0xF8;

    private final boolean senderKept;

    ArchitecturalInjection(GicConfig config) {
        senderKept = config.version() == GicVersion.V2;
    }

    @Override
    public void line(Interrupt i, boolean level) {
        if (level && i.edge()) {
            i.latch = true;
        }
    }

    @Override
    public void pend(Interrupt i) {
        if (senderKept && i.softwareGenerated()) {
            i.senders |= 1;
        } else {
            i.latch = true;
        }
    }

    @Override
    public void unpend(Interrupt i) {
        i.latch = false;
    }

    @Override
    public void withdraw(Interrupt i) {
        i.latch = false;
    }

    @Override
    public void sgi(Interrupt i, int sender) {
        if (senderKept) {
            i.senders |= 1 << sender;
        } else {
            i.latch = true;
        }
    }

    @Override
    public void enable(Interrupt i) {
        i.enabled = true;
    }

    @Override
    public void disable(Interrupt i) {
        i.enabled = false;
    }

    @Override
    public void priority(Interrupt i, int value) {
        i.priority = value & IMPLEMENTED;
        i.ranking = i.priority;
    }

    @Override
    public boolean pending(Interrupt i) {
        return i.latch || i.senders != 0 || i.line && !i.edge();
    }

    @Override
    public boolean candidate(Interrupt i) {
        return i.enabled && !i.active && pending(i);
    }

    @Override
    public int destination(Interrupt i) {
        return i.destination();
    }

    @Override
    public int identity(Interrupt i) {
        return i.senders == 0 ? i.intid : i.intid | Integer.numberOfTrailingZeros(i.senders) << 10;
    }

    @Override
    public void acknowledge(Interrupt i, int vcpu) {
        i.latch = false;
        i.senders &= i.senders - 1;
        i.active = true;
        i.holder = vcpu;
    }

    @Override
    public void deactivate(Interrupt i, int vcpu) {
        i.active = false;
        i.holder = Interrupt.NONE;
    }
}
