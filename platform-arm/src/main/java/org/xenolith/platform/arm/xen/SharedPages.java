// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.SharedFrame;

/**
 * Where a guest has put the hypervisor's pages, and how much RAM it has left. A page of the hypervisor shows at one
 * place; RAM that it replaces is gone for good.
 */
final class SharedPages {
    /** Guest frames of an address space of 40 bits. */
    private static final long FRAMES = 1L << 28;

    private final GuestMemory memory;
    private final long allowed;
    private final GrantTable grants;
    private final SharedFrame sharedInfo;
    private final Map<Long, SharedFrame> shown = new HashMap<>();
    private final Map<SharedFrame, Long> places = new IdentityHashMap<>();
    private long pages;
    private long lastFrame;

    SharedPages(XenHost host, GrantTable grants) {
        memory = host.memory();
        allowed = host.pages();
        pages = allowed;
        lastFrame = host.lastFrame();
        sharedInfo = host.events().sharedInfo();
        this.grants = grants;
    }

    synchronized long pages() {
        return pages;
    }

    long allowed() {
        return allowed;
    }

    synchronized long lastFrame() {
        return lastFrame;
    }

    int showSharedInfo(long gfn) {
        return show(gfn, sharedInfo);
    }

    int showGrantFrame(long gfn, int index) {
        return show(gfn, grants.frame(index));
    }

    /** Returns the guest frame at which a frame of the grant table shows, or all ones. */
    synchronized long grantFramePlace(int index) {
        Long gfn = places.get(grants.frame(index));
        return gfn == null ? -1 : gfn;
    }

    private synchronized int show(long gfn, SharedFrame frame) {
        if (Long.compareUnsigned(gfn, FRAMES) >= 0) {
            return -Errno.EINVAL;
        }
        Long place = places.get(frame);
        if (place != null) {
            return place == gfn ? 0 : -Errno.EBUSY;
        }
        boolean ram = memory.contains(gfn * GuestMemory.PAGE_SIZE, GuestMemory.PAGE_SIZE);
        try {
            memory.mapShared(gfn * GuestMemory.PAGE_SIZE, frame);
        } catch (IllegalArgumentException outside) {
            return -Errno.EINVAL;
        }
        SharedFrame replaced = shown.put(gfn, frame);
        if (replaced != null) {
            places.remove(replaced);
        } else if (ram) {
            pages--;
        }
        places.put(frame, gfn);
        lastFrame = Math.max(lastFrame, gfn);
        return 0;
    }

    /** Takes away what a guest frame shows: -2 (ENOENT) if that is nothing. */
    synchronized int remove(long gfn) {
        if (Long.compareUnsigned(gfn, FRAMES) >= 0
                || !memory.contains(gfn * GuestMemory.PAGE_SIZE, GuestMemory.PAGE_SIZE)) {
            return -Errno.ENOENT;
        }
        memory.unmap(gfn * GuestMemory.PAGE_SIZE);
        @Nullable SharedFrame frame = shown.remove(gfn);
        if (frame != null) {
            places.remove(frame);
        } else {
            pages--;
        }
        return 0;
    }

    /** Gives RAM at guest frames that show nothing; false if that is too much or not possible there. */
    synchronized boolean populate(long gfn, long count) {
        if (Long.compareUnsigned(gfn, FRAMES - count) > 0 || pages + count > allowed) {
            return false;
        }
        try {
            memory.populate(gfn * GuestMemory.PAGE_SIZE, count * GuestMemory.PAGE_SIZE);
        } catch (IllegalArgumentException occupied) {
            return false;
        }
        pages += count;
        lastFrame = Math.max(lastFrame, gfn + count - 1);
        return true;
    }
}
