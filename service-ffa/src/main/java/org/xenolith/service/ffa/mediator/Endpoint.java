// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.PartitionInfo;
import org.xenolith.service.ffa.secure.SecureCall;
import org.xenolith.service.ffa.trace.Counters;

/** A virtual machine that takes part in FF-A: what the mediator keeps for it. */
public final class Endpoint {
    /** Bit of {@link #pending}: notifications of partitions wait. */
    static final int SECURE = 1;

    /** Bit of {@link #pending}: the virtual machine was told that a message waits. */
    static final int MESSAGE = 1 << 1;

    /** Bit of {@link #pending}: the receive buffer has been filled. */
    static final int BUFFER_FULL = 1 << 2;

    /** Above all RAM that a guest of Xen has had so far, in the 40 bits that every CPU has. */
    private static final long WINDOW = 0x70_0000_0000L;

    private static final long WINDOW_PAGES = 1 << 18;

    private static final int VM_PROPERTIES =
            PartitionInfo.SENDS_DIRECT | PartitionInfo.INDIRECT | PartitionInfo.NOTIFICATIONS;

    final VirtualMachine vm;
    final int id;
    final Mailbox mailbox = new Mailbox();
    final AtomicInteger pending = new AtomicInteger();
    /** Shared regions by handle, oldest first; guarded by itself. */
    final Map<Long, Region> regions = new LinkedHashMap<>();
    /** Memory that others have got, by handle; guarded by {@link #regions}. */
    final Map<Long, PeerRegion> given = new LinkedHashMap<>();
    /** Memory of others that is seen here, by handle; guarded by {@link #regions}. */
    final Map<Long, PeerRegion> borrowed = new LinkedHashMap<>();
    /** Partitions that hear of the end of this virtual machine; used while it is created and torn down. */
    final List<Integer> mourners = new ArrayList<>();

    /** Where its vCPUs wait for direct requests of others. */
    final Seat[] seats;
    /** Direct requests of its vCPUs to others, as many at once as there are vCPUs. */
    final Exchange[] exchanges;

    /** How many regions it has given to others; guarded by {@link #regions}. */
    private int givenCount;

    /** The next page of the window that has not been used; guarded by {@link #regions}. */
    private long windowPage;

    private final Counters counters = new Counters();
    private final SecureCall[] calls;

    /** The negotiated version, 0 before; written once under this object's monitor. */
    volatile int version;
    /** The version that the next call makes final, 0 if none was asked for; guarded by this object's monitor. */
    int provisional;

    volatile boolean dying;
    /** The partition information of this virtual machine; known when the version is final. */
    volatile PartitionInfo info = new PartitionInfo(0, 0, 0, 0, 0);
    /** The list as it sees it, of some roster. */
    volatile @Nullable View view;
    /** When an enumeration by windows was last left unfinished, host nanoseconds; 0 if none is under way. */
    volatile long windowAt;

    boolean bitmapCreated;
    /** Regions that the secure world does not know any more, so that nobody can reclaim them; guarded by regions. */
    final List<Region> leaked = new ArrayList<>();

    Endpoint(VirtualMachine vm) {
        this.vm = vm;
        this.id = vm.domainId() + 1;
        calls = new SecureCall[vm.vcpus()];
        seats = new Seat[vm.vcpus()];
        exchanges = new Exchange[vm.vcpus()];
        for (int i = 0; i < calls.length; i++) {
            int vcpu = i;
            calls[i] = new SecureCall(id, () -> vm.interrupted(vcpu));
            seats[i] = new Seat();
            exchanges[i] = new Exchange();
        }
    }

    /** Returns the endpoint id. */
    public int id() {
        return id;
    }

    /** Returns the virtual machine. */
    public VirtualMachine vm() {
        return vm;
    }

    /** Returns the negotiated version, 0 before. */
    public int version() {
        return version;
    }

    /** Returns the counters. */
    public Counters counters() {
        return counters;
    }

    /** Returns how many regions of memory are shared now. */
    public int regionCount() {
        synchronized (regions) {
            return regions.size() + leaked.size() + given.size();
        }
    }

    /** Returns another number for a region, with the endpoint's id in its upper word. */
    long nextHandle() {
        synchronized (regions) {
            return (long) id << 32 | ++givenCount & 0xFFFF_FFFFL;
        }
    }

    /** Returns the state of the buffers: unmapped, free or owned. */
    public String bufferState() {
        mailbox.receiveLock.lock();
        try {
            return mailbox.receive == null ? "unmapped" : mailbox.owned ? "owned" : "free";
        } finally {
            mailbox.receiveLock.unlock();
        }
    }

    /** Finds room for pages of others where no RAM is ever; false if somebody has put something there. */
    boolean window(long[] addresses) {
        long first;
        synchronized (regions) {
            if (windowPage + addresses.length > WINDOW_PAGES) {
                windowPage = 0;
            }
            first = windowPage;
            windowPage += addresses.length;
        }
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = WINDOW + (first + i) * GuestMemory.PAGE_SIZE;
            if (!vm.pages().vacant(addresses[i])) {
                return false;
            }
        }
        return true;
    }

    boolean atLeast(int least) {
        return FfaVersion.atLeast(version, least);
    }

    /** Tells whether results clear x8 to x17: from 1.2 on, in AArch64. */
    boolean clearsUpper() {
        return FfaVersion.atLeast(version, FfaVersion.V1_2) && info.has(PartitionInfo.AARCH64);
    }

    /** Returns the call that a vCPU's thread uses. */
    SecureCall call(int vcpu) {
        return calls[vcpu];
    }

    /**
     * What the virtual machine is does not change any more.
     *
     * @param more properties that extensions give it
     */
    void sample(int more) {
        int properties = VM_PROPERTIES | more | (vm.aarch64() ? PartitionInfo.AARCH64 : 0);
        info = new PartitionInfo(id, vm.vcpus(), properties, 0, 0);
    }

    boolean isPending(int bit) {
        return (pending.get() & bit) != 0;
    }

    /** Sets a bit; tells whether it was clear. */
    boolean raise(int bit) {
        return (pending.getAndUpdate(now -> now | bit) & bit) == 0;
    }

    /** Clears bits; returns what was set of them. */
    int clear(int bits) {
        return pending.getAndUpdate(now -> now & ~bits) & bits;
    }

    @Override
    public String toString() {
        return vm.name() + " (0x" + Integer.toHexString(id) + ")";
    }
}
