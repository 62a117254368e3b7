// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/** memory_op: the guest's physical address space. The operation is in bits 5:0, where to go on in the bits above. */
final class MemoryOp implements Hypercall {
    /** The most extents of one call; a longer list is done in part, which the result tells. */
    static final int MAX_EXTENTS = 1 << 16;

    private static final int OPERATION_BITS = 6;
    private static final int MAX_ORDER = 9;

    private static final int SPACE_SHARED_INFO = 0;
    private static final int SPACE_GRANT_TABLE = 1;
    private static final int SPACE_RANGE = 3;
    private static final int SPACE_FOREIGN = 4;
    private static final int SPACE_DEVICE = 5;

    private final XenHost host;
    private final SharedPages pages;

    MemoryOp(XenHost host, SharedPages pages) {
        this.host = host;
        this.pages = pages;
    }

    @Override
    public long call(HypercallFrame frame) {
        long command = frame.argument(0);
        long start = command >>> OPERATION_BITS;
        return switch ((int) command & (1 << OPERATION_BITS) - 1) {
            // Memory that has no place in the address space is of no use to this kind of guest.
            case 0 -> start;
            case 1 -> reservation(frame, start, false);
            case 2 -> pages.lastFrame();
            case 3 -> ofDomain(frame, pages.pages());
            case 4 -> ofDomain(frame, pages.allowed());
            case 6 -> reservation(frame, start, true);
            case 7 -> addToPhysmap(frame);
            case 14 -> ofDomain(frame, pages.lastFrame());
            case 15 -> removeFromPhysmap(frame);
            case 23 -> addBatch(frame);
            case 28 -> -Errno.EPERM;
            default -> -Errno.ENOSYS;
        };
    }

    /** {u16 domain}. */
    private long ofDomain(HypercallFrame frame, long answer) {
        if (!frame.fetch(frame.argument(1), 2)) {
            return -Errno.EFAULT;
        }
        int self = DomainIds.checkSelf(host, frame.buffer.u16(0));
        return self != 0 ? self : answer;
    }

    /** {u16 domain, u16 size @2, u32 space @4, u64 index @8, u64 gpfn @16}. */
    private long addToPhysmap(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 24)) {
            return -Errno.EFAULT;
        }
        int self = DomainIds.checkSelf(host, frame.buffer.u16(0));
        if (self != 0) {
            return self;
        }
        int space = frame.buffer.i32(4);
        if (space == SPACE_RANGE && frame.buffer.u16(2) == 0) {
            return 0;
        }
        return space == SPACE_FOREIGN ? -Errno.ENOSYS : add(space, frame.buffer.i64(8), frame.buffer.i64(16));
    }

    private long add(int space, long index, long gfn) {
        return switch (space) {
            case SPACE_SHARED_INFO -> index == 0 ? pages.showSharedInfo(gfn) : -Errno.EINVAL;
            // Bit 31 asks for the status frames of version 2, so it is out of range, too.
            case SPACE_GRANT_TABLE ->
                Long.compareUnsigned(index, GrantTable.MAX_FRAMES) < 0
                        ? pages.showGrantFrame(gfn, (int) index)
                        : -Errno.EINVAL;
            case SPACE_DEVICE -> -Errno.EACCES;
            default -> -Errno.ENOSYS;
        };
    }

    /**
     * {u16 domain, u16 space @2, u16 size @4, u16 foreign domain @6, u64 indexes @8, u64 gpfns @16, u64 errors @24}: up
     * to 65535 entries.
     */
    private long addBatch(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 32)) {
            return -Errno.EFAULT;
        }
        GuestBuffer b = frame.buffer;
        int self = DomainIds.checkSelf(host, b.u16(0));
        if (self != 0) {
            return self;
        }
        int space = b.u16(2);
        int size = b.u16(4);
        if (space == SPACE_FOREIGN) {
            int owner = b.u16(6);
            return host.domainExists(owner) ? -Errno.EPERM : -Errno.ESRCH;
        }
        long indexes = b.i64(8);
        long gfns = b.i64(16);
        long errors = b.i64(24);
        for (int n = 0; n < size; n++) {
            if (!frame.fetch(indexes + 8L * n, 8)) {
                return -Errno.EFAULT;
            }
            long index = b.i64(0);
            if (!frame.fetch(gfns + 8L * n, 8)) {
                return -Errno.EFAULT;
            }
            b.put32(0, (int) add(space, index, b.i64(0)));
            if (!frame.store(errors + 4L * n, 4)) {
                return -Errno.EFAULT;
            }
        }
        return 0;
    }

    /** {u16 domain, u64 gpfn @8}. */
    private long removeFromPhysmap(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 16)) {
            return -Errno.EFAULT;
        }
        int self = DomainIds.checkSelf(host, frame.buffer.u16(0));
        return self != 0 ? self : pages.remove(frame.buffer.i64(8));
    }

    /**
     * {u64 extents, u64 count @8, u32 order @16, u32 flags @20, u16 domain @24}: each extent is the first guest frame of
     * 2^order. The result is the number of extents done, counted from the first.
     */
    private long reservation(HypercallFrame frame, long start, boolean populate) {
        if (!frame.fetch(frame.argument(1), 32)) {
            return -Errno.EFAULT;
        }
        GuestBuffer b = frame.buffer;
        long extents = b.i64(0);
        long count = b.i64(8);
        int order = b.i32(16);
        boolean valid = DomainIds.checkSelf(host, b.u16(24)) == 0 && order >= 0 && order <= MAX_ORDER;
        if (!valid || Long.compareUnsigned(start, count) >= 0) {
            return start;
        }
        long end = Long.compareUnsigned(count - start, MAX_EXTENTS) < 0 ? count : start + MAX_EXTENTS;
        for (long n = start; n != end; n++) {
            if (!frame.fetch(extents + 8 * n, 8)) {
                return n;
            }
            boolean done = populate ? pages.populate(b.i64(0), 1L << order) : release(b.i64(0), 1L << order);
            if (!done) {
                return n;
            }
        }
        return end;
    }

    private boolean release(long gfn, long count) {
        for (long n = 0; n < count; n++) {
            if (pages.remove(gfn + n) != 0) {
                return false;
            }
        }
        return true;
    }
}
