// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenolith.api.memory.PinnedFrame;

/** A virtual machine with RAM from 0x40000000 to 0x4FFFFFFF. */
class FakeMachine implements VirtualMachine {
    static final long RAM = 0x4000_0000L;
    static final long END = 0x5000_0000L;
    static final long TX = RAM;
    static final long RX = RAM + 0x1000;

    private final int domain;
    private final int vcpus;
    private final boolean wide;
    private final Map<Long, byte[]> pages = new ConcurrentHashMap<>();
    /** Pages of others, and pages given to it, that it sees outside its RAM, by address. */
    final Map<Long, byte[]> foreign = new ConcurrentHashMap<>();
    /** Pages of its RAM that it does not see. */
    final Set<Long> concealed = ConcurrentHashMap.newKeySet();

    final List<String> signals = new CopyOnWriteArrayList<>();
    final AtomicInteger pinned = new AtomicInteger();
    volatile boolean online = true;
    volatile boolean interrupted;

    FakeMachine(int domain, int vcpus, boolean wide) {
        this.domain = domain;
        this.vcpus = vcpus;
        this.wide = wide;
    }

    byte[] page(long address) {
        return pages.computeIfAbsent(address & -4096, a -> new byte[4096]);
    }

    private final class Frame implements PinnedFrame {
        private final long address;
        private final byte[] bytes;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Frame(long address) {
            this.address = address;
            bytes = page(address);
            pinned.incrementAndGet();
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public void read(int offset, byte[] target, int at, int length) {
            Objects.checkFromIndexSize(offset, length, 4096);
            beforeRead(address, offset, length);
            System.arraycopy(bytes, offset, target, at, length);
        }

        @Override
        public void write(int offset, byte[] source, int at, int length) {
            Objects.checkFromIndexSize(offset, length, 4096);
            beforeWrite(address);
            System.arraycopy(source, at, bytes, offset, length);
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                pinned.decrementAndGet();
            }
        }
    }

    /** For a memory that changes between two looks at it. */
    void beforeRead(long address, int offset, int length) {}

    /** For counting what is written. */
    void beforeWrite(long address) {}

    /** For counting pages that appear and disappear. */
    void beforePlacing(long address) {}

    void fill(long address, int value) {
        Arrays.fill(page(address), (byte) value);
    }

    @Override
    public int domainId() {
        return domain;
    }

    @Override
    public String name() {
        return String.valueOf((char) ('A' + domain % 26)) + (domain < 26 ? "" : domain);
    }

    @Override
    public UUID handle() {
        return new UUID(7, domain);
    }

    @Override
    public int vcpus() {
        return vcpus;
    }

    @Override
    public boolean aarch64() {
        return wide;
    }

    @Override
    public boolean online(int vcpu) {
        return online;
    }

    @Override
    public void signal(int vcpu, int interrupt) {
        signals.add(interrupt + "@" + vcpu);
    }

    @Override
    public boolean interrupted(int vcpu) {
        return interrupted;
    }

    @Override
    public GuestPages pages() {
        return new GuestPages() {
            @Override
            public boolean vacant(long address) {
                boolean ram = address >= RAM && address < END;
                return address >= 0
                        && address < 1L << 48
                        && !foreign.containsKey(address)
                        && (!ram || concealed.contains(address));
            }

            @Override
            public void conceal(PinnedFrame own) {
                beforePlacing(own.address());
                concealed.add(own.address());
            }

            @Override
            public void reveal(PinnedFrame own) {
                beforePlacing(own.address());
                concealed.remove(own.address());
            }

            @Override
            public void show(long address, PinnedFrame others) {
                beforePlacing(address);
                foreign.put(address, ((Frame) others).bytes);
            }

            @Override
            public void give(long address, byte[] content) {
                beforePlacing(address);
                foreign.put(address, content.clone());
            }

            @Override
            public void withdraw(long address) {
                beforePlacing(address);
                foreign.remove(address);
            }
        };
    }

    @Override
    public Optional<PinnedFrame> pin(long address) {
        long page = address & -4096;
        boolean ram = Long.compareUnsigned(page, RAM) >= 0 && Long.compareUnsigned(page, END) < 0;
        return ram && !concealed.contains(page) ? Optional.of(new Frame(page)) : Optional.empty();
    }
}
