// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceState;

/**
 * A device that keeps up to three bytes from the guest to itself before it puts them on the console: they are lost if a
 * successor does not get the state. Its line is up while input waits.
 */
final class ByteDevice implements Device {
    /** How a factory behaves. */
    enum Mood {
        WORKS,
        REFUSES,
        THROWS,
        FAILS_TO_START,
        /** The device's state changes between {@code state()} and {@code stop()}. */
        MOVES_LATE
    }

    /** Builds {@link ByteDevice}s. */
    static final class Factory implements DeviceFactory {
        final AtomicInteger built = new AtomicInteger();
        private final String kind;
        private final int id;
        volatile Mood mood = Mood.WORKS;

        Factory(String kind, int id) {
            this.kind = kind;
            this.id = id;
        }

        String kind() {
            return kind;
        }

        int id() {
            return id;
        }

        @Override
        public Device create(DeviceContext context, DeviceState state) throws DeviceException {
            if (mood == Mood.REFUSES) {
                throw new DeviceException("not in the mood");
            }
            if (mood == Mood.THROWS) {
                throw new IllegalStateException("broken");
            }
            built.incrementAndGet();
            return new ByteDevice(this, context, state);
        }
    }

    final Factory source;
    private final DeviceContext context;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long late;

    private ByteDevice(Factory source, DeviceContext context, DeviceState state) throws DeviceException {
        this.source = source;
        this.context = context;
        pending.writeBytes(state.bytes("pending", new byte[0]));
        late = state.number("late", 0);
    }

    @Override
    public synchronized long read(int vcpu, long offset, int width) {
        if (offset == 8) {
            return late;
        }
        if (offset == 16) {
            return source.id;
        }
        int value = context.console().take();
        raise();
        return value & 0xFFFF_FFFFL;
    }

    @Override
    public void write(int vcpu, long offset, int width, long value) {
        synchronized (this) {
            pending.write((int) value);
            if (pending.size() == 3) {
                for (byte b : pending.toByteArray()) {
                    context.console().put(b);
                }
                pending.reset();
            }
        }
        context.console().notifyBackend();
    }

    private void raise() {
        context.line().set(context.console().inQueued() > 0);
    }

    @Override
    public void start() {
        if (source.mood == Mood.FAILS_TO_START) {
            throw new IllegalStateException("does not start");
        }
        context.console().onBackend(this::raise);
        raise();
    }

    @Override
    public synchronized DeviceState stop() {
        if (source.mood == Mood.MOVES_LATE) {
            late++;
        }
        context.console().onBackend(() -> {});
        return state();
    }

    @Override
    public synchronized DeviceState state() {
        return new DeviceState(source.kind, 1, Map.of("pending", pending.toByteArray(), "late", late));
    }
}
