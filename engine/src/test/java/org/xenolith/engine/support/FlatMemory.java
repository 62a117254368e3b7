// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.support;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.MemoryObserver;
import org.xenolith.api.memory.SharedFrame;
import org.xenolith.api.memory.UnmappedAddressException;
import org.xenolith.engine.mmu.HostMemory;

/** Guest memory of a few fixed ranges, for tests. */
public final class FlatMemory implements GuestMemory {
    private record Range(long base, MemorySegment bytes) {
        boolean contains(long address) {
            return Long.compareUnsigned(address - base, bytes.byteSize()) < 0;
        }
    }

    private final List<Range> ranges = new CopyOnWriteArrayList<>();
    private final Set<Long> watched = ConcurrentHashMap.newKeySet();
    private final List<MemoryObserver> observers = new CopyOnWriteArrayList<>();

    @Override
    public void populate(long address, long size) {
        ranges.add(new Range(address, Arena.ofAuto().allocate(size, PAGE_SIZE)));
    }

    @Override
    public long size() {
        return ranges.stream().mapToLong(r -> r.bytes.byteSize()).sum();
    }

    @Override
    public boolean contains(long address, long length) {
        return ranges.stream().anyMatch(r -> r.contains(address) && r.contains(address + length - 1));
    }

    private long host(long address) {
        long frame = hostFrame(address);
        if (frame == 0) {
            throw new UnmappedAddressException(address);
        }
        return frame + (address & (PAGE_SIZE - 1));
    }

    private static int log2(int width) {
        return Integer.numberOfTrailingZeros(width);
    }

    @Override
    public long read(long address, int width) {
        return HostMemory.get(host(address), log2(width));
    }

    @Override
    public void write(long address, int width, long value) {
        HostMemory.set(host(address), log2(width), value);
        written(address, width);
    }

    private void written(long address, long size) {
        if (watched.contains(address & -PAGE_SIZE)) {
            observers.forEach(o -> o.written(address, size));
        }
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        for (int i = 0; i < length; i++) {
            target[offset + i] = (byte) read(address + i, 1);
        }
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        for (int i = 0; i < length; i++) {
            write(address + i, 1, source[offset + i]);
        }
    }

    @Override
    public long compareAndExchange(long address, int width, long expected, long value) {
        return HostMemory.compareAndExchange(host(address), log2(width), expected, value);
    }

    @Override
    public long getAndBitwiseOr(long address, long bits) {
        long old = read(address, 8);
        write(address, 8, old | bits);
        return old;
    }

    @Override
    public long getAndSet(long address, int width, long value) {
        long old = read(address, width);
        write(address, width, value);
        return old;
    }

    @Override
    public long hostFrame(long address) {
        for (Range r : ranges) {
            if (r.contains(address)) {
                return r.bytes.address() + ((address - r.base) & -PAGE_SIZE);
            }
        }
        return 0;
    }

    @Override
    public void watch(long address) {
        watched.add(address & -PAGE_SIZE);
    }

    @Override
    public void unwatch(long address) {
        watched.remove(address & -PAGE_SIZE);
    }

    @Override
    public boolean isWatched(long address) {
        return watched.contains(address & -PAGE_SIZE);
    }

    @Override
    public void mapShared(long address, SharedFrame frame) {
        ranges.addFirst(new Range(address, frame.segment()));
        observers.forEach(o -> o.remapped(address, PAGE_SIZE));
    }

    @Override
    public void unmap(long address) {
        throw new IllegalStateException("flat memory cannot unmap");
    }

    @Override
    public SharedFrame allocateShared() {
        MemorySegment bytes = Arena.ofAuto().allocate(PAGE_SIZE, PAGE_SIZE);
        return () -> bytes;
    }

    @Override
    public AutoCloseable observe(MemoryObserver observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }
}
