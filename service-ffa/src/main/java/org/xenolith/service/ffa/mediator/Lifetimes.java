// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.PartitionInfo;
import org.xenolith.service.ffa.secure.SecureCall;

/** What happens in the secure world when a virtual machine comes and goes. */
final class Lifetimes {
    private static final int CREATED = 0x8000_0004;
    private static final int DESTROYED = 0x8000_0006;
    private static final int SENDS = 11;

    private final Settings settings;
    private final Membership membership;
    private final BufferCalls buffers;
    private final MemorySharing memory;
    private final PeerRequests requests;
    private final PeerMemory peers;
    private final Host host;
    /** Endpoints that are gone and still have something in the secure world. */
    private final Set<Endpoint> leftovers = ConcurrentHashMap.newKeySet();

    Lifetimes(
            Settings settings,
            Membership membership,
            BufferCalls buffers,
            MemorySharing memory,
            PeerRequests requests,
            PeerMemory peers,
            Host host) {
        this.peers = peers;
        this.requests = requests;
        this.settings = settings;
        this.membership = membership;
        this.buffers = buffers;
        this.memory = memory;
        this.host = host;
    }

    // ---- coming

    Endpoint create(VirtualMachine vm) throws RefusedException {
        if (!membership.on() && !host.firmware().exists()) {
            throw new RefusedException(
                    RefusedException.Reason.ENODEV,
                    "FF-A for " + vm.name() + ": there is no firmware and messages between virtual machines are off");
        }
        if (vm.domainId() >= EndpointId.FIRST_RESERVED_DOMAIN) {
            throw new RefusedException(
                    RefusedException.Reason.ERANGE,
                    "FF-A for domain " + vm.domainId() + ", allowed: ids below " + EndpointId.FIRST_RESERVED_DOMAIN);
        }
        Endpoint e = new Endpoint(vm);
        SecureCall call = new SecureCall();
        List<PartitionInfo> entries = host.firmware().has(FunctionId.DIRECT_REQ) ? entries() : List.of();
        int failed = announce(e, call, entries);
        for (int i = 0; i < entries.size(); i++) {
            PartitionInfo entry = entries.get(i);
            if (entry.has(PartitionInfo.VM_DESTROYED) && !(entry.has(PartitionInfo.VM_CREATED) && i >= failed)) {
                e.mourners.add(entry.id());
            }
        }
        if (failed < entries.size()) {
            undo(e);
            throw new RefusedException(
                    RefusedException.Reason.EIO,
                    "partition 0x" + Integer.toHexString(entries.get(failed).id()) + " refuses " + vm.name());
        }
        createBitmap(e, call);
        return e;
    }

    private void createBitmap(Endpoint e, SecureCall call) throws RefusedException {
        if (host.firmware().notifications()) {
            int code = host.firmware().ask(call.begin(FunctionId.BITMAP_CREATE, e.id, e.vm.vcpus(), 0));
            if (code != FfaStatus.OK) {
                undo(e);
                throw new RefusedException(
                        RefusedException.Reason.ENOMEM,
                        "no notifications for " + e.vm.name() + ": " + FfaStatus.name(code));
            }
            e.bitmapCreated = true;
        }
    }

    private void undo(Endpoint e) {
        if (!settings.has(Quirk.NO_UNDO)) {
            tearDown(e);
        }
    }

    /** The partitions to tell: every entry of the list, or one for each partition. */
    private List<PartitionInfo> entries() {
        List<PartitionInfo> all = membership.roster().partitions().entries();
        if (settings.has(Quirk.MESSAGE_PER_UUID)) {
            return all;
        }
        List<PartitionInfo> once = new ArrayList<>();
        for (PartitionInfo entry : all) {
            if (once.stream().noneMatch(known -> known.id() == entry.id())) {
                once.add(entry);
            }
        }
        return once;
    }

    /** Tells partitions of a new virtual machine; returns the place of the first that refuses, or their number. */
    private int announce(Endpoint e, SecureCall call, List<PartitionInfo> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).has(PartitionInfo.VM_CREATED)
                    && tell(call, entries.get(i).id(), CREATED, e.id) != FfaStatus.OK) {
                return i;
            }
        }
        return entries.size();
    }

    /** Sends an availability message until there is an answer that is one; its status [DEN0077A VM availability]. */
    private int tell(SecureCall call, int partition, int message, int vm) {
        int status = FfaStatus.RETRY;
        for (int sends = 0; sends < SENDS && again(status); sends++) {
            call.begin(FunctionId.DIRECT_REQ, partition, message & 0xFFFF_FFFFL, 0);
            call.x[5] = vm;
            host.firmware().forward(call);
            boolean answered = call.x[0] == (FunctionId.DIRECT_RESP & 0xFFFF_FFFFL) && (int) call.x[2] == message + 1;
            status = answered ? (int) call.x[3] : failure(call);
        }
        return status;
    }

    /** A partition that is not there now is asked again; every other wrong answer is final. */
    private int failure(SecureCall call) {
        boolean absent = call.id() == FunctionId.ERROR
                && (int) call.x[2] == FfaStatus.BUSY
                && !settings.has(Quirk.UNBOUNDED_TEARDOWN);
        return absent ? FfaStatus.RETRY : FfaStatus.INVALID_PARAMETERS;
    }

    private static boolean again(int status) {
        return status == FfaStatus.INTERRUPTED || status == FfaStatus.RETRY;
    }

    // ---- going

    /** Gives up what a virtual machine had; what cannot be given up yet is tried again every second. */
    void tearDown(Endpoint e) {
        e.dying = true;
        membership.leave(e);
        requests.tearDown(e);
        peers.tearDown(e);
        SecureCall call = new SecureCall();
        buffers.tearDown(e, call);
        if (e.bitmapCreated) {
            host.firmware().ask(call.begin(FunctionId.BITMAP_DESTROY, e.id, 0, 0));
            e.bitmapCreated = false;
        }
        e.pending.set(0);
        host.firmware().gone(e.id);
        proceed(e, call, host.nanos());
    }

    private void proceed(Endpoint e, SecureCall call, long since) {
        mourn(e, call);
        boolean late = !settings.has(Quirk.UNBOUNDED_TEARDOWN)
                && host.nanos() - since >= settings.limits().teardownNanos();
        reclaim(e, call, late);
        if (late && !e.mourners.isEmpty()) {
            host.journal().error(e + ": partitions " + e.mourners + " do not take its end");
            e.mourners.clear();
        }
        if (!e.mourners.isEmpty() || e.regionCount() > 0) {
            leftovers.add(e);
            host.later(1, TimeUnit.SECONDS, () -> proceed(e, call, since));
        } else {
            leftovers.remove(e);
        }
    }

    int leftoverRegions() {
        return leftovers.stream().mapToInt(Endpoint::regionCount).sum();
    }

    /** Nobody will try again. */
    void releaseLeftovers() {
        for (Endpoint e : leftovers) {
            synchronized (e.regions) {
                e.leaked.addAll(e.regions.values());
                e.regions.clear();
            }
            takeByForce(e);
        }
        leftovers.clear();
    }

    private void mourn(Endpoint e, SecureCall call) {
        Iterator<Integer> left = e.mourners.iterator();
        while (left.hasNext()) {
            if (!again(tell(call, left.next(), DESTROYED, e.id))) {
                left.remove();
            }
        }
    }

    private void reclaim(Endpoint e, SecureCall call, boolean force) {
        List<Region> regions;
        synchronized (e.regions) {
            regions = List.copyOf(e.regions.values());
        }
        for (Region region : regions) {
            int code = memory.reclaim(call, region.handle(), 0);
            if (code == FfaStatus.DENIED && !force) {
                continue;
            }
            synchronized (e.regions) {
                e.regions.remove(region.handle());
                if (code != FfaStatus.OK) {
                    e.leaked.add(region);
                }
            }
            if (code == FfaStatus.OK) {
                region.release();
            }
        }
        if (force) {
            takeByForce(e);
        }
    }

    private void takeByForce(Endpoint e) {
        List<Region> left;
        synchronized (e.regions) {
            left = List.copyOf(e.leaked);
            e.leaked.clear();
        }
        for (Region region : left) {
            host.firmware().abandon(region.handle());
            region.release();
            host.journal()
                    .error(e + ": region 0x" + Long.toHexString(region.handle()) + " of partition 0x"
                            + Integer.toHexString(region.receiver()) + " is taken back by force");
        }
    }
}
