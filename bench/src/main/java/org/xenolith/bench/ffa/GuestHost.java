// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench.ffa;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.call.CallHandler;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.DomainListener;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.api.time.TimeMode;
import org.xenolith.core.host.Host;
import org.xenolith.core.host.HostSettings;
import org.xenolith.device.pl011.Pl011Factory;
import org.xenolith.platform.arm.machine.ArmPlatform;
import org.xenolith.service.ffa.mediator.Endpoint;
import org.xenolith.service.ffa.mediator.GuestPages;
import org.xenolith.service.ffa.mediator.RefusedException;
import org.xenolith.service.ffa.mediator.VirtualMachine;

/** A host without a container, whose guests reach a mediator by their own instructions. */
final class GuestHost implements CallHandler, DomainListener, AutoCloseable {
    private static final long FIRST = 0x8400_0060L;
    private static final long FIRST_64 = 0xC400_0060L;
    private static final int LAST = 0x2E;
    private static final long MEMORY = 64L << 20;

    private final Host host = new Host(HostSettings.DEFAULT, (level, message, cause) -> {});
    private final SecureSide side;
    private final Map<Integer, Endpoint> endpoints = new ConcurrentHashMap<>();
    private final Path images;

    /**
     * A guest that runs.
     *
     * @param domain its domain
     * @param printed what it has printed
     */
    record Guest(Domain domain, StringBuffer printed) {}

    /**
     * Starts a host.
     *
     * @param images the folder of the guests' images
     */
    GuestHost(Path images, boolean trusted) {
        this.images = images;
        side = new SecureSide(trusted);
        host.addPlatform(new ArmPlatform(), "aarch64", 0, 1);
        host.addFactory(new Pl011Factory((String text) -> {}), "pl011", 0, 2);
        host.addListener(this);
        host.calls().addFunctions(FIRST, FIRST + LAST, 0, 3, this);
        host.calls().addFunctions(FIRST_64, FIRST_64 + LAST, 0, 4, this);
    }

    /** Starts a guest. */
    Guest start(String image, String arguments) throws DomainException {
        Domain domain = create(image, arguments);
        StringBuffer printed = new StringBuffer();
        domain.console()
                .orElseThrow()
                .attach(
                        (bytes, offset, length) ->
                                printed.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1)),
                        true);
        domain.unpause();
        return new Guest(domain, printed);
    }

    /** Builds a guest that does not run; it takes part once it has negotiated, which it has then. */
    Domain create(String image, String arguments) throws DomainException {
        return host.create(new DomainConfig(
                "ffa" + endpoints.size(),
                "aarch64",
                MEMORY,
                1,
                images.resolve(image + ".bin"),
                Optional.empty(),
                arguments,
                TimeMode.WALL,
                Map.of("tee", "ffa")));
    }

    @Override
    public void admit(Domain domain) throws DomainException {
        try {
            endpoints.put(domain.id(), side.mediator.create(new Running(domain)));
        } catch (RefusedException e) {
            throw new DomainException("FF-A refuses the domain: " + e);
        }
    }

    @Override
    public void destroyed(Domain domain) {
        Endpoint gone = endpoints.remove(domain.id());
        if (gone != null) {
            side.mediator.destroy(gone);
        }
    }

    @Override
    public boolean call(CallContext context) {
        Endpoint caller = endpoints.get(context.domain().id());
        return caller != null && side.mediator.call(caller, context.vcpu(), context);
    }

    @Override
    public void close() {
        host.close();
        side.close();
    }

    private record Running(Domain domain) implements VirtualMachine {
        @Override
        public int domainId() {
            return domain.id();
        }

        @Override
        public String name() {
            return domain.config().name();
        }

        @Override
        public UUID handle() {
            return new UUID(0, domain.id());
        }

        @Override
        public int vcpus() {
            return domain.vcpus().size();
        }

        @Override
        public boolean aarch64() {
            return true;
        }

        @Override
        public boolean online(int vcpu) {
            return true;
        }

        @Override
        public void signal(int vcpu, int interrupt) {
            domain.interrupts().signal(vcpu, interrupt);
        }

        @Override
        public boolean interrupted(int vcpu) {
            return domain.interrupts().waiting(vcpu);
        }

        @Override
        public GuestPages pages() {
            return GuestPages.of(domain.memory());
        }

        @Override
        public Optional<PinnedFrame> pin(long address) {
            return domain.memory().pin(address);
        }
    }
}
