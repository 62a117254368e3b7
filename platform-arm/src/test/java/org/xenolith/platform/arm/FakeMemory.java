// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.MemoryObserver;
import org.xenolith.api.memory.SharedFrame;
import org.xenolith.api.memory.UnmappedAddressException;

/** Guest memory for one thread: a map of pages. */
public final class FakeMemory implements GuestMemory {
    private final Map<Long, MemorySegment> frames = new HashMap<>();

    private record Frame(MemorySegment segment) implements SharedFrame {}

    private static MemorySegment page() {
        return MemorySegment.ofArray(new long[PAGE_SIZE / 8]);
    }

    @Override
    public void populate(long address, long size) {
        if (contains(address, 1) || (address & PAGE_SIZE - 1) != 0 || address >>> 40 != 0) {
            throw new IllegalArgumentException("populate at 0x" + Long.toHexString(address));
        }
        for (long n = 0; n < size >> PAGE_SHIFT; n++) {
            if (frames.putIfAbsent((address >> PAGE_SHIFT) + n, page()) != null) {
                throw new IllegalArgumentException("overlap at 0x" + Long.toHexString(address));
            }
        }
    }

    @Override
    public long size() {
        return (long) frames.size() << PAGE_SHIFT;
    }

    @Override
    public boolean contains(long address, long length) {
        for (long at = address >> PAGE_SHIFT; at <= address + length - 1 >> PAGE_SHIFT; at++) {
            if (!frames.containsKey(at)) {
                return false;
            }
        }
        return true;
    }

    private MemorySegment frame(long address) {
        MemorySegment frame = frames.get(address >> PAGE_SHIFT);
        if (frame == null) {
            throw new UnmappedAddressException(address);
        }
        return frame;
    }

    @Override
    public long read(long address, int width) {
        long value = 0;
        for (int n = width - 1; n >= 0; n--) {
            byte b = frame(address + n).get(ValueLayout.JAVA_BYTE, address + n & PAGE_SIZE - 1);
            value = value << 8 | b & 0xFF;
        }
        return value;
    }

    @Override
    public void write(long address, int width, long value) {
        for (int n = 0; n < width; n++) {
            frame(address + n).set(ValueLayout.JAVA_BYTE, address + n & PAGE_SIZE - 1, (byte) (value >> 8 * n));
        }
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        for (int n = 0; n < length; n++) {
            target[offset + n] = (byte) read(address + n, 1);
        }
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        for (int n = 0; n < length; n++) {
            write(address + n, 1, source[offset + n]);
        }
    }

    @Override
    public long compareAndExchange(long address, int width, long expected, long value) {
        long found = read(address, width);
        if (found == expected) {
            write(address, width, value);
        }
        return found;
    }

    @Override
    public long getAndBitwiseOr(long address, long bits) {
        long found = read(address, 8);
        write(address, 8, found | bits);
        return found;
    }

    @Override
    public long getAndSet(long address, int width, long value) {
        long found = read(address, width);
        write(address, width, value);
        return found;
    }

    @Override
    public long hostFrame(long address) {
        return 0;
    }

    @Override
    public void watch(long address) {
        throw new UnsupportedOperationException("watch");
    }

    @Override
    public void unwatch(long address) {
        throw new UnsupportedOperationException("unwatch");
    }

    @Override
    public boolean isWatched(long address) {
        return false;
    }

    @Override
    public void mapShared(long address, SharedFrame frame) {
        frames.put(address >> PAGE_SHIFT, frame.segment());
    }

    @Override
    public void unmap(long address) {
        frames.remove(address >> PAGE_SHIFT);
    }

    @Override
    public SharedFrame allocateShared() {
        return new Frame(page());
    }

    @Override
    public AutoCloseable observe(MemoryObserver observer) {
        throw new UnsupportedOperationException("observe");
    }
}
