// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench.ffa;

import java.util.Optional;
import java.util.UUID;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.mediator.GuestPages;
import org.xenolith.service.ffa.mediator.VirtualMachine;

/**
 * A virtual machine with one vCPU that does not run: pages of its own, and interrupts that nobody takes.
 *
 * @param domainId domain id, from 0
 */
record Machine(int domainId) implements VirtualMachine {
    private static final int PAGE = 4096;

    @Override
    public String name() {
        return "vm" + domainId;
    }

    @Override
    public UUID handle() {
        return new UUID(0, domainId);
    }

    @Override
    public int vcpus() {
        return 1;
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
    public void signal(int vcpu, int interrupt) {}

    @Override
    public boolean interrupted(int vcpu) {
        return false;
    }

    @Override
    public GuestPages pages() {
        throw new UnsupportedOperationException("a machine without an address space");
    }

    @Override
    public Optional<PinnedFrame> pin(long address) {
        return Optional.of(new Page(address, new byte[PAGE]));
    }

    /** A page in an array. */
    record Page(long address, byte[] bytes) implements PinnedFrame {
        @Override
        public void read(int offset, byte[] target, int at, int length) {
            System.arraycopy(bytes, offset, target, at, length);
        }

        @Override
        public void write(int offset, byte[] source, int at, int length) {
            System.arraycopy(source, at, bytes, offset, length);
        }

        @Override
        public void close() {}
    }
}
