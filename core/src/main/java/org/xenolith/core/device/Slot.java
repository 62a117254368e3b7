// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.bus.Region;
import org.xenolith.api.console.Console;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceAccess;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.device.TracedDevice;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.core.console.SlotConsole;
import org.xenolith.core.device.DeviceFactories.Candidate;

/**
 * A device slot.
 *
 * <p>An exchange takes place at a safepoint of the domain and with the console's notifications held back, so the old
 * device is not entered from the guest or from the backend; only its own alarms may still move its state, which is why
 * the state that it leaves when it stops is compared with the one its successor was built from.
 *
 * <p>Lock order: domain (the safepoint), then this slot's lock, then the console's, the device's, the line's.
 */
public final class Slot implements DeviceSlot, AutoCloseable {
    /** A device at work, and the factory that built it. */
    private record Occupant(Device device, Candidate source) {}

    private final SlotSpec spec;
    private final SlotHost host;
    private final DeviceFactories factories;
    private final SlotConsole console;
    private final SlotLine line;
    private final SlotContext context;
    private final long gapNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<MmioBus.Mapping> mappings = new ArrayList<>();
    private final List<Consumer<DeviceAccess>> tracers = new CopyOnWriteArrayList<>();
    private volatile MmioHandler handler;
    private volatile @Nullable Occupant occupant;
    private volatile String kind;
    private volatile long generation;
    private DeviceState held;
    private boolean closed;

    /**
     * Creates a slot that is vacant and not on the bus.
     *
     * @param line where the slot's interrupt line leads
     * @param gapNanos how long a guest's access may wait for a device, host nanoseconds
     */
    public Slot(
            SlotSpec spec,
            SlotHost host,
            InterruptLine line,
            DeviceFactories factories,
            SlotConsole console,
            long gapNanos) {
        this.spec = spec;
        this.host = host;
        this.factories = factories;
        this.console = console;
        this.line = new SlotLine(line);
        this.gapNanos = gapNanos;
        kind = spec.kind();
        held = DeviceState.initial(kind);
        handler = vacancy();
        context = new SlotContext(host.domainId(), spec.name(), this.line, console, host, spec.settings());
    }

    private Vacancy vacancy() {
        return new Vacancy(host, () -> handler, gapNanos);
    }

    /**
     * Fills the slot for the first time and puts it on the bus; the domain has not run yet.
     *
     * @throws DeviceException if there is no factory, it fails, or a window is taken; nothing is left behind
     */
    public void open() throws DeviceException {
        factories.join(this);
        lock.lock();
        try {
            Candidate source = candidate(kind);
            Device device = build(source, held);
            console.connect();
            map();
            install(source, device);
            generation = 0;
        } catch (DeviceException | RuntimeException e) {
            close();
            throw e instanceof DeviceException known ? known : failure("cannot be opened", e);
        } finally {
            lock.unlock();
        }
        recheck();
    }

    private void map() {
        long origin = spec.windows().isEmpty() ? 0 : spec.windows().getFirst().base();
        for (Region window : spec.windows()) {
            mappings.add(host.bus().map(window, at(handler, window.base() - origin)));
        }
    }

    private static MmioHandler at(MmioHandler target, long delta) {
        return delta == 0 ? target : new ShiftedHandler(target, delta);
    }

    private void publish(MmioHandler next) {
        handler = next;
        MmioHandler seen = tracers.isEmpty() ? next : new TracedHandler(next, tracers);
        for (int i = 0; i < mappings.size(); i++) {
            long delta =
                    spec.windows().get(i).base() - spec.windows().getFirst().base();
            mappings.get(i).replace(at(seen, delta));
        }
    }

    private Candidate candidate(String wanted) throws DeviceException {
        Optional<Candidate> best = factories.best(wanted);
        return best.orElseThrow(() -> new DeviceException("slot " + name() + ": no factory of kind " + wanted));
    }

    private DeviceException failure(String what, Throwable cause) {
        return new DeviceException("slot " + name() + " " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public SwapReport swap(String wanted) throws DeviceException {
        String before = kind;
        Candidate next = candidate(wanted);
        rehearse(next);
        DeviceException[] problem = new DeviceException[1];
        long stall;
        try {
            stall = host.atSafepoint(() -> problem[0] = exchange(next));
        } catch (IllegalStateException e) {
            throw failure("cannot be swapped", e);
        }
        if (problem[0] != null) {
            throw problem[0];
        }
        recheck();
        return new SwapReport(before, wanted, stall);
    }

    /**
     * Builds a device that nobody uses: a factory that cannot build one is found out while the guest runs, and the
     * first real one does not load its classes while it stands.
     */
    private void rehearse(Candidate next) throws DeviceException {
        build(next, DeviceState.initial(next.kind()));
    }

    /** At a safepoint: puts another device in, or leaves everything as it was and says why. */
    private @Nullable DeviceException exchange(Candidate next) {
        lock.lock();
        try {
            if (closed) {
                return new DeviceException("slot " + name() + " is closed");
            }
            console.hold();
            replace(next);
            return null;
        } catch (DeviceException e) {
            return e;
        } finally {
            if (occupant != null) {
                console.resume();
            }
            lock.unlock();
        }
    }

    private void replace(Candidate next) throws DeviceException {
        Occupant old = occupant;
        Device successor = build(next, old == null ? held : stateOf(old));
        if (old != null) {
            DeviceState seen = held;
            retire(old);
            if (!StateComparison.same(seen, held)) {
                successor = buildOrRestore(next, old);
            }
        }
        try {
            install(next, successor);
        } catch (RuntimeException e) {
            restore(old);
            throw failure("kept its device, because the new one (" + next.kind() + ") does not start", e);
        }
    }

    private Device buildOrRestore(Candidate next, Occupant old) throws DeviceException {
        try {
            return build(next, held);
        } catch (DeviceException e) {
            restore(old);
            throw e;
        }
    }

    private Device build(Candidate source, DeviceState state) throws DeviceException {
        try {
            return source.factory().create(context, state);
        } catch (DeviceException e) {
            throw failure("gets no device from the factory of kind " + source.kind(), e);
        } catch (RuntimeException | LinkageError e) {
            throw failure("gets no device, the factory of kind " + source.kind() + " is broken", e);
        }
    }

    private DeviceState stateOf(Occupant old) throws DeviceException {
        try {
            held = old.device.state();
            return held;
        } catch (RuntimeException e) {
            throw failure("cannot save its device", e);
        }
    }

    /** Stops a device; what it leaves is then held. If it fails to stop, its last known state is. */
    private void retire(Occupant old) {
        occupant = null;
        try {
            held = old.device.stop();
        } catch (RuntimeException | LinkageError e) {
            console.onBackend(() -> {});
            host.log("slot " + name() + ": the device does not stop properly", e);
        }
    }

    private void install(Candidate source, Device device) {
        line.expect();
        publish(device);
        try {
            device.start();
        } catch (RuntimeException | LinkageError e) {
            console.onBackend(() -> {});
            throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
        }
        line.settle();
        kind = source.kind();
        occupant = new Occupant(device, source);
        generation = generation + 1;
    }

    /** Rebuilds the device that was there from the state that it left; if that fails the slot is vacant. */
    private void restore(@Nullable Occupant old) {
        if (old != null) {
            long before = generation;
            try {
                install(old.source, build(old.source, held));
                generation = before;
                return;
            } catch (DeviceException | RuntimeException e) {
                host.log("slot " + name() + ": the old device does not come back", e);
            }
        }
        publish(vacancy());
    }

    // ---- factories that come and go

    /** A factory has come: a vacant slot that wants its kind takes it. */
    void offered(String offeredKind) {
        if (occupant == null && kind.equals(offeredKind)) {
            atSafepoint(this::refill);
        }
    }

    private void refill() {
        lock.lock();
        try {
            Optional<Candidate> best = factories.best(kind);
            if (occupant == null && !closed && best.isPresent()) {
                DeviceException problem = exchange(best.get());
                if (problem != null) {
                    host.log("slot " + name() + " stays vacant", problem);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** A factory has gone: its device goes, too, and another factory's takes over or the slot becomes vacant. */
    void withdrawn(Object factory) {
        if (uses(factory)) {
            atSafepoint(() -> {
                vacate(factory);
                refill();
            });
        }
    }

    private boolean uses(Object factory) {
        Occupant now = occupant;
        return now != null && now.source.factory() == factory;
    }

    private void vacate(Object factory) {
        lock.lock();
        try {
            Occupant now = occupant;
            if (now != null && now.source.factory() == factory) {
                console.hold();
                try {
                    stateOf(now);
                } catch (DeviceException e) {
                    host.log("slot " + name() + ": going on with an older state", e);
                }
                retire(now);
                publish(vacancy());
            }
        } finally {
            lock.unlock();
        }
    }

    /** A factory may have gone while its device was put in. */
    private void recheck() {
        Occupant now = occupant;
        if (now != null && !factories.has(now.source.factory())) {
            withdrawn(now.source.factory());
        }
    }

    private void atSafepoint(Runnable action) {
        try {
            host.atSafepoint(action);
        } catch (IllegalStateException e) {
            host.log("slot " + name() + " cannot change now", e);
        }
    }

    // ---- what others see

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean occupied() {
        return occupant != null;
    }

    @Override
    public List<Region> windows() {
        return spec.windows();
    }

    @Override
    public Console console() {
        return console;
    }

    @Override
    public Activity activity() {
        lock.lock();
        try {
            long accesses =
                    mappings.stream().mapToLong(MmioBus.Mapping::accesses).sum();
            return new Activity(accesses, line.raised());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Trace trace(Consumer<DeviceAccess> listener) {
        Consumer<DeviceAccess> own = listener::accept;
        tracers.add(own);
        publishAgain();
        return () -> {
            if (tracers.remove(own)) {
                publishAgain();
            }
        };
    }

    private void publishAgain() {
        lock.lock();
        try {
            publish(handler);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String describe(DeviceAccess access) {
        Occupant now = occupant;
        return now != null && now.device instanceof TracedDevice device ? device.describe(access) : access.toString();
    }

    @Override
    public long generation() {
        return generation;
    }

    /** Stops the device and takes the slot off the bus; the domain does not run any more. */
    @Override
    public void close() {
        factories.leave(this);
        lock.lock();
        try {
            closed = true;
            mappings.reversed().forEach(MmioBus.Mapping::close);
            mappings.clear();
            Occupant now = occupant;
            if (now != null) {
                retire(now);
            }
            console.close();
        } finally {
            lock.unlock();
        }
    }
}
