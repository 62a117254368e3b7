// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xenolith.api.call.CallHandler;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.DomainListener;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.platform.Platform;
import org.xenolith.core.call.CallHandlers;
import org.xenolith.core.device.DeviceFactories;
import org.xenolith.core.event.ChannelDirectory;
import org.xenolith.core.memory.AddressSpace;
import org.xenolith.core.time.HostTimer;

/** A host without a container: services are added and removed by its methods. Any thread. */
public final class Host implements Hypervisor, AutoCloseable {
    private static final long MEBIBYTE = 1 << 20;
    private static final long QUIESCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HostLog log;
    private final DomainServices services;
    private final Platforms platforms = new Platforms();
    private final List<DomainListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Map<Integer, HostDomain> domains = new ConcurrentSkipListMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile HostSettings settings;

    /** Creates a host without domains and services. */
    public Host(HostSettings settings, HostLog log) {
        this.settings = settings;
        this.log = log;
        ThreadFactory consoles = Thread.ofVirtual().name("xenolith-console-", 0).factory();
        services = new DomainServices(
                CompletableFuture.supplyAsync(
                        AddressSpace::ofHost, work -> Thread.ofVirtual().start(work)),
                new HostTimer(log::warn),
                new ChannelDirectory(),
                new DeviceFactories(),
                new CallHandlers(),
                work -> consoles.newThread(work).start());
    }

    /** Changes the settings for domains created from now on. */
    public void settings(HostSettings next) {
        settings = next;
    }

    // ---- services

    /**
     * Adds a platform.
     *
     * @param arch the architecture that it builds
     * @param order service ranking
     * @param id service id
     */
    public void addPlatform(Platform platform, String arch, int order, long id) {
        platforms.add(platform, arch, order, id);
    }

    /** Removes a platform; the domains that it has built live on. */
    public void removePlatform(Platform platform) {
        platforms.remove(platform);
    }

    /** Adds a device factory and fills vacant slots that want its kind; see {@link #addPlatform}. */
    public void addFactory(DeviceFactory factory, String kind, int order, long id) {
        services.factories().add(new DeviceFactories.Candidate(factory, kind, order, id));
    }

    /** Removes a device factory: its devices have left their slots when this returns. */
    public void removeFactory(DeviceFactory factory) {
        services.factories().remove(factory);
    }

    /** Returns the call handlers, to add some. */
    public CallHandlers calls() {
        return services.calls();
    }

    /** Removes a call handler: no guest is in it when this returns, unless it has blocked one for a second. */
    public void removeHandler(CallHandler handler) {
        services.calls().remove(handler);
        for (HostDomain domain : domains.values()) {
            if (!domain.life().quiesce(QUIESCE_NANOS)) {
                log.info(domain + ": a call is still in a handler that has gone");
            }
        }
    }

    /** Adds a listener; it is told of the domains that are there as if they had just been built. */
    public void addListener(DomainListener listener) {
        listeners.add(listener);
        domains.values().forEach(domain -> tell(listener, l -> l.created(domain)));
    }

    /** Removes a listener. */
    public void removeListener(DomainListener listener) {
        listeners.remove(listener);
    }

    private void tell(DomainListener listener, Consumer<DomainListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException | LinkageError e) {
            log.warn("a domain listener failed", e);
        }
    }

    // ---- domains

    @Override
    public Domain create(DomainConfig config) throws DomainException {
        check(config);
        Platform platform = platforms.best(config.arch());
        if (!names.add(config.name())) {
            throw new DomainException("there is already a domain " + config.name());
        }
        HostDomain domain;
        try {
            domain = build(config, platform);
        } catch (DomainException | RuntimeException | Error e) {
            names.remove(config.name());
            throw e;
        }
        List<DomainListener> admitted = new ArrayList<>();
        try {
            admit(domain, admitted);
        } catch (DomainException | RuntimeException | Error e) {
            admitted.forEach(listener -> tell(listener, l -> l.destroyed(domain)));
            domain.abandon();
            names.remove(config.name());
            throw e;
        }
        domains.put(domain.id(), domain);
        listeners.forEach(listener -> tell(listener, l -> l.created(domain)));
        return domain;
    }

    private void admit(HostDomain domain, List<DomainListener> admitted) throws DomainException {
        for (DomainListener listener : listeners) {
            listener.admit(domain);
            admitted.add(listener);
        }
    }

    private static void check(DomainConfig config) throws DomainException {
        if (config.name().isBlank()) {
            throw new DomainException("a domain needs a name");
        }
        if (config.memory() <= 0 || config.memory() % MEBIBYTE != 0) {
            throw new DomainException(
                    "memory of " + config.memory() + " bytes, allowed: positive multiples of " + MEBIBYTE);
        }
        if (config.vcpus() < 1) {
            throw new DomainException(config.vcpus() + " vCPUs, allowed: 1 and up");
        }
    }

    private HostDomain build(DomainConfig config, Platform platform) throws DomainException {
        HostSettings current = settings;
        HostDomain domain;
        try {
            domain = new HostDomain(ids.incrementAndGet(), config, services, current, log, new Ends());
        } catch (RuntimeException e) {
            throw new DomainException("domain " + config.name() + " cannot be created: " + e.getMessage(), e);
        }
        try {
            domain.attach(platform.build(new Construction(domain, services, current)));
            return domain;
        } catch (DomainException | RuntimeException | LinkageError e) {
            domain.abandon();
            throw e instanceof DomainException known
                    ? known
                    : new DomainException("the platform cannot build " + config.name() + ": " + e.getMessage(), e);
        }
    }

    /** Passes on what happens to domains. */
    private final class Ends implements HostDomain.Observer {
        @Override
        public void ended(HostDomain domain, ShutdownReason reason) {
            listeners.forEach(listener -> tell(listener, l -> l.ended(domain, reason)));
        }

        @Override
        public void destroyed(HostDomain domain) {
            listeners.forEach(listener -> tell(listener, l -> l.destroyed(domain)));
            domains.remove(domain.id());
            names.remove(domain.config().name());
        }
    }

    @Override
    public List<Domain> domains() {
        return List.copyOf(domains.values());
    }

    @Override
    public Optional<Domain> domain(int id) {
        return Optional.ofNullable(domains.get(id));
    }

    @Override
    public Optional<Domain> domain(String name) {
        return domains.values().stream()
                .filter(d -> d.config().name().equals(name))
                .map(Domain.class::cast)
                .findFirst();
    }

    /** Destroys all domains and ends the host's threads. */
    @Override
    public void close() {
        domains.values().forEach(Domain::destroy);
        services.timer().close();
    }
}
