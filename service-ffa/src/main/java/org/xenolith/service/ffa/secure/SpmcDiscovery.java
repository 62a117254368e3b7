// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.PartitionInfo;

/** The list of partitions, into the hypervisor's receive page or into registers [DEN0077A 13.8, 13.9]. */
final class SpmcDiscovery {
    private static final int WINDOW_WORDS = 15;
    private static final long WORD = 0xFFFF_FFFFL;

    private final int version;
    private final PartitionTable partitions;
    private final AtomicBoolean hypervisorFull = new AtomicBoolean();

    SpmcDiscovery(int version, PartitionTable partitions) {
        this.version = version;
        this.partitions = partitions;
    }

    /** The hypervisor gives its receive page back. */
    int release() {
        return hypervisorFull.compareAndSet(true, false) ? FfaStatus.OK : FfaStatus.DENIED;
    }

    private List<PartitionInfo> entries(long low, long high) {
        List<PartitionInfo> found = new ArrayList<>();
        partitions.forEach(p -> p.description.entries().stream()
                .filter(e -> e.matches(low, high))
                .forEach(found::add));
        return found;
    }

    private int entrySize() {
        return FfaVersion.atLeast(version, FfaVersion.V1_3) ? PartitionInfo.SIZE_1_3 : PartitionInfo.SIZE;
    }

    void list(SecureCall call) {
        long low = call.x[1] & WORD | call.x[2] << 32;
        long high = call.x[3] & WORD | call.x[4] << 32;
        boolean nil = (low | high) == 0;
        List<PartitionInfo> found = entries(low, high);
        int size = entrySize();
        byte[] page = call.page();
        if (call.x[5] != 0 && call.x[5] != 1 || !nil && found.isEmpty()) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
        } else if (call.x[5] == 1) {
            call.succeed(found.size(), 0);
        } else if (found.size() > page.length / size) {
            call.fail(FfaStatus.NO_MEMORY);
        } else if (!hypervisorFull.compareAndSet(false, true)) {
            call.fail(FfaStatus.BUSY);
        } else {
            for (int i = 0; i < found.size(); i++) {
                found.get(i).write(page, i * size, size, nil);
            }
            call.succeed(found.size(), size);
        }
    }

    void listInRegisters(SecureCall call) {
        long low = call.x[1];
        long high = call.x[2];
        int start = (int) call.x[3] & 0xFFFF;
        List<PartitionInfo> found = entries(low, high);
        int words = entrySize() / Long.BYTES;
        if ((call.x[3] >>> 16 & 0xFFFF) != 0) {
            call.fail(FfaStatus.RETRY);
        } else if (entries(0, 0).isEmpty()) {
            call.fail(FfaStatus.NOT_SUPPORTED);
        } else if (start >= found.size()) {
            call.fail(FfaStatus.INVALID_PARAMETERS);
        } else {
            int count = Math.min(found.size() - start, WINDOW_WORDS / words);
            call.begin(FunctionId.SUCCESS_64, 0, 0, 0);
            call.x[2] = found.size() - 1 | (long) (start + count - 1) << 16 | (long) entrySize() << 48;
            byte[] entry = new byte[entrySize()];
            for (int i = 0; i < count; i++) {
                found.get(start + i).write(entry, 0, entry.length, (low | high) == 0);
                for (int w = 0; w < words; w++) {
                    call.x[3 + i * words + w] = Bytes.get64(entry, w * Long.BYTES);
                }
            }
        }
    }
}
