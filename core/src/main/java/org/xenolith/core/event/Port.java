// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.event;

import org.xenolith.api.event.EventChannels.PortInfo;
import org.xenolith.api.event.EventChannels.Status;

/**
 * What a port is connected to; immutable.
 *
 * @param vcpu number of the vCPU that it notifies
 */
record Port(End end, int vcpu) {
    /** The other end. */
    sealed interface End {}

    /** A domain may bind the other end. */
    record Unbound(int remoteDomain) implements End {}

    /** A port of a domain, possibly of the same one. */
    record Interdomain(TwoLevelChannels remote, int remotePort) implements End {}

    /** Something on the host that is told when the guest sends. */
    record Host(Runnable notified) implements End {}

    /** A virtual interrupt. */
    record Virq(VirqKind kind) implements End {}

    /** Another vCPU of the same domain. */
    record Ipi() implements End {}

    /** The hypervisor itself; the far end belongs to a daemon in a domain. */
    record Consumer(ConsumerPort port, int remoteDomain) implements End {}

    PortInfo info() {
        return switch (end) {
            case Unbound u -> new PortInfo(Status.UNBOUND, vcpu, u.remoteDomain, 0, -1);
            case Interdomain i -> new PortInfo(Status.INTERDOMAIN, vcpu, i.remote.domain(), i.remotePort, -1);
            case Host h -> new PortInfo(Status.INTERDOMAIN, vcpu, 0, 0, -1);
            case Virq v -> new PortInfo(Status.VIRQ, vcpu, -1, 0, v.kind.number());
            case Consumer c -> new PortInfo(Status.UNBOUND, vcpu, c.remoteDomain, 0, -1);
            case Ipi i -> new PortInfo(Status.IPI, vcpu, -1, 0, -1);
        };
    }
}
