// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import org.xenolith.api.event.EventChannels;

/** event_channel_op: the guest's side of {@link EventChannels}; the FIFO interface is not offered. */
final class EventChannelOp implements Hypercall {
    private static final int VIRQS = 24;
    /** TIMER, DEBUG, XENOPROF and XENPMU: one for each vCPU. */
    private static final int PER_VCPU_VIRQS = 1 << 0 | 1 << 1 | 1 << 7 | 1 << 13;

    private static final int ARGO_VIRQ = 11;

    private final XenHost host;
    private final EventChannels events;

    EventChannelOp(XenHost host) {
        this.host = host;
        events = host.events();
    }

    @Override
    public long call(HypercallFrame frame) {
        return switch (frame.operation()) {
            case 0 -> bindInterdomain(frame);
            case 1 -> bindVirq(frame);
            case 3 -> onPort(frame, events::close);
            case 4 -> onPort(frame, events::send);
            case 5 -> status(frame);
            case 6 -> allocateUnbound(frame);
            case 7 -> bindIpi(frame);
            case 8 -> bindVcpu(frame);
            case 9 -> onPort(frame, events::unmask);
            case 10 -> reset(frame);
            default -> -Errno.ENOSYS;
        };
    }

    private interface PortAction {
        int apply(int port);
    }

    /** {u32 port}. */
    private static long onPort(HypercallFrame frame, PortAction action) {
        if (!frame.fetch(frame.argument(1), 4)) {
            return -Errno.EFAULT;
        }
        long port = frame.buffer.u32(0);
        return port >= EventChannels.PORTS ? -Errno.EINVAL : action.apply((int) port);
    }

    /** Stores an allocated port into the structure, or gives up the port that the guest will never learn of. */
    private long allocated(HypercallFrame frame, int offset, int port) {
        if (port < 0) {
            return port;
        }
        frame.buffer.put32(offset, port);
        if (frame.store(frame.argument(1), offset, 4)) {
            return 0;
        }
        events.close(port);
        return -Errno.EFAULT;
    }

    private int domain(int id) {
        return id == DomainIds.SELF ? host.domainId() : id;
    }

    /** {u16 remote domain, u32 remote port @4, out u32 local port @8}. */
    private long bindInterdomain(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 12)) {
            return -Errno.EFAULT;
        }
        long port = frame.buffer.u32(4);
        if (port >= EventChannels.PORTS) {
            return -Errno.EINVAL;
        }
        return allocated(frame, 8, events.bindInterdomain(domain(frame.buffer.u16(0)), (int) port));
    }

    /** {u32 virq, u32 vcpu @4, out u32 port @8}. */
    private long bindVirq(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 12)) {
            return -Errno.EFAULT;
        }
        long virq = frame.buffer.u32(0);
        long vcpu = frame.buffer.u32(4);
        if (virq >= VIRQS) {
            return -Errno.EINVAL;
        }
        boolean perVcpu = (PER_VCPU_VIRQS >> virq & 1) != 0;
        if (!perVcpu && vcpu != 0) {
            return -Errno.EINVAL;
        }
        if (vcpu >= host.vcpus()) {
            return -Errno.ENOENT;
        }
        if (!perVcpu && virq != ARGO_VIRQ) {
            return -Errno.EBUSY;
        }
        return allocated(frame, 8, events.bindVirq((int) virq, (int) vcpu));
    }

    /** {u16 domain, u16 remote domain @2, out u32 port @4}. */
    private long allocateUnbound(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 8)) {
            return -Errno.EFAULT;
        }
        int self = DomainIds.checkSelf(host, frame.buffer.u16(0));
        if (self != 0) {
            return self;
        }
        return allocated(frame, 4, events.allocateUnbound(domain(frame.buffer.u16(2))));
    }

    /** {u32 vcpu, out u32 port @4}. */
    private long bindIpi(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 8)) {
            return -Errno.EFAULT;
        }
        long vcpu = frame.buffer.u32(0);
        return vcpu >= host.vcpus() ? -Errno.ENOENT : allocated(frame, 4, events.bindIpi((int) vcpu));
    }

    /** {u32 port, u32 vcpu @4}. */
    private long bindVcpu(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 8)) {
            return -Errno.EFAULT;
        }
        long port = frame.buffer.u32(0);
        long vcpu = frame.buffer.u32(4);
        if (vcpu >= host.vcpus()) {
            return -Errno.ENOENT;
        }
        return port >= EventChannels.PORTS ? -Errno.EINVAL : events.bindVcpu((int) port, (int) vcpu);
    }

    /** {u16 domain}. */
    private long reset(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 2)) {
            return -Errno.EFAULT;
        }
        int self = DomainIds.checkSelf(host, frame.buffer.u16(0));
        return self != 0 ? self : events.reset();
    }

    /** {u16 domain, u32 port @4, out u32 status @8, u32 vcpu @12, union @16}. */
    private long status(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 24)) {
            return -Errno.EFAULT;
        }
        int self = DomainIds.checkSelf(host, frame.buffer.u16(0));
        if (self != 0) {
            return self;
        }
        long port = frame.buffer.u32(4);
        if (port >= EventChannels.PORTS) {
            return -Errno.EINVAL;
        }
        EventChannels.PortInfo info = events.info((int) port);
        frame.buffer.put32(8, info.status().ordinal());
        frame.buffer.put32(12, info.vcpu());
        switch (info.status()) {
            case UNBOUND -> frame.buffer.put16(16, info.remoteDomain());
            case INTERDOMAIN -> {
                frame.buffer.put16(16, info.remoteDomain());
                frame.buffer.put32(20, info.remotePort());
            }
            case VIRQ -> frame.buffer.put32(16, info.virq());
            case CLOSED, PIRQ, IPI -> {
                // nothing more to tell
            }
        }
        return frame.store(frame.argument(1), 24) ? 0 : -Errno.EFAULT;
    }
}
