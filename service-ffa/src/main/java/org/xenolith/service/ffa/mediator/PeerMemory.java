// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;

/**
 * Memory between virtual machines, which Xen does not have, by the rules that FF-A has for partitions [DEN0077A memory
 * management supplement]: one receiver, one descriptor in the transmit buffer, read and write, a hypervisor's handle (bit
 * 63 set, and made of its owner's id and number, so that it says nothing about others).
 *
 * <p>What a machine lends or donates it does not see; a donation is copied when it is retrieved. Who retrieves says where
 * it wants the memory, or gets it in a window above all RAM. If the owner ends, its memory is gone for the borrower.
 */
final class PeerMemory {
    private static final long WORD = 0xFFFF_FFFFL;
    private static final long PAGE = 4096;
    private static final long HYPERVISOR = Long.MIN_VALUE;
    /** Bytes of the transmit buffer that FFA_MEM_RELINQUISH looks at. */
    static final int RELINQUISH_LENGTH = 18;

    /** Permissions in an answer: read and write, no execution. */
    private static final int READ_WRITE_NO_EXECUTE = 6;

    private final Settings settings;
    private final Membership membership;
    private final BufferCalls buffers;
    private final Map<Long, PeerRegion> regions = new ConcurrentHashMap<>();

    PeerMemory(Settings settings, Membership membership, BufferCalls buffers) {
        this.settings = settings;
        this.membership = membership;
        this.buffers = buffers;
    }

    /** Tells whether memory can be given to virtual machines in a way just now. */
    boolean on(Transaction kind) {
        return kind.allowed(settings.extensions()) && membership.on();
    }

    /** Tells whether it can be retrieved, relinquished and reclaimed. */
    boolean exists() {
        return settings.extensions().memory();
    }

    /** Tells whether a handle is one of those given out here. */
    static boolean isOurs(long handle) {
        return handle < 0;
    }

    /** Calls while the switch is on and one endpoint sees another; false if it is not so. */
    private boolean between(Endpoint from, int to, Consumer<Endpoint> work) {
        if (!membership.enter()) {
            return false;
        }
        try {
            Roster roster = membership.roster();
            Endpoint other = roster.member(to, from);
            if (other == from || !Discovery.view(from, roster).sees(other)) {
                return false;
            }
            work.accept(other);
            return true;
        } finally {
            membership.exit();
        }
    }

    // ---- giving

    /** Shares, lends or donates what a descriptor says; the caller's transmit buffer is locked. */
    void give(Endpoint e, CallContext c, MemoryDescriptor d, Transaction kind) {
        int code = d.checkPeer(e.id, kind);
        if (code == FfaStatus.OK && !between(e, d.receiver, receiver -> give(e, c, d, kind, receiver))) {
            code = FfaStatus.INVALID_PARAMETERS;
        }
        if (code != FfaStatus.OK) {
            Answers.error(c, e, code);
        }
    }

    private void give(Endpoint e, CallContext c, MemoryDescriptor d, Transaction kind, Endpoint receiver) {
        int code = d.composite(
                settings.limits().pages(), e.regionCount() >= settings.limits().regions());
        if (code == FfaStatus.OK) {
            PageSet pages = new PageSet(e.vm, d.pages);
            code = pages.add(d);
            if (code == FfaStatus.OK && kind.conceals() && isInUse(e, pages.frames())) {
                code = FfaStatus.DENIED;
            }
            if (code == FfaStatus.OK) {
                PeerRegion region = new PeerRegion(HYPERVISOR | e.nextHandle(), e, receiver, kind, d, pages.frames());
                if (keep(e, region)) {
                    Answers.ok(c, e, region.handle & WORD, region.handle >>> 32);
                    return;
                }
                code = FfaStatus.DENIED;
            }
            pages.release();
        }
        Answers.error(c, e, code);
    }

    private boolean keep(Endpoint e, PeerRegion region) {
        synchronized (region) {
            synchronized (e.regions) {
                if (e.dying) {
                    return false;
                }
                e.given.put(region.handle, region);
            }
            regions.put(region.handle, region);
            if (region.kind.conceals()) {
                region.frames.forEach(e.vm.pages()::conceal);
            }
            return true;
        }
    }

    /** Tells whether a page is one of the buffers, or somebody else's already: its owner cannot do without it. */
    private static boolean isInUse(Endpoint e, List<PinnedFrame> wanted) {
        Set<Long> pages = new HashSet<>();
        for (PinnedFrame frame : wanted) {
            if (!pages.add(frame.address())) {
                return true; // twice in one region
            }
        }
        List<PinnedFrame> used = new ArrayList<>();
        e.mailbox.addTo(used);
        synchronized (e.regions) {
            e.regions.values().forEach(region -> used.addAll(region.frames()));
            e.leaked.forEach(region -> used.addAll(region.frames()));
            e.given.values().forEach(region -> used.addAll(region.frames));
        }
        return used.stream().anyMatch(frame -> pages.contains(frame.address()));
    }

    // ---- retrieving

    /** FFA_MEM_RETRIEVE_REQ; the caller's transmit buffer is locked. */
    void retrieve(Endpoint e, int vcpu, CallContext c, MemoryDescriptor d) {
        PeerRegion region = regions.get(d.handle);
        int code = d.status;
        if (code == FfaStatus.OK
                && (region == null || d.receiver != e.id || region.receiver != e || region.owner.id != d.sender)) {
            code = FfaStatus.INVALID_PARAMETERS;
        }
        if (code != FfaStatus.OK || region == null) {
            Answers.error(c, e, code);
            return;
        }
        int[] result = {FfaStatus.INVALID_PARAMETERS};
        boolean allowed = between(region.owner, e.id, self -> result[0] = retrieve(e, vcpu, c, d, region));
        if (!allowed || result[0] != FfaStatus.OK) {
            Answers.error(c, e, result[0]);
        }
    }

    private int retrieve(Endpoint e, int vcpu, CallContext c, MemoryDescriptor d, PeerRegion region) {
        e.mailbox.receiveLock.lock();
        try {
            synchronized (region) {
                int code = checkRetrieval(d, region);
                long[] at = new long[region.frames.size()];
                code = code == FfaStatus.OK ? place(e, d, at) : code;
                code = code == FfaStatus.OK ? buffers.acquire(e, e.call(vcpu)) : code;
                if (code != FfaStatus.OK) {
                    return code;
                }
                if (!borrow(e, region)) {
                    buffers.release(e, e.call(vcpu));
                    return FfaStatus.NO_MEMORY;
                }
                region.show(at);
                respond(e, c, region, at);
                if (region.kind == Transaction.DONATE) {
                    forget(region);
                    region.end();
                }
                return FfaStatus.OK;
            }
        } finally {
            e.mailbox.receiveLock.unlock();
        }
    }

    private static int checkRetrieval(MemoryDescriptor d, PeerRegion region) {
        int type = d.flags & MemoryDescriptor.KIND;
        boolean typed = type == 0 || type == region.kind.flag();
        if (region.over || d.tag != region.tag || !typed || (d.flags & ~MemoryDescriptor.KIND) != 0) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        int data = d.permissions & 3;
        int instruction = d.permissions >>> 2;
        boolean permitted = (data == 0 || data == MemoryDescriptor.READ_WRITE) && instruction <= 1;
        return region.addresses != null || !permitted ? FfaStatus.DENIED : FfaStatus.OK;
    }

    /** Finds out where the receiver wants the pages, or may have them. */
    private int place(Endpoint e, MemoryDescriptor d, long[] at) {
        if (d.composite == 0) {
            return e.window(at) ? FfaStatus.OK : FfaStatus.NO_MEMORY;
        }
        int code = d.composite(at.length, false);
        if (code != FfaStatus.OK) {
            return code;
        }
        Set<Long> distinct = new HashSet<>();
        int n = 0;
        for (int range = 0; range < d.ranges; range++) {
            long address = d.address(range);
            if ((address & (PAGE - 1)) != 0 || d.pages(range) > at.length - n) {
                return FfaStatus.INVALID_PARAMETERS;
            }
            for (long page = 0; page < d.pages(range); page++) {
                at[n] = address + page * PAGE;
                if (!e.vm.pages().vacant(at[n]) || !distinct.add(at[n++])) {
                    return FfaStatus.DENIED;
                }
            }
        }
        return n == at.length ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS;
    }

    private boolean borrow(Endpoint e, PeerRegion region) {
        synchronized (e.regions) {
            if (e.dying || e.borrowed.size() >= settings.limits().regions()) {
                return false;
            }
            if (region.kind != Transaction.DONATE) {
                e.borrowed.put(region.handle, region);
            }
            return true;
        }
    }

    /** Describes the memory in the receive buffer, with the receiver's own addresses. */
    private static void respond(Endpoint e, CallContext c, PeerRegion region, long[] at) {
        byte[] page = e.mailbox.received();
        DescriptorFields fields = new DescriptorFields(
                region.owner.id, region.kind.flag(), region.handle, region.tag, e.id, READ_WRITE_NO_EXECUTE, 0, 0);
        int header = e.version == FfaVersion.V1_0 ? MemoryDescriptor.HEADER_1_0 : MemoryDescriptor.HEADER;
        int length = fields.write(page, header, MemoryDescriptor.ACCESS_1_0, new PageRanges(at));
        BufferCalls.put(e, page, page.length);
        Answers.put(c, e, FunctionId.MEM_RETRIEVE_RESP, length, 0);
        c.setRegister(1, length);
    }

    private void forget(PeerRegion region) {
        regions.remove(region.handle);
        synchronized (region.owner.regions) {
            region.owner.given.remove(region.handle);
        }
    }

    // ---- giving back

    /**
     * FFA_MEM_RELINQUISH; the caller's transmit buffer is locked.
     *
     * @param descriptor at least {@link #RELINQUISH_LENGTH} bytes, not the guest's
     */
    int relinquish(Endpoint e, byte[] descriptor) {
        boolean plain = Bytes.get32(descriptor, 12) == 1
                && Bytes.get16(descriptor, 16) == e.id
                && (Bytes.get32(descriptor, 8) & ~MemoryDescriptor.CLEAR) == 0;
        PeerRegion region = plain ? regions.get(Bytes.get64(descriptor, 0)) : null;
        if (region == null || region.receiver != e) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        boolean clear = (Bytes.get32(descriptor, 8) & MemoryDescriptor.CLEAR) != 0;
        synchronized (region) {
            if (region.over || clear && region.kind == Transaction.SHARE) {
                return FfaStatus.INVALID_PARAMETERS;
            }
            if (region.addresses == null) {
                return FfaStatus.DENIED;
            }
            takeFromBorrower(region);
            if (clear) {
                region.erase();
            }
            return FfaStatus.OK;
        }
    }

    private static void takeFromBorrower(PeerRegion region) {
        region.withdraw();
        synchronized (region.receiver.regions) {
            region.receiver.borrowed.remove(region.handle);
        }
    }

    /** FFA_MEM_RECLAIM of a handle that is ours. */
    int reclaim(Endpoint e, long handle, long flags) {
        PeerRegion region = regions.get(handle);
        if (region == null || region.owner != e || (flags & ~MemoryDescriptor.CLEAR) != 0) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        synchronized (region) {
            if (region.over) {
                return FfaStatus.INVALID_PARAMETERS;
            }
            if (region.addresses != null) {
                return FfaStatus.DENIED;
            }
            if (flags != 0) {
                region.erase();
            }
            forget(region);
            region.giveBack();
            return FfaStatus.OK;
        }
    }

    // ---- the end

    /** Takes back what an endpoint has given, and gives back what it has borrowed. */
    void tearDown(Endpoint gone) {
        List<PeerRegion> given;
        List<PeerRegion> borrowed;
        synchronized (gone.regions) {
            given = List.copyOf(gone.given.values());
            borrowed = List.copyOf(gone.borrowed.values());
        }
        for (PeerRegion region : borrowed) {
            synchronized (region) {
                takeFromBorrower(region);
            }
        }
        for (PeerRegion region : given) {
            synchronized (region) {
                if (!region.over) {
                    takeFromBorrower(region);
                    forget(region);
                    region.giveBack();
                }
            }
        }
    }
}
