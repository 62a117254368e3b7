// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.Arrays;
import java.util.List;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.PartitionInfo;

/**
 * FFA_PARTITION_INFO_GET and FFA_PARTITION_INFO_GET_REGS [DEN0077A 13.8, 13.9].
 *
 * <p>An answer is made of one roster. What a call costs does not depend on the number of virtual machines, except that
 * GET copies as many descriptors as a page holds, and that with an access list the first call after a change of the
 * roster sorts it once.
 */
final class Discovery {
    private static final int COUNT_ONLY = 1;
    /** Entries that x3 to x17 hold, three registers each. */
    private static final int WINDOW = 5;

    private static final int LAST_START = 0xFFFF - WINDOW + 1;
    private static final int PAGE = 4096;

    private final Settings settings;
    private final Membership membership;
    private final BufferCalls buffers;
    private final Host host;
    /** Runs between the filling of an answer and its last check; for tests. */
    private volatile Runnable beforeAnswer = () -> {};

    Discovery(Settings settings, Membership membership, BufferCalls buffers, Host host) {
        this.settings = settings;
        this.membership = membership;
        this.buffers = buffers;
        this.host = host;
    }

    void beforeAnswer(Runnable hook) {
        beforeAnswer = hook;
    }

    /** Returns the list as an endpoint sees it, made once for each roster. */
    static View view(Endpoint e, Roster roster) {
        View known = e.view;
        if (known == null || known.roster != roster) {
            known = new View(roster, e);
            e.view = known;
        }
        return known;
    }

    // ---- into registers

    void registers(Endpoint e, CallContext c) {
        if (!e.atLeast(FfaVersion.V1_2)) {
            Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
            return;
        }
        int start = EndpointId.lower(c.register(3));
        int tag = EndpointId.upper(c.register(3));
        Roster roster = membership.roster();
        int code = check(start, tag, roster.visibleTag(e));
        if (code == FfaStatus.OK) {
            code = window(e, c, start, roster);
        }
        if (code != FfaStatus.OK) {
            e.windowAt = 0;
            Answers.error(c, e, code);
        }
    }

    private static int check(int start, int tag, int current) {
        if (start > LAST_START) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (start == 0) {
            return tag == 0 ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS;
        }
        return tag == current ? FfaStatus.OK : FfaStatus.RETRY;
    }

    private int window(Endpoint e, CallContext c, int start, Roster roster) {
        long low = c.register(1);
        long high = c.register(2);
        boolean nil = (low | high) == 0;
        View view = view(e, roster);
        int vms = nil ? view.count : 0;
        int partitions = roster.partitions().count(low, high);
        int total = partitions + vms;
        if (start >= total) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        int filled = fillPartitions(c, roster.partitions().entries(), low, high, start);
        int first = Math.max(start - partitions, 0);
        int room = WINDOW - filled;
        int fitting = Math.min(room, vms - first);
        for (int k = 0; k < fitting; k++) {
            put(c, filled + k, view.at(first + k).info, true);
        }
        for (int register = 3 + 3 * (filled + Math.max(fitting, 0)); register <= 17; register++) {
            c.setRegister(register, 0);
        }
        boolean dropped = vms - first > room && settings.has(Quirk.DROPPED_WINDOW_ENTRIES);
        filled += dropped ? 0 : Math.max(fitting, 0);
        if (filled == 0) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        beforeAnswer.run();
        if (membership.roster().visibleTag(e) != roster.visibleTag(e)) {
            return FfaStatus.RETRY;
        }
        int current = start + filled - 1;
        c.setRegister(0, FunctionId.SUCCESS_64 & 0xFFFF_FFFFL);
        c.setRegister(1, 0);
        c.setRegister(
                2,
                total - 1 | (long) current << 16 | (long) roster.visibleTag(e) << 32 | (long) PartitionInfo.SIZE << 48);
        e.windowAt = current < total - 1 ? System.nanoTime() | 1 : 0;
        return FfaStatus.OK;
    }

    private static int fillPartitions(CallContext c, List<PartitionInfo> entries, long low, long high, int start) {
        boolean named = (low | high) == 0;
        int position = 0;
        int filled = 0;
        for (int i = 0; i < entries.size() && filled < WINDOW; i++) {
            PartitionInfo entry = entries.get(i);
            if (entry.matches(low, high) && position++ >= start) {
                put(c, filled++, entry, named);
            }
        }
        return filled;
    }

    private static void put(CallContext c, int k, PartitionInfo entry, boolean named) {
        c.setRegister(3 + 3 * k, entry.word());
        c.setRegister(4 + 3 * k, named ? entry.uuidLow() : 0);
        c.setRegister(5 + 3 * k, named ? entry.uuidHigh() : 0);
    }

    // ---- into the receive buffer

    void buffer(Endpoint e, int vcpu, CallContext c) {
        int flags = (int) c.register(5);
        boolean oldest = e.version == FfaVersion.V1_0;
        if (flags != 0 && (oldest || flags != COUNT_ONLY)) {
            Answers.error(c, e, FfaStatus.INVALID_PARAMETERS);
            return;
        }
        long low = c.register(1) & 0xFFFF_FFFFL | c.register(2) << 32;
        long high = c.register(3) & 0xFFFF_FFFFL | c.register(4) << 32;
        Roster roster = membership.roster();
        boolean firmware = host.firmware().has(FunctionId.PARTITION_INFO_GET);
        boolean nil = (low | high) == 0;
        boolean unknown = !nil
                && roster.partitions().count(low, high) == 0
                && (firmware || !settings.has(Quirk.UNKNOWN_UUID_SUCCEEDS));
        View view = view(e, roster);
        int hidden = e.atLeast(FfaVersion.V1_2) ? 0 : 1;
        int vms = nil ? view.count - hidden : 0;
        if (flags == COUNT_ONLY) {
            if (unknown) {
                Answers.error(c, e, FfaStatus.INVALID_PARAMETERS);
            } else {
                Answers.ok(c, e, roster.partitions().count(low, high) + vms, 0);
            }
            return;
        }
        e.mailbox.receiveLock.lock();
        try {
            int code = buffers.acquire(e, e.call(vcpu));
            if (code == FfaStatus.OK) {
                int size = oldest ? PartitionInfo.SIZE_1_0 : PartitionInfo.SIZE;
                int count = unknown
                        ? FfaStatus.INVALID_PARAMETERS
                        : fill(e.mailbox.received(), view, hidden, vms, size, low, high);
                if (count >= 0) {
                    publish(e, count * size);
                    Answers.ok(c, e, count, oldest ? 0 : size);
                    return;
                }
                code = count;
                if (code == FfaStatus.NO_MEMORY) {
                    publish(e, settings.has(Quirk.STALE_BUFFERS) ? PAGE / size * size : 0);
                }
                buffers.release(e, e.call(vcpu));
            }
            Answers.error(c, e, code);
        } finally {
            e.mailbox.receiveLock.unlock();
        }
    }

    /** Fills a page with descriptors; returns how many, or an error. */
    private static int fill(byte[] page, View view, int hidden, int vms, int size, long low, long high) {
        boolean named = (low | high) == 0;
        int capacity = PAGE / size;
        int count = 0;
        List<PartitionInfo> entries = view.roster.partitions().entries();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).matches(low, high)) {
                if (count == capacity) {
                    return FfaStatus.NO_MEMORY;
                }
                entries.get(i).write(page, count++ * size, size, named);
            }
        }
        for (int n = 0; n < vms; n++) {
            if (count == capacity) {
                return FfaStatus.NO_MEMORY;
            }
            view.at(n + hidden).info.write(page, count++ * size, size, true);
        }
        return count;
    }

    /** Copies the page to the guest: what is filled, and zeros behind it. */
    private void publish(Endpoint e, int filled) {
        byte[] page = e.mailbox.received();
        int length = filled;
        if (!settings.has(Quirk.STALE_BUFFERS)) {
            Arrays.fill(page, filled, PAGE, (byte) 0);
            length = PAGE;
        }
        BufferCalls.put(e, page, length);
    }
}
