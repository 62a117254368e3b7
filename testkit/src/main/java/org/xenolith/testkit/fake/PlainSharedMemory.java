// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.fake;

import java.util.Objects;
import org.xenolith.api.ffa.SharedMemory;

/** Memory of a virtual machine in an array, which the test may change at any time. */
public final class PlainSharedMemory implements SharedMemory {
    private final long handle;
    private final int owner;
    private final byte[] bytes;
    private volatile boolean relinquished;

    /** Creates a region of a number of bytes, all 0. */
    public PlainSharedMemory(long handle, int owner, int size) {
        this.handle = handle;
        this.owner = owner;
        bytes = new byte[size];
    }

    @Override
    public long handle() {
        return handle;
    }

    @Override
    public int owner() {
        return owner;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long offset, byte[] target, int at, int length) {
        System.arraycopy(bytes, checked(offset, length), target, at, length);
    }

    @Override
    public void write(long offset, byte[] source, int at, int length) {
        System.arraycopy(source, at, bytes, checked(offset, length), length);
    }

    private int checked(long offset, int length) {
        if (relinquished) {
            throw new IllegalStateException("region " + handle + " has been relinquished");
        }
        return (int) Objects.checkFromIndexSize(offset, length, bytes.length);
    }

    @Override
    public void relinquish() {
        relinquished = true;
    }

    /** Tells whether the partition, or a test in its place, has given the region up. */
    public boolean relinquished() {
        return relinquished;
    }

    /** Returns the bytes themselves. */
    public byte[] bytes() {
        return bytes;
    }
}
