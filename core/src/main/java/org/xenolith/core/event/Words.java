// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.event;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLongArray;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.UnmappedAddressException;

/** Little-endian 64-bit words that a guest may be changing at the same time. Offsets are bytes, multiples of 8. */
sealed interface Words {
    /** Returns a word, volatile. */
    long get(int offset);

    /** Atomically sets bits; returns the word before. */
    long or(int offset, long bits);

    /** Atomically clears bits; returns the word before. */
    long andNot(int offset, long bits);

    /** Words of a host-owned frame. */
    record OfFrame(MemorySegment frame) implements Words {
        private static final VarHandle LONG =
                ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

        @Override
        public long get(int offset) {
            return (long) LONG.getVolatile(frame, (long) offset);
        }

        @Override
        public long or(int offset, long bits) {
            return (long) LONG.getAndBitwiseOr(frame, (long) offset, bits);
        }

        @Override
        public long andNot(int offset, long bits) {
            return (long) LONG.getAndBitwiseAnd(frame, (long) offset, ~bits);
        }
    }

    /** Words of guest RAM. Should the guest have given the frame away, they are all ones: nothing is to be done. */
    record OfGuest(GuestMemory memory, long address) implements Words {
        @Override
        public long get(int offset) {
            try {
                return memory.read(address + offset, Long.BYTES);
            } catch (UnmappedAddressException e) {
                return -1;
            }
        }

        @Override
        public long or(int offset, long bits) {
            try {
                return memory.getAndBitwiseOr(address + offset, bits);
            } catch (UnmappedAddressException e) {
                return -1;
            }
        }

        @Override
        public long andNot(int offset, long bits) {
            long found = get(offset);
            while (true) {
                long seen;
                try {
                    seen = memory.compareAndExchange(address + offset, Long.BYTES, found, found & ~bits);
                } catch (UnmappedAddressException e) {
                    return -1;
                }
                if (seen == found) {
                    return found;
                }
                found = seen;
            }
        }
    }

    /** Words that no guest sees: those of a vCPU that has not said where its own are. */
    record OfHost(AtomicLongArray words) implements Words {
        OfHost(int count) {
            this(new AtomicLongArray(count));
        }

        @Override
        public long get(int offset) {
            return words.get(offset / Long.BYTES);
        }

        @Override
        public long or(int offset, long bits) {
            return words.getAndUpdate(offset / Long.BYTES, w -> w | bits);
        }

        @Override
        public long andNot(int offset, long bits) {
            return words.getAndUpdate(offset / Long.BYTES, w -> w & ~bits);
        }
    }
}
