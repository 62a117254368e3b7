// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.support;

import java.util.HashMap;
import java.util.Map;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.engine.exec.Cluster;
import org.xenolith.engine.exec.Cpu;
import org.xenolith.engine.exec.GuestFault;
import org.xenolith.engine.mmu.Translation;

/** A vCPU whose pages are what a test says; by default an address is its physical address and everything is allowed. */
public final class ToyCpu extends Cpu {
    /** What a virtual page shows. */
    public record Page(long frame, boolean readable, boolean writable, boolean user, boolean strict) {
        /** Everything is allowed. */
        public static Page of(long frame) {
            return new Page(frame, true, true, true, false);
        }
    }

    /** What the syndrome of a fault says. */
    public static final int TRANSLATION = 1;

    public static final int ALIGNMENT = 2;
    public static final int BUS = 3;

    /** Pages that are not as the others, by virtual address. */
    public final Map<Long, Page> pages = new HashMap<>();
    /** Faults delivered. */
    public int faults;
    /** The program counter of the latest one. */
    public long faultPc;
    /** What the latest one was. */
    public int syndrome;
    /** Where faults are delivered to. */
    public long vector = ToyGuest.VECTOR;
    /** Walks made. */
    public int walks;

    public ToyCpu(Cluster cluster, int id, MmioPort port) {
        super(cluster, id, port);
    }

    @Override
    protected void walk(long address, int access, boolean unprivileged, Translation out) {
        walks++;
        Page page = pages.getOrDefault(address & -4096L, Page.of(address & -4096L));
        boolean allowed = access == GuestFault.WRITE ? page.writable : page.readable;
        if (!allowed || (unprivileged && !page.user)) {
            throw fill(address, access, TRANSLATION);
        }
        out.frame = page.frame;
        out.readable = page.readable;
        out.writable = page.writable;
        out.executable = true;
        out.strict = page.strict;
    }

    private GuestFault fill(long address, int access, int syndrome) {
        fault.address = address;
        fault.access = access;
        fault.syndrome = syndrome;
        return fault;
    }

    @Override
    protected GuestFault alignmentFault(long address, int access) {
        return fill(address, access, ALIGNMENT);
    }

    @Override
    protected GuestFault busFault(long address, long physical, int access, BusFault reason) {
        return fill(address, access, BUS);
    }

    @Override
    protected void deliver(GuestFault f) {
        faults++;
        faultPc = r[ToyFrontEnd.PC];
        syndrome = f.syndrome;
        r[ToyFrontEnd.PC] = vector;
    }

    @Override
    protected void takeInterrupt() {
        ignore(INTERRUPT);
    }

    @Override
    protected boolean wakeable() {
        return true;
    }

    /** Makes a privilege level's address space current; unprivileged accesses use level 0. */
    public void level(int privilege) {
        mode = privilege;
        selectSpace(1, privilege, 0);
    }
}
