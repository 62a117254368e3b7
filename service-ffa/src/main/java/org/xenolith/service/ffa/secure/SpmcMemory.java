// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.SharedMemory;
import org.xenolith.service.ffa.abi.Bytes;

/**
 * Memory that virtual machines share with partitions.
 *
 * <p>A handle has the owner's id in its upper word and counts the owner's regions up from 1 in its lower one: it says
 * nothing about what others share. Bit 63 is clear.
 */
final class SpmcMemory {
    private static final int NORMAL = 0x2F;
    private static final int HEADER = 48;
    private static final int ACCESS = 16;

    private final Map<Long, SharedRegion> regions = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> counts = new ConcurrentHashMap<>();

    /** Answers FFA_MEM_SHARE; returns the region, or tells the caller why there is none. */
    void share(SecureCall call, EmulatedSpmc spmc) {
        byte[] page = call.page();
        long length = call.x[1];
        if (length != call.x[2] || length < HEADER + ACCESS || length > page.length) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
            return;
        }
        int access = Bytes.get32(page, 32);
        boolean valid = access >= HEADER
                && access <= length - ACCESS
                && Bytes.get32(page, 28) == 1
                && Bytes.get16(page, 2) == NORMAL
                && page[access + 2] == 2
                && Bytes.get32(page, 4) == 0;
        int owner = Bytes.get16(page, 0);
        int receiver = valid ? Bytes.get16(page, access) : 0;
        Partition partition = spmc.partition(receiver);
        if (!valid || partition == null || (owner & 0x8000) != 0) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
            return;
        }
        SharedRegion region = new SharedRegion(handle(owner), owner, receiver, call.frames());
        regions.put(region.handle, region);
        call.succeed(region.handle & 0xFFFF_FFFFL, region.handle >>> 32);
        partition.shared(owner, region.handle);
    }

    private long handle(int owner) {
        int count = counts.computeIfAbsent(owner, id -> new AtomicInteger()).incrementAndGet();
        return (long) owner << 32 | count & 0xFFFF_FFFFL;
    }

    int reclaim(long handle) {
        SharedRegion region = regions.get(handle);
        if (region == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        synchronized (region) {
            if (region.retrieved()) {
                return FfaStatus.DENIED;
            }
            return regions.remove(handle, region) ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS;
        }
    }

    SharedMemory retrieve(int partition, long handle) {
        SharedRegion region = regions.get(handle);
        if (region == null || region.receiver != partition) {
            throw new IllegalArgumentException("handle 0x" + Long.toHexString(handle)
                    + " is not shared with partition 0x" + Integer.toHexString(partition));
        }
        synchronized (region) {
            if (!regions.containsKey(handle)) {
                throw new IllegalArgumentException("handle 0x" + Long.toHexString(handle) + " has been reclaimed");
            }
            return region.retrieve();
        }
    }

    /** A partition has lost its service: what it had retrieved is given up. */
    void revokeOf(int partition) {
        regions.values().stream().filter(r -> r.receiver == partition).forEach(SharedRegion::revoke);
    }

    void abandon(long handle) {
        SharedRegion region = regions.remove(handle);
        if (region != null) {
            region.revoke();
        }
    }

    int count() {
        return regions.size();
    }
}
