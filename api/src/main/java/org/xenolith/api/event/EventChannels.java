// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.event;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A domain's event channels, 2-level ABI (Xen public {@code event_channel.h}, {@code xen.h}).
 *
 * <p>Ports are 1 to {@link #PORTS} - 1. Operations return 0 or a port, or a negative errno as the guest sees it; the
 * guest's own calls and the host's go through the same methods. Any thread may call.
 */
@ProviderType
public interface EventChannels {
    /** Number of ports of the 2-level ABI with 64-bit words. */
    int PORTS = 4096;

    /** What a port is connected to. The ordinals are those of the guest's status call. */
    enum Status {
        /** Free. */
        CLOSED,
        /** Waiting for a domain to bind the other end. */
        UNBOUND,
        /** Connected to a port of a domain, or to a host endpoint. */
        INTERDOMAIN,
        /** A physical interrupt; unused here. */
        PIRQ,
        /** A virtual interrupt. */
        VIRQ,
        /** An inter-processor interrupt. */
        IPI
    }

    /**
     * Allocates the lowest free port for a host endpoint (a console daemon, a device model).
     *
     * @param notified runs when the guest sends on the port, on the guest's thread; it must not block
     * @return the port
     */
    int bindHost(Runnable notified);

    /** Allocates the lowest free port for another domain to bind. */
    int allocateUnbound(int remoteDomain);

    /** Binds to another domain's unbound port. The local port becomes pending at once. */
    int bindInterdomain(int remoteDomain, int remotePort);

    /** Allocates a port for a virtual interrupt; a second binding of the same one is -17 (EEXIST). */
    int bindVirq(int virq, int vcpu);

    /** Allocates a port for interrupts between vCPUs. */
    int bindIpi(int vcpu);

    /** Moves a port's notifications to another vCPU. */
    int bindVcpu(int port, int vcpu);

    /** Closes a port; its peer returns to unbound. */
    int close(int port);

    /** Sends on a port of this domain, as the guest does. */
    int send(int port);

    /** Raises a host-bound port towards the guest. */
    int raise(int port);

    /** Clears a port's mask; raises it again if it is pending. */
    int unmask(int port);

    /** Closes all ports. */
    int reset();

    /** Returns what a port is, {@link Status#CLOSED} for one out of range. */
    Status status(int port);

    /** Returns the vCPU that a port notifies. */
    int targetVcpu(int port);
}
