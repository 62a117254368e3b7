// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.engine.mmu.Tlb;
import org.xenolith.engine.mmu.Translation;

/**
 * One virtual CPU as the engine executes it: a register file, address spaces, and what its front end adds.
 *
 * <p>Everything belongs to the thread that executes it, but for the methods that say otherwise.
 */
public abstract class Cpu {
    /** Attention: {@link Executor#run} is to return. */
    public static final int KICK = 1;
    /** Attention: an interrupt can be taken now. */
    public static final int INTERRUPT = 2;
    /** Attention: another vCPU has posted work (invalidations). */
    static final int SHOOTDOWN = 4;
    /** Attention: the guest waits for an interrupt. */
    public static final int WAIT = 8;
    /** Attention: the vCPU is off. */
    public static final int OFF = 16;
    /** Attention: translations have changed, so that a link between blocks may lead astray. */
    static final int TRANSLATION = 32;

    private static final VarHandle ATTENTION;
    private static final VarHandle EXECUTING;
    private static final int SPACES = 16;
    /** Most work that waits for a vCPU's thread before it is replaced by forgetting everything. */
    private static final int MOST_POSTED = 1024;
    /** Ways into the guest, from devices above all, at which it is worth while that they cost less. */
    private static final int PREPARE_BARRIER_AT = 1 << 20;

    static {
        try {
            ATTENTION = MethodHandles.lookup().findVarHandle(Cpu.class, "attention", int.class);
            EXECUTING = MethodHandles.lookup().findVarHandle(Cpu.class, "executing", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The guest's registers, then the temporaries. */
    public final long[] r;
    /** The number of this vCPU, from 0. */
    public final int id;
    /** What it shares with the other vCPUs of its domain. */
    public final Cluster cluster;
    /** Its way to the devices. */
    final MmioPort port;

    private final ProcessBarrier barrier;

    /** Its one fault. */
    public final GuestFault fault = new GuestFault();
    /** The result of the latest walk. */
    public final Translation translation = new Translation();

    /** The current address space. */
    AddressSpace space;
    /** The address space that unprivileged accesses use. */
    AddressSpace userSpace;

    private final @Nullable AddressSpace[] spaces = new AddressSpace[SPACES];
    private long uses;

    /** What translations depend on, chosen by the front end; changed only by instructions that end a block. */
    protected int mode;

    /** Executed guest instructions, exact between blocks and after {@code SYNC}. */
    public long instructions;
    /** Which of them were executed by compiled code. */
    final Tally tally = new Tally();
    /** The count at which to stop; does not change while it executes. */
    public long deadline;

    @SuppressWarnings("unused") // through ATTENTION
    private volatile int attention;

    /** What another vCPU wants done; tickets ascend. */
    private record Work(Runnable action, long ticket) {}

    private final ConcurrentLinkedQueue<Work> posted = new ConcurrentLinkedQueue<>();
    private volatile long postedCount;
    private volatile long servedCount;

    @SuppressWarnings("unused") // through EXECUTING
    private boolean executing;

    private int entered;
    private volatile @Nullable Thread thread;

    /**
     * Creates a vCPU with all registers zero.
     *
     * @param cluster what it shares with others; it joins it
     * @param id its number
     * @param port its way to the devices
     */
    protected Cpu(Cluster cluster, int id, MmioPort port) {
        this.cluster = cluster;
        this.id = id;
        this.port = port;
        this.barrier = cluster.barrier();
        this.r = new long[cluster.frontEnd().registers() + Cluster.TEMPORARIES];
        this.space = new AddressSpace();
        this.userSpace = space;
        cluster.join(this);
    }

    // ---- what a front end provides

    /**
     * Walks the guest's page tables.
     *
     * <p>Compiled code keeps registers elsewhere while it accesses memory. A walk, and a device that is accessed, may rely
     * only on registers that nothing but helpers writes, or whose writer ends its block.
     *
     * @param address guest-virtual
     * @param access a kind of {@link GuestFault}
     * @param unprivileged whether to check as the unprivileged level does
     * @param out takes the result
     * @throws GuestFault if there is no translation or no permission
     */
    protected abstract void walk(long address, int access, boolean unprivileged, Translation out);

    /** Returns {@link #fault}, filled for a misaligned access. */
    protected abstract GuestFault alignmentFault(long address, int access);

    /** Returns {@link #fault}, filled for an access that nobody answers. */
    protected abstract GuestFault busFault(long address, long physical, int access, BusFault reason);

    /** Enters the exception of a fault; the program counter register holds the faulting instruction. */
    protected abstract void deliver(GuestFault fault);

    /** Takes an interrupt if one can be taken, and says by {@link #attend} or {@link #ignore} how things are then. */
    protected abstract void takeInterrupt();

    /** Tells whether a waiting vCPU has a reason to go on. */
    protected abstract boolean wakeable();

    // ---- attention: any thread

    /** Asks for attention for a reason; it is given at the next block boundary. Any thread. */
    public final void attend(int reason) {
        ATTENTION.getAndBitwiseOr(this, reason);
    }

    /** Withdraws a reason. Any thread. */
    public final void ignore(int reason) {
        ATTENTION.getAndBitwiseAnd(this, ~reason);
    }

    /** Returns the reasons for attention. Any thread. */
    public final int attention() {
        return (int) ATTENTION.getOpaque(this);
    }

    // ---- work from other vCPUs

    /** Posts work for this vCPU's thread and returns its ticket. Any thread. */
    final long post(Runnable work) {
        long ticket;
        synchronized (posted) {
            if (postedCount - servedCount >= MOST_POSTED) {
                collapse();
            }
            ticket = ++postedCount;
            posted.add(new Work(work, ticket));
        }
        attend(SHOOTDOWN);
        return ticket;
    }

    /**
     * Replaces what waits for a vCPU that does not execute, which may be for ever, by forgetting everything: all work
     * that is posted makes a vCPU forget or watch translations, and new ones are watched when they are made, so this
     * includes it, and what a guest can pile up is bounded.
     */
    private void collapse() {
        posted.clear();
        posted.add(new Work(this::flushAll, postedCount));
    }

    /** Returns how much work waits for this vCPU's thread. Any thread. */
    final int waiting() {
        return posted.size();
    }

    /** Tells whether the work of a ticket is done, or no thread executes this vCPU; one that does begins with it. Any thread. */
    final boolean served(long ticket) {
        return servedCount >= ticket || thread == null;
    }

    /**
     * Tells whether the vCPU is outside of its guest; if it is so behind a {@link ProcessBarrier#heavy}, what was posted
     * before that is done before the guest goes on. Any thread.
     */
    final boolean isAway() {
        return !(boolean) EXECUTING.getAcquire(this);
    }

    final void serve() {
        ignore(SHOOTDOWN);
        Work work;
        while ((work = posted.poll()) != null) {
            work.action.run();
            servedCount = work.ticket;
        }
    }

    /** The calling thread executes this vCPU from now on. */
    final void begin() {
        thread = Thread.currentThread();
        VarHandle.fullFence(); // whoever sees no thread behind his request relies on it being seen here
        enterGuest();
    }

    /** Undoes {@link #begin}. */
    final void end() {
        leaveGuest();
        thread = null;
    }

    /** Tells whether a thread executes this vCPU, in the guest or in a device. Any thread. */
    final boolean executedBy(Thread candidate) {
        return thread == candidate;
    }

    /**
     * The thread is about to be kept in the host, by a device or the handler of a call: other vCPUs need not wait for it.
     * Until {@link #enterGuest} it must not use the vCPU's translations. The vCPU's own thread only.
     */
    public final void leaveGuest() {
        // release: all of the guest's accesses before it are done; nothing has to be looked at behind it
        EXECUTING.setRelease(this, false);
    }

    /** Undoes {@link #leaveGuest}; what was posted meanwhile is done before the guest goes on. */
    public final void enterGuest() {
        EXECUTING.setOpaque(this, true);
        barrier.light();
        if ((attention() & SHOOTDOWN) != 0) {
            serve();
        }
        if (++entered == PREPARE_BARRIER_AT) {
            barrier.prepare();
        }
    }

    // ---- address spaces

    /** Returns the vCPU's mode. */
    public final int mode() {
        return mode;
    }

    /**
     * Makes an address space current; one that was used lately is still filled.
     *
     * @param key identity of the space's tables and identifier
     * @param privilege the level that executes, a small number
     * @param userPrivilege the level that unprivileged accesses are checked for
     */
    protected final void selectSpace(long key, int privilege, int userPrivilege) {
        if (space.key != key || space.keyMode != privilege) {
            space = find(key, privilege);
            attend(TRANSLATION);
        }
        if (userSpace.key != key || userSpace.keyMode != userPrivilege) {
            userSpace = privilege == userPrivilege ? space : find(key, userPrivilege);
        }
    }

    private AddressSpace find(long key, int privilege) {
        int oldest = 0;
        for (int i = 0; i < SPACES; i++) {
            AddressSpace s = spaces[i];
            if (s == null) {
                oldest = i;
                break;
            }
            if (s.key == key && s.keyMode == privilege) {
                s.used = ++uses;
                return s;
            }
            AddressSpace o = spaces[oldest];
            if (o != null && s.used < o.used) {
                oldest = i;
            }
        }
        return recycle(oldest, key, privilege);
    }

    private AddressSpace recycle(int slot, long key, int privilege) {
        AddressSpace s = spaces[slot];
        if (s == null || s == space || s == userSpace) {
            s = new AddressSpace();
            spaces[slot] = s;
        } else {
            s.flush();
        }
        s.key = key;
        s.keyMode = privilege;
        s.used = ++uses;
        return s;
    }

    /** Forgets all translations of this vCPU. */
    public final void flushAll() {
        attend(TRANSLATION);
        space.flush();
        userSpace.flush();
        for (AddressSpace s : spaces) {
            if (s != null) {
                s.flush();
            }
        }
    }

    /** Forgets all translations of a page, in every address space. */
    public final void flushPage(long address) {
        attend(TRANSLATION);
        space.flushPage(address);
        userSpace.flushPage(address);
        for (AddressSpace s : spaces) {
            if (s != null) {
                s.flushPage(address);
            }
        }
    }

    /** Forgets all translations of the address spaces whose key is chosen. */
    public final void flushSpaces(LongPredicate keys) {
        attend(TRANSLATION);
        for (AddressSpace s : spaces) {
            if (s != null && keys.test(s.key)) {
                s.flush();
            }
        }
    }

    /** Forgets all translations that show a range of physical frames. */
    final void forget(long frame, long size) {
        attend(TRANSLATION);
        space.forget(frame, size);
        userSpace.forget(frame, size);
        for (AddressSpace s : spaces) {
            if (s != null) {
                s.forget(frame, size);
            }
        }
    }

    final void watch(long frame) {
        space.tlb.watch(frame);
        userSpace.tlb.watch(frame);
        for (AddressSpace s : spaces) {
            if (s != null) {
                s.tlb.watch(frame);
            }
        }
    }

    final Tlb tlb(boolean unprivileged) {
        return unprivileged ? userSpace.tlb : space.tlb;
    }
}
