// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.SharedFrame;

/** Event channels that keep books and deliver nothing. */
public final class FakeEvents implements EventChannels {
    private final GuestMemory memory;
    private final int vcpus;
    private final SharedFrame sharedInfo;
    private final Map<Integer, PortInfo> ports = new HashMap<>();
    private final Set<Integer> registered = new HashSet<>();

    public FakeEvents(GuestMemory memory, int vcpus) {
        this.memory = memory;
        this.vcpus = vcpus;
        sharedInfo = memory.allocateShared();
        sharedInfo.segment().set(ValueLayout.JAVA_INT_UNALIGNED, 0xFFC, 0x5A5A5A5A);
    }

    private int allocate(PortInfo info) {
        for (int port = 1; port < PORTS; port++) {
            if (ports.putIfAbsent(port, info) == null) {
                return port;
            }
        }
        return -28;
    }

    @Override
    public int bindHost(Runnable notified) {
        return allocate(new PortInfo(Status.INTERDOMAIN, 0, 0, 0, -1));
    }

    @Override
    public int allocateUnbound(int remoteDomain) {
        return allocate(new PortInfo(Status.UNBOUND, 0, remoteDomain, 0, -1));
    }

    @Override
    public int bindInterdomain(int remoteDomain, int remotePort) {
        return -3;
    }

    @Override
    public int bindVirq(int virq, int vcpu) {
        for (PortInfo p : ports.values()) {
            if (p.virq() == virq && p.vcpu() == vcpu) {
                return -17;
            }
        }
        return allocate(new PortInfo(Status.VIRQ, vcpu, -1, 0, virq));
    }

    @Override
    public int bindIpi(int vcpu) {
        return allocate(new PortInfo(Status.IPI, vcpu, -1, 0, -1));
    }

    @Override
    public int bindVcpu(int port, int vcpu) {
        return ports.containsKey(port) ? 0 : -22;
    }

    @Override
    public int close(int port) {
        return ports.remove(port) == null ? -22 : 0;
    }

    @Override
    public int send(int port) {
        return ports.containsKey(port) ? 0 : -22;
    }

    @Override
    public int raise(int port) {
        return send(port);
    }

    @Override
    public int unmask(int port) {
        return 0;
    }

    @Override
    public int reset() {
        ports.clear();
        return 0;
    }

    @Override
    public Status status(int port) {
        return info(port).status();
    }

    @Override
    public int targetVcpu(int port) {
        return info(port).vcpu();
    }

    @Override
    public PortInfo info(int port) {
        return ports.getOrDefault(port, new PortInfo(Status.CLOSED, 0, -1, 0, -1));
    }

    @Override
    public int raiseVirq(int virq, int vcpu) {
        return -2;
    }

    @Override
    public SharedFrame sharedInfo() {
        return sharedInfo;
    }

    @Override
    public int registerVcpuInfo(int vcpu, long address) {
        if (vcpu >= vcpus) {
            return -2;
        }
        if ((address & 7) != 0 || !memory.contains(address, 48)) {
            return -22;
        }
        if (!registered.add(vcpu)) {
            return -16;
        }
        memory.write(address, 1, 1);
        memory.write(address + 8, 8, -1);
        return 0;
    }
}
