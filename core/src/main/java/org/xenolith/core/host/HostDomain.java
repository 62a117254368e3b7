// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.code.GuestCode;
import org.xenolith.api.console.Console;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainState;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.irq.InterruptController;
import org.xenolith.api.platform.Machine;
import org.xenolith.api.time.TimeMode;
import org.xenolith.api.time.VirtualClock;
import org.xenolith.core.bus.TableBus;
import org.xenolith.core.device.Slot;
import org.xenolith.core.device.SlotHost;
import org.xenolith.core.event.TwoLevelChannels;
import org.xenolith.core.memory.PagedMemory;
import org.xenolith.core.run.CountedExecution;
import org.xenolith.core.run.WallExecution;
import org.xenolith.core.time.InstructionClock;
import org.xenolith.core.time.WallClock;

/** A domain: its parts, and what holds them together. */
final class HostDomain implements Domain, SlotHost {
    private final int id;
    private final DomainConfig config;
    private final DomainServices services;
    private final HostSettings settings;
    private final HostLog log;
    private final LifeCycle life;
    private final Consumer<HostDomain> gone;
    private final ReleaseStack releases = new ReleaseStack();
    private final PagedMemory memory;
    private final VirtualClock clock;
    private final TwoLevelChannels events;
    private final TableBus bus = new TableBus();
    private final InterruptReservations interrupts = new InterruptReservations();
    private final List<Slot> slots = new CopyOnWriteArrayList<>();
    private final UpcallRelay upcalls;
    private volatile @Nullable Machine machine;

    /** Who is told about a domain, by the host. */
    interface Observer {
        /** The domain has ended. */
        void ended(HostDomain domain, ShutdownReason reason);

        /** The domain is about to be released. */
        void destroyed(HostDomain domain);
    }

    HostDomain(
            int id,
            DomainConfig config,
            DomainServices services,
            HostSettings settings,
            HostLog log,
            Observer observer) {
        this.id = id;
        this.config = config;
        this.services = services;
        this.settings = settings;
        this.log = new LimitedLog(
                log, "domain " + id + " (" + config.name() + "): ", settings.logLinesPerSecond(), System::nanoTime);
        gone = observer::destroyed;
        life = new LifeCycle(reason -> observer.ended(this, reason));
        upcalls = new UpcallRelay(config.vcpus());
        memory = releases.add("memory", new PagedMemory(services.space().join()));
        clock = newClock();
        events = newEvents();
    }

    private VirtualClock newClock() {
        return config.timeMode() == TimeMode.COUNTED
                ? new InstructionClock(settings.nanosPerInstruction())
                : releases.add("clock", new WallClock(services.timer()));
    }

    private TwoLevelChannels newEvents() {
        try {
            return releases.add(
                    "event channels",
                    new TwoLevelChannels(id, config.vcpus(), memory, services.channels(), upcalls::raise));
        } catch (RuntimeException e) {
            releases.release(this::releaseFailed);
            throw e;
        }
    }

    /** Makes the domain what a platform has built; it can run then. */
    void attach(Machine built) {
        releases.add("machine", built::close);
        List<Vcpu> vcpus = List.copyOf(built.vcpus());
        if (vcpus.size() != config.vcpus()) {
            throw new IllegalStateException(
                    "the platform has built " + vcpus.size() + " vCPUs, asked for: " + config.vcpus());
        }
        machine = built;
        upcalls.connect(built::eventUpcall);
        String threads = id + "-" + config.name();
        life.execution(
                clock instanceof InstructionClock counted
                        ? new CountedExecution(threads, vcpus, life.gate(), counted, settings.quantum(), this::crash)
                        : new WallExecution(threads, vcpus, life.gate(), this::crash));
    }

    private void crash(Throwable cause) {
        log.warn("the host failed while it executed the guest", cause);
        shutdown(ShutdownReason.CRASH);
    }

    /** Opens a slot; its reservation is released after it. */
    void addSlot(Slot slot, AutoCloseable reservation) throws DeviceException {
        if (slot(slot.name()).isPresent()) {
            throw new DeviceException("there is already a slot " + slot.name());
        }
        slot.open();
        releases.add("interrupt of slot " + slot.name(), reservation);
        slots.add(releases.add("slot " + slot.name(), slot));
    }

    InterruptReservations reservations() {
        return interrupts;
    }

    LifeCycle life() {
        return life;
    }

    HostLog hostLog() {
        return log;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int domainId() {
        return id;
    }

    @Override
    public DomainConfig config() {
        return config;
    }

    @Override
    public DomainState state() {
        return life.state();
    }

    @Override
    public Optional<ShutdownReason> shutdownReason() {
        return Optional.ofNullable(life.reason());
    }

    @Override
    public CompletableFuture<ShutdownReason> ended() {
        return life.ended();
    }

    @Override
    public void unpause() {
        life.unpause();
    }

    @Override
    public void pause() {
        life.pause();
    }

    @Override
    public void shutdown(ShutdownReason reason) {
        life.shutdown(reason);
    }

    @Override
    public void destroy() {
        life.destroy(() -> {
            gone.accept(this);
            releases.release(this::releaseFailed);
        });
    }

    /** Gives everything back that a construction which failed has got; nobody was told of the domain. */
    void abandon() {
        life.abandon(() -> releases.release(this::releaseFailed));
    }

    private void releaseFailed(String what, Throwable cause) {
        log.warn("releasing the " + what + " failed", cause);
    }

    @Override
    public List<Vcpu> vcpus() {
        Machine now = machine;
        return now == null ? List.of() : now.vcpus();
    }

    @Override
    public PagedMemory memory() {
        return memory;
    }

    @Override
    public TableBus bus() {
        return bus;
    }

    @Override
    public VirtualClock clock() {
        return clock;
    }

    @Override
    public InterruptController interrupts() {
        Machine now = machine;
        if (now == null) {
            throw new IllegalStateException("domain " + id + " is being built");
        }
        return now.interrupts();
    }

    @Override
    public TwoLevelChannels events() {
        return events;
    }

    @Override
    public List<DeviceSlot> slots() {
        return List.copyOf(slots);
    }

    @Override
    public Optional<DeviceSlot> slot(String name) {
        return slots.stream()
                .filter(s -> s.name().equals(name))
                .map(DeviceSlot.class::cast)
                .findFirst();
    }

    @Override
    public Optional<Console> console() {
        return slots.stream().map(DeviceSlot::console).findFirst();
    }

    @Override
    public Optional<GuestCode> code() {
        Machine now = machine;
        return now == null ? Optional.empty() : now.code();
    }

    @Override
    public long atSafepoint(Runnable action) {
        return life.atSafepoint(action);
    }

    @Override
    public void standUntil(BooleanSupplier condition, long nanos) {
        life.gate().standUntil(condition, nanos);
    }

    @Override
    public void log(String message, Throwable cause) {
        log.warn(message, cause);
    }

    @Override
    public String toString() {
        return "domain " + id + " (" + config.name() + ", " + state() + ")";
    }
}
