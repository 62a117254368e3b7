// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.event;

import org.osgi.annotation.versioning.ProviderType;
import org.xenolith.api.memory.SharedFrame;

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
     * What a port is connected to, as the guest's status call tells it.
     *
     * @param status the kind of connection
     * @param vcpu number of the vCPU that it notifies
     * @param remoteDomain id of the domain at, or allowed to take, the other end; 0 for the host; -1 if there is none
     * @param remotePort port of the other end, 0 if there is none
     * @param virq number of the virtual interrupt, -1 if it is not one
     */
    record PortInfo(Status status, int vcpu, int remoteDomain, int remotePort, int virq) {}

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

    /** Returns what a port is connected to; status {@link Status#CLOSED} for one out of range. */
    PortInfo info(int port);

    /**
     * Raises a virtual interrupt.
     *
     * @param virq number, 0 to 23
     * @param vcpu the vCPU whose it is; not used for one that a domain has once
     * @return 0, or -2 (ENOENT) if the guest has not bound it
     */
    int raiseVirq(int virq, int vcpu);

    /**
     * Returns the shared information page: pending bits at 0x30, mask bits at 0x230, and vCPU 0's vcpu_info at 0 until
     * it is registered elsewhere. The platform maps it where the guest asks for it.
     */
    SharedFrame sharedInfo();

    /**
     * Moves a vCPU's vcpu_info (48 bytes) into guest memory. Its contents go along, and everything is marked pending
     * once.
     *
     * @param vcpu number, from 0
     * @param address guest-physical, a multiple of 8
     * @return 0, or -2 (ENOENT) if there is no such vCPU, -16 (EBUSY) if it was registered before, -22 (EINVAL) if the
     *     structure would cross a page, is misaligned or is not in RAM
     */
    int registerVcpuInfo(int vcpu, long address);
}
