// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.kv;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.SharedMemory;

/** What one virtual machine keeps, and the region through which it hands over. Guarded by its owner. */
final class Store {
    private final Limits limits;
    private final Map<ByteBuffer, byte[]> values = new HashMap<>();
    private int bytes;
    private @Nullable SharedMemory region;

    Store(Limits limits) {
        this.limits = limits;
    }

    int attach(SharedMemory memory) {
        if (region != null && region.handle() != memory.handle()) {
            region.relinquish();
        }
        region = memory;
        return FfaStatus.OK;
    }

    int detach() {
        SharedMemory memory = region;
        if (memory == null) {
            return FfaStatus.DENIED;
        }
        region = null;
        memory.relinquish();
        return FfaStatus.OK;
    }

    int put(long keyAt, long keyLength, long valueAt, long valueLength) {
        SharedMemory memory = region;
        if (memory == null) {
            return FfaStatus.DENIED;
        }
        if (!isKey(keyLength) || valueLength > limits.valueBytes()) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        ByteBuffer key = ByteBuffer.wrap(copy(memory, keyAt, (int) keyLength));
        byte[] old = values.get(key);
        int after = bytes + (int) valueLength + (old == null ? key.capacity() : -old.length);
        if (old == null && values.size() >= limits.keys() || after > limits.bytes()) {
            return FfaStatus.NO_MEMORY;
        }
        values.put(key, copy(memory, valueAt, (int) valueLength));
        bytes = after;
        return FfaStatus.OK;
    }

    /**
     * Copies a value into the region if there is room for it.
     *
     * @return the value's length, from 0; or a status, below 0: NO_DATA if there is no such key
     */
    int get(long keyAt, long keyLength, long valueAt, long room) {
        SharedMemory memory = region;
        if (memory == null) {
            return FfaStatus.DENIED;
        }
        if (!isKey(keyLength)) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        byte[] value = values.get(ByteBuffer.wrap(copy(memory, keyAt, (int) keyLength)));
        if (value == null) {
            return FfaStatus.NO_DATA;
        }
        if (value.length <= room) {
            memory.write(valueAt, value, 0, value.length);
        }
        return value.length;
    }

    int delete(long keyAt, long keyLength) {
        SharedMemory memory = region;
        if (memory == null) {
            return FfaStatus.DENIED;
        }
        if (!isKey(keyLength)) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        byte[] value = values.remove(ByteBuffer.wrap(copy(memory, keyAt, (int) keyLength)));
        if (value == null) {
            return FfaStatus.NO_DATA;
        }
        bytes -= value.length + (int) keyLength;
        return FfaStatus.OK;
    }

    boolean has(long handle) {
        return region != null && region.handle() == handle;
    }

    int keys() {
        return values.size();
    }

    int bytes() {
        return bytes;
    }

    /** Forgets the region, which somebody else has taken back. */
    void lost() {
        region = null;
    }

    private boolean isKey(long length) {
        return length >= 1 && length <= limits.keyBytes();
    }

    /** Copies once: the owner may be writing. */
    private static byte[] copy(SharedMemory memory, long at, int length) {
        byte[] copy = new byte[length];
        memory.read(at, copy, 0, length);
        return copy;
    }
}
