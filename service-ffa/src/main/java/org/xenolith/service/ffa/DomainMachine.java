// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.mediator.GuestPages;
import org.xenolith.service.ffa.mediator.VirtualMachine;

/** A domain as the mediator sees it. */
final class DomainMachine implements VirtualMachine {
    private static final UUID NIL = new UUID(0, 0);

    private final Domain domain;
    private final UUID handle;
    private final GuestPages pages;

    DomainMachine(Domain domain) {
        this.domain = domain;
        pages = GuestPages.of(domain.memory());
        handle = Optional.ofNullable(domain.config().settings().get("uuid"))
                .map(UUID::fromString)
                .orElse(NIL);
    }

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
        return handle;
    }

    @Override
    public int vcpus() {
        return domain.config().vcpus();
    }

    /** Guests' kernels run in AArch64 only. */
    @Override
    public boolean aarch64() {
        return true;
    }

    @Override
    public boolean online(int vcpu) {
        List<Vcpu> vcpus = domain.vcpus();
        return vcpu < vcpus.size() && vcpus.get(vcpu).state() != RunState.OFF;
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
        return pages;
    }

    @Override
    public Optional<PinnedFrame> pin(long address) {
        return domain.memory().pin(address);
    }
}
