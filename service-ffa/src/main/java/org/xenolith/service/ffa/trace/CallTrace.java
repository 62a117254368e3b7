// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.FunctionName;

/**
 * The last calls, decoded, while tracing is on; and an event of the flight recorder for each, while one records. Costs
 * a look at two flags otherwise.
 */
public final class CallTrace {
    private static final int KEPT = 1024;
    private static final int SHOWN = 8;

    /** A call that is being answered. */
    public static final class Entry {
        private final int caller;
        private final int vcpu;
        private final long[] in = new long[SHOWN];
        private final long[] out = new long[SHOWN];
        private final FfaCallEvent event = new FfaCallEvent();
        private long number;
        private long nanos;

        Entry(int caller, int vcpu, CallContext c) {
            this.caller = caller;
            this.vcpu = vcpu;
            for (int i = 0; i < SHOWN; i++) {
                in[i] = c.register(i);
            }
            event.begin();
        }
    }

    private final Deque<Entry> kept = new ArrayDeque<>();
    private final AtomicLong numbers = new AtomicLong();
    private final FfaCallEvent recording = new FfaCallEvent();
    private volatile boolean on;

    /** Turns tracing on or off; turning it on forgets what was kept. */
    public void turn(boolean next) {
        synchronized (kept) {
            if (next) {
                kept.clear();
            }
            on = next;
        }
    }

    /** Tells whether tracing is on. */
    public boolean isOn() {
        return on;
    }

    /** A call begins; null if nobody looks. */
    public @Nullable Entry begin(int caller, int vcpu, CallContext c) {
        return on || recording.isEnabled() ? new Entry(caller, vcpu, c) : null;
    }

    /** A call has been answered. */
    public void end(@Nullable Entry entry, long nanos, CallContext c) {
        if (entry == null) {
            return;
        }
        for (int i = 0; i < SHOWN; i++) {
            entry.out[i] = c.register(i);
        }
        entry.nanos = nanos;
        entry.number = numbers.incrementAndGet();
        entry.event.end();
        if (entry.event.shouldCommit()) {
            entry.event.fill(entry.caller, entry.vcpu, FunctionName.of((int) entry.in[0]), peer(entry), result(entry));
            entry.event.commit();
        }
        if (on) {
            synchronized (kept) {
                if (kept.size() == KEPT) {
                    kept.removeFirst();
                }
                kept.addLast(entry);
            }
        }
    }

    /**
     * Returns the calls that are kept, oldest first, a line each.
     *
     * @param names gives the name of an endpoint by its id
     */
    public List<String> lines(IntFunction<String> names) {
        List<Entry> now;
        synchronized (kept) {
            now = new ArrayList<>(kept);
        }
        return now.stream().map(e -> line(e, names)).toList();
    }

    private static String line(Entry e, IntFunction<String> names) {
        return String.format(
                "%6d %s vcpu %d %s %s -> %s  %,d ns",
                e.number,
                names.apply(e.caller),
                e.vcpu,
                FunctionName.of((int) e.in[0]),
                arguments(e.in, names),
                result(e),
                e.nanos);
    }

    private static int peer(Entry e) {
        int id = (int) e.in[0];
        return switch (id) {
            case FunctionId.DIRECT_REQ,
                    FunctionId.DIRECT_REQ_64,
                    FunctionId.DIRECT_REQ2,
                    FunctionId.DIRECT_RESP,
                    FunctionId.DIRECT_RESP_64,
                    FunctionId.DIRECT_RESP2,
                    FunctionId.NOTIFICATION_SET -> (int) e.in[1] & 0xFFFF;
            case FunctionId.RUN, FunctionId.NOTIFICATION_BIND, FunctionId.NOTIFICATION_UNBIND -> (int) e.in[1] >>> 16;
            default -> 0;
        };
    }

    private static String arguments(long[] x, IntFunction<String> names) {
        int w1 = (int) x[1];
        return switch ((int) x[0]) {
            case FunctionId.VERSION -> FfaVersion.name(w1);
            case FunctionId.FEATURES -> FunctionName.of(w1);
            case FunctionId.PARTITION_INFO_GET ->
                Bytes.uuid(x[1] & 0xFFFF_FFFFL | x[2] << 32, x[3] & 0xFFFF_FFFFL | x[4] << 32) + " flags " + (int) x[5];
            case FunctionId.PARTITION_INFO_GET_REGS ->
                Bytes.uuid(x[1], x[2]) + " start " + (x[3] & 0xFFFF) + " tag " + (x[3] >>> 16 & 0xFFFF);
            case FunctionId.DIRECT_REQ2 -> parties(w1, names) + " " + Bytes.uuid(x[2], x[3]);
            case FunctionId.DIRECT_REQ,
                    FunctionId.DIRECT_REQ_64,
                    FunctionId.DIRECT_RESP,
                    FunctionId.DIRECT_RESP_64,
                    FunctionId.DIRECT_RESP2,
                    FunctionId.NOTIFICATION_SET -> parties(w1, names) + words(x, 2);
            case FunctionId.NOTIFICATION_BIND, FunctionId.NOTIFICATION_UNBIND -> parties(w1, names) + words(x, 2);
            case FunctionId.RUN -> names.apply(w1 >>> 16) + " vcpu " + (w1 & 0xFFFF);
            case FunctionId.MEM_RECLAIM -> "handle 0x" + Long.toHexString(x[1] & 0xFFFF_FFFFL | x[2] << 32);
            default -> words(x, 1).strip();
        };
    }

    private static String parties(int w1, IntFunction<String> names) {
        return names.apply(w1 >>> 16) + " to " + names.apply(w1 & 0xFFFF);
    }

    private static String words(long[] x, int first) {
        StringBuilder text = new StringBuilder();
        for (int i = first; i < 6; i++) {
            text.append(" x").append(i).append('=').append(Long.toHexString(x[i]));
        }
        return text.toString();
    }

    private static String result(Entry e) {
        int id = (int) e.out[0];
        if ((int) e.in[0] == FunctionId.VERSION) {
            return id == FfaStatus.NOT_SUPPORTED ? "NOT_SUPPORTED" : FfaVersion.name(id);
        }
        if (id == FunctionId.ERROR) {
            return FfaStatus.name((int) e.out[2]);
        }
        if (id == FunctionId.SUCCESS || id == FunctionId.SUCCESS_64) {
            boolean handle = ((int) e.in[0] & 0xBFFF_FFFF) == FunctionId.MEM_SHARE;
            return handle
                    ? "OK handle 0x" + Long.toHexString(e.out[2] & 0xFFFF_FFFFL | e.out[3] << 32)
                    : "OK" + words(e.out, 2);
        }
        return FunctionName.of(id) + words(e.out, 1);
    }
}
