// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.memory;

import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.MemoryObserver;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.api.memory.SharedFrame;
import org.xenolith.api.memory.UnmappedAddressException;

/**
 * Guest memory in off-heap frames, found through a {@link FrameTable}.
 *
 * <p>Accesses take no lock. A write is followed by a full fence and a look at the frame's watch bit, and whoever
 * watches sets the bit before he reads the frame, so either he sees the bytes or the writer sees the bit.
 */
public final class PagedMemory implements GuestMemory, AutoCloseable {
    private static final long OFFSET = PAGE_SIZE - 1L;

    private final FrameTable table = new FrameTable();
    private final Backing backing;
    private final List<MemoryObserver> observers = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    /** How often each host frame is pinned; guarded by {@link #lock}. */
    private final Map<Long, Integer> pins = new HashMap<>();

    /**
     * Whose frames were ever shown here. What a vCPU has looked up may be used until its next block, so their addresses
     * have to stay reserved for as long as this memory's own.
     */
    private final Set<PagedMemory> lenders = Collections.newSetFromMap(new IdentityHashMap<>());

    private long pinned;
    private volatile long size;

    /** Creates an empty memory. */
    public PagedMemory(AddressSpace space) {
        backing = new Backing(space);
    }

    @Override
    public void populate(long address, long bytes) {
        checkRange(address, bytes);
        synchronized (lock) {
            if (table.touches(address, bytes)) {
                throw new IllegalArgumentException(range(address, bytes) + " overlaps RAM that is there");
            }
            table.setRange(address, bytes, backing.ram(address, bytes, pins::containsKey));
            size += bytes;
        }
        tellRemapped(address, bytes);
    }

    private static void checkRange(long address, long bytes) {
        boolean aligned = ((address | bytes) & OFFSET) == 0;
        if (!aligned || bytes <= 0 || address < 0 || bytes > FrameTable.LIMIT || address > FrameTable.LIMIT - bytes) {
            throw new IllegalArgumentException(range(address, bytes) + ", allowed: multiples of " + PAGE_SIZE
                    + ", size > 0, end at most 0x" + Long.toHexString(FrameTable.LIMIT));
        }
    }

    private static String range(long address, long bytes) {
        return "RAM at 0x" + Long.toHexString(address) + ", 0x" + Long.toHexString(bytes) + " bytes";
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean contains(long address, long length) {
        return length == 0
                || length > 0
                        && Long.compareUnsigned(address, FrameTable.LIMIT) < 0
                        && length <= FrameTable.LIMIT - address
                        && table.covers(address, length);
    }

    @Override
    public long read(long address, int width) {
        long offset = address & OFFSET;
        if (offset + width > PAGE_SIZE) {
            return readAcross(address, width);
        }
        long value = HostBytes.get(frame(address) + offset, width);
        Reference.reachabilityFence(this);
        return value;
    }

    private long readAcross(long address, int width) {
        byte[] bytes = new byte[checkedWidth(width)];
        read(address, bytes, 0, width);
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    @Override
    public void write(long address, int width, long value) {
        long offset = address & OFFSET;
        if (offset + width > PAGE_SIZE) {
            writeAcross(address, width, value);
            return;
        }
        HostBytes.put(frame(address) + offset, width, value);
        written(address, width);
    }

    private void writeAcross(long address, int width, long value) {
        byte[] bytes = new byte[checkedWidth(width)];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        write(address, bytes, 0, width);
    }

    private static int checkedWidth(int width) {
        if (width != 1 && width != 2 && width != 4 && width != 8) {
            throw HostBytes.badWidth(width);
        }
        return width;
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        checkMapped(address, length);
        int done = 0;
        while (done < length) {
            long at = address + done;
            int part = (int) Math.min(length - done, PAGE_SIZE - (at & OFFSET));
            HostBytes.get(frame(at) + (at & OFFSET), target, offset + done, part);
            done += part;
        }
        Reference.reachabilityFence(this);
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        checkMapped(address, length);
        int done = 0;
        while (done < length) {
            long at = address + done;
            int part = (int) Math.min(length - done, PAGE_SIZE - (at & OFFSET));
            HostBytes.put(frame(at) + (at & OFFSET), source, offset + done, part);
            written(at, part);
            done += part;
        }
    }

    private void checkMapped(long address, long length) {
        for (long done = 0; done < length; done += PAGE_SIZE - (address + done & OFFSET)) {
            frame(address + done);
        }
    }

    @Override
    public long compareAndExchange(long address, int width, long expected, long value) {
        checkAtomic(address, width);
        long found = HostBytes.compareAndExchange(frame(address) + (address & OFFSET), width, expected, value);
        written(address, width);
        return found;
    }

    @Override
    public long getAndBitwiseOr(long address, long bits) {
        checkAtomic(address, Long.BYTES);
        long found = HostBytes.getAndBitwiseOr(frame(address) + (address & OFFSET), bits);
        written(address, Long.BYTES);
        return found;
    }

    @Override
    public long getAndSet(long address, int width, long value) {
        checkAtomic(address, width);
        long found = HostBytes.getAndSet(frame(address) + (address & OFFSET), width, value);
        written(address, width);
        return found;
    }

    private static void checkAtomic(long address, int width) {
        if (width != 4 && width != 8 || (address & (width - 1)) != 0) {
            throw new IllegalArgumentException("atomic access of " + width + " bytes at 0x" + Long.toHexString(address)
                    + ", allowed: 4 or 8, naturally aligned");
        }
    }

    private long frame(long address) {
        long host = table.entry(address) & FrameTable.HOST;
        if (host == 0) {
            throw new UnmappedAddressException(address);
        }
        return host;
    }

    @Override
    public long hostFrame(long address) {
        return table.entry(address) & FrameTable.HOST;
    }

    @Override
    public void watch(long address) {
        setWatched(address, true);
    }

    @Override
    public void unwatch(long address) {
        setWatched(address, false);
    }

    private void setWatched(long address, boolean watched) {
        synchronized (lock) {
            if (isWatched(address) != watched && Long.compareUnsigned(address, FrameTable.LIMIT) < 0) {
                table.setWatched(address, watched);
            }
        }
    }

    @Override
    public boolean isWatched(long address) {
        return (table.entry(address) & FrameTable.WATCHED) != 0;
    }

    @Override
    public void mapShared(long address, SharedFrame frame) {
        if (!backing.owns(frame)) {
            throw new IllegalArgumentException("the frame was allocated by another memory");
        }
        checkRange(address, PAGE_SIZE);
        exchange(address, frame.segment().address());
    }

    @Override
    public void mapPinned(long address, PinnedFrame frame) {
        if (!(frame instanceof Pin pin) || !pin.open.get()) {
            throw new IllegalArgumentException("the frame is not pinned in a guest's memory");
        }
        checkRange(address, PAGE_SIZE);
        synchronized (lock) {
            if (pin.memory() != this) {
                lenders.add(pin.memory());
            }
        }
        exchange(address, pin.host);
    }

    @Override
    public void unmap(long address) {
        exchange(address & ~OFFSET, 0);
    }

    /** Pins by host frame: what the guest shows at the address may change meanwhile. */
    private final class Pin implements PinnedFrame {
        private final long address;
        private final long host;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Pin(long address, long host) {
            this.address = address;
            this.host = host;
        }

        private PagedMemory memory() {
            return PagedMemory.this;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public void read(int offset, byte[] target, int at, int length) {
            Objects.checkFromIndexSize(offset, length, PAGE_SIZE);
            Objects.checkFromIndexSize(at, length, target.length);
            HostBytes.get(host + offset, target, at, length);
            Reference.reachabilityFence(PagedMemory.this);
        }

        @Override
        public void write(int offset, byte[] source, int at, int length) {
            Objects.checkFromIndexSize(offset, length, PAGE_SIZE);
            Objects.checkFromIndexSize(at, length, source.length);
            HostBytes.put(host + offset, source, at, length);
            if (hostFrame(address) == host) {
                written(address + offset, length);
            }
            Reference.reachabilityFence(PagedMemory.this);
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                unpin(this);
            }
        }
    }

    @Override
    public Optional<PinnedFrame> pin(long address) {
        long first = address & ~OFFSET;
        synchronized (lock) {
            long host = hostFrame(first);
            if (host == 0 || !backing.isRam(first, host)) {
                return Optional.empty();
            }
            pins.merge(host, 1, Integer::sum);
            pinned++;
            return Optional.of(new Pin(first, host));
        }
    }

    private void unpin(Pin pin) {
        synchronized (lock) {
            pinned--;
            boolean last = pins.merge(pin.host, -1, (a, b) -> a + b == 0 ? null : a + b) == null;
            if (last && hostFrame(pin.address) != pin.host) {
                backing.released(pin.address, pin.host);
            }
        }
    }

    @Override
    public long pinned() {
        synchronized (lock) {
            return pinned;
        }
    }

    private void exchange(long address, long host) {
        long old;
        synchronized (lock) {
            old = hostFrame(address);
            if (old == host) {
                return;
            }
            table.set(address, host);
            size += (host == 0 ? 0 : PAGE_SIZE) - (old == 0 ? 0 : PAGE_SIZE);
        }
        tellRemapped(address, PAGE_SIZE);
        synchronized (lock) {
            if (hostFrame(address) != old && !pins.containsKey(old)) {
                backing.released(address, old);
            }
        }
    }

    @Override
    public SharedFrame allocateShared() {
        return backing.shared();
    }

    @Override
    public AutoCloseable observe(MemoryObserver observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }

    private void tellRemapped(long address, long bytes) {
        for (MemoryObserver observer : observers) {
            observer.remapped(address, bytes);
        }
    }

    private void written(long address, long bytes) {
        VarHandle.fullFence();
        if (isWatched(address)) {
            for (MemoryObserver observer : observers) {
                observer.written(address, bytes);
            }
        }
        Reference.reachabilityFence(this);
    }

    /**
     * Gives the memory back to the host. Accesses through this object fault from now on; host addresses handed out
     * before stay harmless (they show zeros) for as long as this object is reachable.
     */
    @Override
    public void close() {
        synchronized (lock) {
            table.clear();
            size = 0;
            backing.close();
        }
        observers.clear();
    }
}
