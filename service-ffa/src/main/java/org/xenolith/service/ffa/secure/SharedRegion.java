// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.SharedMemory;
import org.xenolith.api.memory.PinnedFrame;

/** A region that a virtual machine shares with a partition. Guarded by itself. */
final class SharedRegion {
    private static final int PAGE = 4096;

    final long handle;
    final int owner;
    final int receiver;
    private final List<PinnedFrame> frames;
    private @Nullable Lease lease;

    SharedRegion(long handle, int owner, int receiver, List<PinnedFrame> frames) {
        this.handle = handle;
        this.owner = owner;
        this.receiver = receiver;
        this.frames = List.copyOf(frames);
    }

    /** What a partition has retrieved. */
    private final class Lease implements SharedMemory {
        private boolean over;

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
            return (long) frames.size() * PAGE;
        }

        @Override
        public void read(long offset, byte[] target, int at, int length) {
            copy(offset, target, at, length, false);
        }

        @Override
        public void write(long offset, byte[] source, int at, int length) {
            copy(offset, source, at, length, true);
        }

        private void copy(long offset, byte[] bytes, int at, int length, boolean toFrames) {
            Objects.checkFromIndexSize(offset, length, size());
            Objects.checkFromIndexSize(at, length, bytes.length);
            synchronized (SharedRegion.this) {
                if (over) {
                    throw new IllegalStateException("region 0x" + Long.toHexString(handle) + " has been given up");
                }
                int done = 0;
                while (done < length) {
                    int inside = (int) ((offset + done) % PAGE);
                    int part = Math.min(length - done, PAGE - inside);
                    PinnedFrame frame = frames.get((int) ((offset + done) / PAGE));
                    if (toFrames) {
                        frame.write(inside, bytes, at + done, part);
                    } else {
                        frame.read(inside, bytes, at + done, part);
                    }
                    done += part;
                }
            }
        }

        @Override
        public void relinquish() {
            synchronized (SharedRegion.this) {
                if (!over) {
                    over = true;
                    lease = null;
                }
            }
        }
    }

    synchronized SharedMemory retrieve() {
        Lease now = lease;
        if (now == null) {
            now = new Lease();
            lease = now;
        }
        return now;
    }

    synchronized boolean retrieved() {
        return lease != null;
    }

    /** Ends what was retrieved. */
    synchronized void revoke() {
        Lease now = lease;
        if (now != null) {
            now.relinquish();
        }
    }
}
