// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceState;

/**
 * A device that notes what must not happen to it: an access before it starts or after it stops, a stop while an access is
 * under way, a write that is not its vCPU's next. vCPU n writes 1, 2, 3, ... at offset 8 n and reads the last there; each
 * write is sent to the console as two bits of n and six of the number. Offset {@link #ROOM} reads as the room for output.
 * The line is up for odd halves of eight writes.
 */
final class WatchedDevice implements Device {
    static final int VCPUS = 4;
    static final long ROOM = 0x80;

    /** Builds watched devices, or fails. */
    static final class Factory implements DeviceFactory {
        /** What has happened that must not, to any device of the factories that share this. */
        final List<String> wrong;

        private final String kind;
        private final boolean starts;

        Factory(String kind, boolean starts, List<String> wrong) {
            this.kind = kind;
            this.starts = starts;
            this.wrong = wrong;
        }

        static List<String> notes() {
            return new CopyOnWriteArrayList<>();
        }

        @Override
        public Device create(DeviceContext context, DeviceState state) throws DeviceException {
            return new WatchedDevice(this, context, state);
        }
    }

    private final Factory source;
    private final DeviceContext context;
    private final long[] last = new long[VCPUS];
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean attached;

    private WatchedDevice(Factory source, DeviceContext context, DeviceState state) throws DeviceException {
        this.source = source;
        this.context = context;
        for (int v = 0; v < VCPUS; v++) {
            last[v] = state.number("last" + v, 0);
        }
    }

    /** The line's level by its formula. */
    static boolean level(long writes) {
        return (writes & 4) != 0;
    }

    private void enter(String what) {
        inside.incrementAndGet();
        if (!attached) {
            source.wrong.add(what + " at a device that is not attached");
        }
    }

    private long total() {
        long sum = 0;
        for (long each : last) {
            sum += each;
        }
        return sum;
    }

    @Override
    public long read(int vcpu, long offset, int width) {
        enter("a read");
        try {
            if (offset == ROOM) {
                return context.console().outCapacity() - context.console().outQueued();
            }
            synchronized (this) {
                return last[(int) (offset / 8)];
            }
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void write(int vcpu, long offset, int width, long value) {
        enter("a write");
        try {
            synchronized (this) {
                if (value != last[vcpu] + 1) {
                    source.wrong.add("vCPU " + vcpu + " writes " + value + " after " + last[vcpu]);
                }
                last[vcpu] = value;
                if (!context.console().put((int) (vcpu << 6 | value & 0x3F))) {
                    source.wrong.add("no room for a byte");
                }
                context.line().set(level(total()));
            }
            context.console().notifyBackend();
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void start() {
        if (!source.starts) {
            throw new IllegalStateException("does not start");
        }
        attached = true;
        synchronized (this) {
            context.line().set(level(total()));
        }
    }

    @Override
    public DeviceState stop() {
        if (inside.get() != 0) {
            source.wrong.add("stopped with " + inside + " accesses under way");
        }
        attached = false;
        return state();
    }

    @Override
    public synchronized DeviceState state() {
        return new DeviceState(
                source.kind, 1, Map.of("last0", last[0], "last1", last[1], "last2", last[2], "last3", last[3]));
    }
}
