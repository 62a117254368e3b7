// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/** Where reservations come from. Obtained once per host; safe from any thread. */
public abstract sealed class AddressSpace {
    AddressSpace() {}

    /** Returns the best way to reserve memory that this host has. */
    public static AddressSpace ofHost() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.contains("linux")) {
            Linker linker = Linker.nativeLinker();
            SymbolLookup symbols = linker.defaultLookup();
            Optional<MemorySegment> mmap = symbols.find("mmap");
            Optional<MemorySegment> munmap = symbols.find("munmap");
            Optional<MemorySegment> madvise = symbols.find("madvise");
            if (mmap.isPresent() && munmap.isPresent() && madvise.isPresent()) {
                return new Mapped(linker, mmap.get(), munmap.get(), madvise.get());
            }
        }
        return new Allocated();
    }

    /**
     * Reserves zeros.
     *
     * @param size bytes, a positive multiple of the frame size
     * @throws IllegalArgumentException if the host refuses
     */
    abstract Reservation reserve(long size);

    /** Makes a part of a reservation hold zeros and gives its memory back. */
    abstract void discard(MemorySegment part);

    static IllegalArgumentException refused(long size, String why) {
        return new IllegalArgumentException("the host cannot reserve " + size + " bytes: " + why);
    }

    /**
     * Anonymous private mappings without swap reservation: a guest costs what it has touched. Constants are those of
     * the Linux ABI, equal on x86-64 and AArch64.
     */
    @SuppressWarnings("restricted")
    private static final class Mapped extends AddressSpace {
        private static final int PROT_READ_WRITE = 1 | 2;
        private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000;
        private static final int MADV_DONTNEED = 4;
        private static final long MAP_FAILED = -1;

        private final MethodHandle mmap;
        private final MethodHandle munmap;
        private final MethodHandle madvise;

        Mapped(Linker linker, MemorySegment mmap, MemorySegment munmap, MemorySegment madvise) {
            ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
            ValueLayout.OfInt number = ValueLayout.JAVA_INT;
            this.mmap =
                    linker.downcallHandle(mmap, FunctionDescriptor.of(word, word, word, number, number, number, word));
            this.munmap = linker.downcallHandle(munmap, FunctionDescriptor.of(number, word, word));
            this.madvise = linker.downcallHandle(madvise, FunctionDescriptor.of(number, word, word, number));
        }

        @Override
        Reservation reserve(long size) {
            long address = map(size);
            if (address == MAP_FAILED) {
                throw refused(size, "mmap failed");
            }
            MemorySegment segment =
                    MemorySegment.ofAddress(address).reinterpret(size, Arena.ofAuto(), gone -> unmap(address, size));
            return new Reservation(segment, this);
        }

        private long map(long size) {
            try {
                return (long) mmap.invokeExact(0L, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
            } catch (Throwable e) {
                throw new LinkageError("mmap", e);
            }
        }

        private void unmap(long address, long size) {
            try {
                int result = (int) munmap.invokeExact(address, size);
                assert result == 0 : "munmap";
            } catch (Throwable e) {
                throw new LinkageError("munmap", e);
            }
        }

        @Override
        void discard(MemorySegment part) {
            int result;
            try {
                result = (int) madvise.invokeExact(part.address(), part.byteSize(), MADV_DONTNEED);
            } catch (Throwable e) {
                throw new LinkageError("madvise", e);
            }
            if (result != 0) {
                part.fill((byte) 0);
            }
        }
    }

    /** The portable way: whatever the JDK's allocator does. */
    private static final class Allocated extends AddressSpace {
        @Override
        Reservation reserve(long size) {
            try {
                return new Reservation(Arena.ofAuto().allocate(size, 4096), this);
            } catch (OutOfMemoryError e) {
                throw refused(size, "out of memory");
            }
        }

        @Override
        void discard(MemorySegment part) {
            part.fill((byte) 0);
        }
    }
}
