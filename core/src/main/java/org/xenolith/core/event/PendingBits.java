// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.event;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.SharedFrame;

/**
 * The bits by which a guest learns of events: a pending and a mask bit for each port in the shared information page, and
 * for each vCPU a selector of pending words and an upcall flag in its vcpu_info (Xen public {@code xen.h}, arm64
 * layout).
 */
final class PendingBits {
    static final int ENOENT = -2;
    static final int EBUSY = -16;
    static final int EINVAL = -22;

    private static final int PENDING = 0x30;
    private static final int MASK = 0x230;
    private static final int UPCALL = 0;
    private static final int SELECTOR = 8;
    private static final int INFO_SIZE = 48;

    private final GuestMemory memory;
    private final SharedFrame frame;
    private final Words shared;
    private final AtomicReferenceArray<Words> infos;
    private final boolean[] registered;
    private final IntConsumer upcall;

    /**
     * Creates the bits, all clear.
     *
     * @param upcall makes an event-channel upcall pending at a vCPU
     */
    PendingBits(GuestMemory memory, int vcpus, IntConsumer upcall) {
        this.memory = memory;
        this.upcall = upcall;
        frame = memory.allocateShared();
        shared = new Words.OfFrame(frame.segment());
        infos = new AtomicReferenceArray<>(vcpus);
        registered = new boolean[vcpus];
        infos.set(0, shared);
        for (int i = 1; i < vcpus; i++) {
            infos.set(i, new Words.OfHost(INFO_SIZE / Long.BYTES));
        }
    }

    SharedFrame frame() {
        return frame;
    }

    int vcpus() {
        return registered.length;
    }

    /** Makes a port pending; if that is news and the port is not masked, the vCPU is told. */
    void raise(int port, int vcpu) {
        int word = wordOffset(port);
        if ((shared.or(PENDING + word, 1L << port) & 1L << port) == 0 && (shared.get(MASK + word) & 1L << port) == 0) {
            select(port, vcpu);
        }
    }

    /** Clears a port's mask bit; if it was set and the port is pending, the vCPU is told. */
    void unmask(int port, int vcpu) {
        int word = wordOffset(port);
        if ((shared.andNot(MASK + word, 1L << port) & 1L << port) != 0
                && (shared.get(PENDING + word) & 1L << port) != 0) {
            select(port, vcpu);
        }
    }

    /** Clears a port's pending bit. */
    void withdraw(int port) {
        shared.andNot(PENDING + wordOffset(port), 1L << port);
    }

    private void select(int port, int vcpu) {
        Words info = infos.get(vcpu);
        long bit = 1L << (port >>> 6);
        if ((info.or(SELECTOR, bit) & bit) == 0) {
            announce(info, vcpu);
        }
    }

    private void announce(Words info, int vcpu) {
        if ((info.or(UPCALL, 1) & 0xFF) == 0) {
            upcall.accept(vcpu);
        }
    }

    private static int wordOffset(int port) {
        return (port >>> 6) * Long.BYTES;
    }

    /** See {@link org.xenolith.api.event.EventChannels#registerVcpuInfo}. */
    int register(int vcpu, long address) {
        Words info = new Words.OfGuest(memory, address);
        synchronized (this) {
            if (vcpu < 0 || vcpu >= registered.length) {
                return ENOENT;
            }
            if (registered[vcpu]) {
                return EBUSY;
            }
            boolean fits = (address & GuestMemory.PAGE_SIZE - 1) + INFO_SIZE <= GuestMemory.PAGE_SIZE;
            if (!fits || (address & 7) != 0 || !memory.contains(address, INFO_SIZE)) {
                return EINVAL;
            }
            registered[vcpu] = true;
            Words old = infos.get(vcpu);
            for (int offset = 0; offset < INFO_SIZE; offset += Long.BYTES) {
                info.andNot(offset, -1);
                info.or(offset, old.get(offset));
            }
            infos.set(vcpu, info);
        }
        info.or(SELECTOR, -1);
        info.or(UPCALL, 1);
        upcall.accept(vcpu);
        return 0;
    }
}
