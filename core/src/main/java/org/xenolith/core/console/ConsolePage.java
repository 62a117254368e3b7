// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.xenolith.api.memory.GuestMemory;

/**
 * A console page as guest and daemon share it: two rings with free-running 32-bit indices that are never masked in
 * memory [Xen public io/console.h].
 *
 * <p>The page is guest RAM, so any index may change to any value at any time. Each operation fetches each index once,
 * masks before it touches a byte, and publishes only its own index. The hypervisor's end takes what the indices say
 * modulo the size, as Xen does; the daemon's end does nothing with a ring whose indices are further apart than its size,
 * as xenconsoled does. Of each end one thread at a time may call.
 *
 * <p>Order: a producer stores bytes, then releases its index; a consumer acquires that index, loads bytes, and publishes
 * its own behind a full fence, so that no byte is overwritten before it is read.
 */
final class ConsolePage {
    /** Bytes of the ring to the guest. */
    static final int IN_BYTES = 1024;

    /** Bytes of the ring from the guest. */
    static final int OUT_BYTES = 2048;

    /** What {@link #collect} returns for a ring that is broken. */
    static final int BROKEN = -1;

    static final int IN = 0;
    static final int OUT = 1024;
    static final int IN_CONS = 3072;
    static final int IN_PROD = 3076;
    static final int OUT_CONS = 3080;
    static final int OUT_PROD = 3084;

    /** 0 connected, 1 not; for guests that look. */
    static final int CONNECTION = 3088;

    private static final VarHandle INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    /** Changes once, at the end, when nobody uses the console any more. */
    private MemorySegment page;

    /** Looks at a page of 4 KiB; its contents are taken as they are. */
    ConsolePage(MemorySegment page) {
        this.page = page;
    }

    /** The fill level that the hypervisor computes: 0 to {@code size}, whatever the indices are. */
    static int queued(int produced, int consumed, int size) {
        if (produced == consumed) {
            return 0;
        }
        int level = produced - consumed & size - 1;
        return level == 0 ? size : level;
    }

    /** Lets go of the page; both rings are empty from now on. */
    void detach() {
        page = MemorySegment.ofArray(new long[GuestMemory.PAGE_SIZE / Long.BYTES]);
    }

    private int acquire(int index) {
        return (int) INT.getAcquire(page, (long) index);
    }

    private void release(int index, int value) {
        INT.setRelease(page, (long) index, value);
    }

    private byte load(int offset) {
        return page.get(ValueLayout.JAVA_BYTE, offset);
    }

    private void store(int offset, byte value) {
        page.set(ValueLayout.JAVA_BYTE, offset, value);
    }

    // ---- the hypervisor's end

    int inLevel() {
        return queued(acquire(IN_PROD), acquire(IN_CONS), IN_BYTES);
    }

    int outLevel() {
        return queued(acquire(OUT_PROD), acquire(OUT_CONS), OUT_BYTES);
    }

    /** Takes the oldest byte to the guest, 0 to 255, or -1 if there is none. */
    int pop() {
        int produced = acquire(IN_PROD);
        int consumed = acquire(IN_CONS);
        if (produced == consumed) {
            return -1;
        }
        int value = load(IN + (consumed & IN_BYTES - 1)) & 0xFF;
        VarHandle.fullFence();
        release(IN_CONS, consumed + 1);
        return value;
    }

    /** Puts a byte from the guest; false if there is no room. */
    boolean push(byte value) {
        int consumed = acquire(OUT_CONS);
        int produced = acquire(OUT_PROD);
        if (queued(produced, consumed, OUT_BYTES) == OUT_BYTES) {
            return false;
        }
        store(OUT + (produced & OUT_BYTES - 1), value);
        release(OUT_PROD, produced + 1);
        return true;
    }

    // ---- the daemon's end

    /** Returns how many bytes from the guest there are, or {@link #BROKEN}. */
    int outPending() {
        int count = acquire(OUT_PROD) - acquire(OUT_CONS);
        return Integer.compareUnsigned(count, OUT_BYTES) > 0 ? BROKEN : count;
    }

    /**
     * Takes all bytes from the guest that the array holds.
     *
     * @return how many, or {@link #BROKEN}: then none are taken
     */
    int collect(byte[] target) {
        int consumed = acquire(OUT_CONS);
        int count = acquire(OUT_PROD) - consumed;
        if (Integer.compareUnsigned(count, OUT_BYTES) > 0) {
            return BROKEN;
        }
        int taken = Math.min(count, target.length);
        for (int i = 0; i < taken; i++) {
            target[i] = load(OUT + (consumed + i & OUT_BYTES - 1));
        }
        if (taken > 0) {
            VarHandle.fullFence();
            release(OUT_CONS, consumed + taken);
        }
        return taken;
    }

    /** Returns how many bytes to the guest have room: 0 to {@link #IN_BYTES}, 0 if the ring is broken. */
    int inRoom() {
        return room(acquire(IN_PROD), acquire(IN_CONS));
    }

    private static int room(int produced, int consumed) {
        int queued = produced - consumed;
        return Integer.compareUnsigned(queued, IN_BYTES) > 0 ? 0 : IN_BYTES - queued;
    }

    /** Puts bytes to the guest as far as they have room, and publishes them together; returns how many. */
    int give(byte[] source, int offset, int length) {
        int consumed = acquire(IN_CONS);
        int produced = acquire(IN_PROD);
        int count = Math.min(length, room(produced, consumed));
        for (int i = 0; i < count; i++) {
            store(IN + (produced + i & IN_BYTES - 1), source[offset + i]);
        }
        if (count > 0) {
            release(IN_PROD, produced + count);
        }
        return count;
    }
}
