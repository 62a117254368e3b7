// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.event;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.SharedFrame;
import org.xenolith.core.event.Port.End;

/** A domain's event channels. Results are those of Xen 4.23 for an unprivileged domain. */
public final class TwoLevelChannels implements EventChannels, AutoCloseable {
    private static final int ESRCH = -3;
    private static final int EEXIST = -17;
    private static final int ENOSPC = -28;

    /** The domain id by which a guest names itself. */
    private static final int DOMID_SELF = 0x7FF0;

    private static final PortInfo NOTHING = new PortInfo(Status.CLOSED, 0, -1, 0, -1);

    private final int domain;
    private final ChannelDirectory directory;
    private final PendingBits bits;
    private final AtomicReferenceArray<@Nullable Port> ports = new AtomicReferenceArray<>(PORTS);

    /**
     * Creates the channels, all closed, and enters them in the directory.
     *
     * @param domain the domain's id
     * @param vcpus number of vCPUs, at least 1
     * @param upcall makes an event-channel upcall pending at a vCPU; called without locks
     */
    public TwoLevelChannels(int domain, int vcpus, GuestMemory memory, ChannelDirectory directory, IntConsumer upcall) {
        this.domain = domain;
        this.directory = directory;
        bits = new PendingBits(memory, vcpus, upcall);
        directory.join(this);
    }

    int domain() {
        return domain;
    }

    private @Nullable Port port(int number) {
        return number > 0 && number < PORTS ? ports.get(number) : null;
    }

    private boolean hasVcpu(int vcpu) {
        return vcpu >= 0 && vcpu < bits.vcpus();
    }

    /** Takes the lowest free port. The directory's monitor is held. */
    private int allocate(End end, int vcpu) {
        for (int number = 1; number < PORTS; number++) {
            if (ports.get(number) == null) {
                ports.set(number, new Port(end, vcpu));
                return number;
            }
        }
        return ENOSPC;
    }

    @Override
    public int bindHost(Runnable notified) {
        synchronized (directory) {
            return allocate(new Port.Host(notified), 0);
        }
    }

    /**
     * Allocates the lowest free port for the hypervisor's own use.
     *
     * @param remoteDomain id of the domain whose daemon has the far end
     * @return the port, or null if none is free
     */
    public @Nullable ConsumerPort bindConsumer(int remoteDomain) {
        ConsumerPort port = new ConsumerPort(this);
        synchronized (directory) {
            int number = allocate(new Port.Consumer(port, remoteDomain), 0);
            if (number < 0) {
                return null;
            }
            port.allocated(number);
            return port;
        }
    }

    /** Frees a port that {@link #bindConsumer} has allocated. */
    void release(int number) {
        synchronized (directory) {
            ports.set(number, null);
        }
    }

    @Override
    public int allocateUnbound(int remoteDomain) {
        synchronized (directory) {
            return allocate(new Port.Unbound(resolve(remoteDomain)), 0);
        }
    }

    private int resolve(int named) {
        return named == DOMID_SELF ? domain : named;
    }

    @Override
    public int bindInterdomain(int remoteDomain, int remotePort) {
        int local;
        synchronized (directory) {
            TwoLevelChannels remote = directory.find(resolve(remoteDomain));
            if (remote == null) {
                return ESRCH;
            }
            Port other = remote.port(remotePort);
            if (other == null || !(other.end() instanceof Port.Unbound unbound) || unbound.remoteDomain() != domain) {
                return PendingBits.EINVAL;
            }
            local = allocate(new Port.Interdomain(remote, remotePort), 0);
            if (local < 0) {
                return local;
            }
            remote.ports.set(remotePort, new Port(new Port.Interdomain(this, local), other.vcpu()));
        }
        bits.raise(local, 0);
        return local;
    }

    @Override
    public int bindVirq(int virq, int vcpu) {
        if (virq < 0 || virq >= VirqKind.LIMIT) {
            return PendingBits.EINVAL;
        }
        VirqKind kind = VirqKind.of(virq).orElse(null);
        if (kind == null) {
            return PendingBits.EBUSY;
        }
        if (kind.global() && vcpu != 0) {
            return PendingBits.EINVAL;
        }
        if (!hasVcpu(vcpu)) {
            return PendingBits.ENOENT;
        }
        synchronized (directory) {
            return find(boundTo(kind, vcpu)) > 0 ? EEXIST : allocate(new Port.Virq(kind), vcpu);
        }
    }

    private static Predicate<Port> boundTo(VirqKind kind, int vcpu) {
        return p -> p.end() instanceof Port.Virq v && v.kind() == kind && (kind.global() || p.vcpu() == vcpu);
    }

    /** Returns the lowest port of that sort, or -1. */
    private int find(Predicate<Port> sort) {
        for (int number = 1; number < PORTS; number++) {
            Port port = ports.get(number);
            if (port != null && sort.test(port)) {
                return number;
            }
        }
        return -1;
    }

    @Override
    public int bindIpi(int vcpu) {
        if (!hasVcpu(vcpu)) {
            return PendingBits.ENOENT;
        }
        synchronized (directory) {
            return allocate(new Port.Ipi(), vcpu);
        }
    }

    @Override
    public int bindVcpu(int number, int vcpu) {
        if (!hasVcpu(vcpu)) {
            return PendingBits.ENOENT;
        }
        synchronized (directory) {
            Port port = port(number);
            if (port == null
                    || port.end() instanceof Port.Ipi
                    || port.end() instanceof Port.Consumer
                    || port.end() instanceof Port.Virq v && !v.kind().global()) {
                return PendingBits.EINVAL;
            }
            ports.set(number, new Port(port.end(), vcpu));
            return 0;
        }
    }

    @Override
    public int close(int number) {
        synchronized (directory) {
            Port port = port(number);
            if (port == null || port.end() instanceof Port.Consumer) {
                return PendingBits.EINVAL;
            }
            if (port.end() instanceof Port.Interdomain peer) {
                peer.remote().detach(peer.remotePort(), domain);
            }
            ports.set(number, null);
            bits.withdraw(number);
            return 0;
        }
    }

    private void detach(int number, int remoteDomain) {
        Port port = port(number);
        if (port != null) {
            ports.set(number, new Port(new Port.Unbound(remoteDomain), port.vcpu()));
        }
    }

    @Override
    public int send(int number) {
        Port port = port(number);
        if (port == null) {
            return PendingBits.EINVAL;
        }
        return switch (port.end()) {
            case Port.Unbound u -> 0;
            case Port.Virq v -> PendingBits.EINVAL;
            case Port.Consumer c -> PendingBits.EINVAL;
            case Port.Interdomain peer -> peer.remote().deliver(peer.remotePort());
            case Port.Ipi i -> deliver(number);
            case Port.Host host -> {
                host.notified().run();
                yield 0;
            }
        };
    }

    /** Makes a port pending at the vCPU that it notifies; one that has just been closed loses the event. */
    private int deliver(int number) {
        Port port = port(number);
        if (port != null) {
            bits.raise(number, port.vcpu());
        }
        return 0;
    }

    @Override
    public int raise(int number) {
        Port port = port(number);
        return port != null && port.end() instanceof Port.Host ? deliver(number) : PendingBits.EINVAL;
    }

    @Override
    public int raiseVirq(int virq, int vcpu) {
        int number = VirqKind.of(virq).map(kind -> find(boundTo(kind, vcpu))).orElse(-1);
        return number > 0 ? deliver(number) : PendingBits.ENOENT;
    }

    @Override
    public int unmask(int number) {
        if (number <= 0 || number >= PORTS) {
            return PendingBits.EINVAL;
        }
        Port port = port(number);
        bits.unmask(number, port == null ? 0 : port.vcpu());
        return 0;
    }

    @Override
    public int reset() {
        for (int number = 1; number < PORTS; number++) {
            if (ports.get(number) != null) {
                close(number);
            }
        }
        return 0;
    }

    @Override
    public Status status(int number) {
        return info(number).status();
    }

    @Override
    public int targetVcpu(int number) {
        return info(number).vcpu();
    }

    @Override
    public PortInfo info(int number) {
        Port port = port(number);
        return port == null ? NOTHING : port.info();
    }

    @Override
    public SharedFrame sharedInfo() {
        return bits.frame();
    }

    @Override
    public int registerVcpuInfo(int vcpu, long address) {
        return bits.register(vcpu, address);
    }

    /** Closes all ports and leaves the directory: nobody can bind to this domain any more. */
    @Override
    public void close() {
        synchronized (directory) {
            directory.leave(this);
            reset();
        }
    }
}
