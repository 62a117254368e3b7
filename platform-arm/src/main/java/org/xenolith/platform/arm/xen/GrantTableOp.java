// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/**
 * grant_table_op on an array of structures. There is nobody whose pages this domain could map, so mapping, unmapping and
 * copying tell that in each structure's status.
 */
final class GrantTableOp implements Hypercall {
    /** The most structures of one call. */
    static final int MAX_COUNT = 1 << 16;

    private static final int BAD_DOMAIN = -2;
    private static final int BAD_HANDLE = -4;
    private static final int PERMISSION_DENIED = -8;
    private static final int OKAY = 0;
    private static final int VERSION = 1;

    private final XenHost host;
    private final GrantTable grants;
    private final SharedPages pages;

    GrantTableOp(XenHost host, GrantTable grants, SharedPages pages) {
        this.host = host;
        this.grants = grants;
        this.pages = pages;
    }

    @Override
    public long call(HypercallFrame frame) {
        long array = frame.argument(1);
        long count = frame.argument(2) & 0xFFFF_FFFFL;
        if (count > MAX_COUNT) {
            return -Errno.E2BIG;
        }
        return switch (frame.operation()) {
            case 0 -> refuse(frame, (int) count, 32, 18, BAD_DOMAIN);
            case 1 -> refuse(frame, (int) count, 24, 20, BAD_HANDLE);
            case 2 -> count == 1 ? setupTable(frame, array) : -Errno.EINVAL;
            case 5 -> refuse(frame, (int) count, 40, 36, BAD_DOMAIN);
            case 6 -> count == 1 ? querySize(frame, array) : -Errno.EINVAL;
            case 8 -> setVersion(frame, array);
            case 10 -> getVersion(frame, array);
            // Caches are coherent.
            case 12 -> 0;
            default -> -Errno.ENOSYS;
        };
    }

    /** Writes one status into every structure of the array. */
    private static long refuse(HypercallFrame frame, int count, int bytes, int statusAt, int status) {
        frame.buffer.put16(statusAt, status);
        for (long n = 0; n < count; n++) {
            if (!frame.store(frame.argument(1) + n * bytes, statusAt, 2)) {
                return -Errno.EFAULT;
            }
        }
        return 0;
    }

    private int statusOf(int domain) {
        int self = DomainIds.checkSelf(host, domain);
        if (self == 0) {
            return OKAY;
        }
        return self == -Errno.EPERM ? PERMISSION_DENIED : BAD_DOMAIN;
    }

    /** {u16 domain, out u32 frames @4, out u32 most @8, out s16 status @12}. */
    private long querySize(HypercallFrame frame, long address) {
        if (!frame.fetch(address, 16)) {
            return -Errno.EFAULT;
        }
        int status = statusOf(frame.buffer.u16(0));
        if (status == OKAY) {
            frame.buffer.put32(4, grants.size());
            frame.buffer.put32(8, GrantTable.MAX_FRAMES);
        }
        frame.buffer.put16(12, status);
        return frame.store(address, 16) ? 0 : -Errno.EFAULT;
    }

    /** {u16 domain, u32 frames @4, out s16 status @8, u64 list @16}: the list gets where the frames show. */
    private long setupTable(HypercallFrame frame, long address) {
        if (!frame.fetch(address, 24)) {
            return -Errno.EFAULT;
        }
        int status = statusOf(frame.buffer.u16(0));
        long wanted = frame.buffer.u32(4);
        long list = frame.buffer.i64(16);
        if (wanted > GrantTable.MAX_FRAMES) {
            return -Errno.EINVAL;
        }
        if (status == OKAY) {
            for (int n = 0; n < wanted; n++) {
                frame.buffer.put64(0, pages.grantFramePlace(n));
                if (!frame.store(list + 8L * n, 8)) {
                    return -Errno.EFAULT;
                }
            }
        }
        frame.buffer.put16(8, status);
        return frame.store(address, 8, 2) ? 0 : -Errno.EFAULT;
    }

    /** {u32 version}: out is the version in force. */
    private static long setVersion(HypercallFrame frame, long address) {
        if (!frame.fetch(address, 4)) {
            return -Errno.EFAULT;
        }
        int wanted = frame.buffer.i32(0);
        if (wanted != VERSION) {
            return wanted == 2 ? -Errno.ENOSYS : -Errno.EINVAL;
        }
        return frame.store(address, 4) ? 0 : -Errno.EFAULT;
    }

    /** {u16 domain, out u32 version @4}. */
    private long getVersion(HypercallFrame frame, long address) {
        if (!frame.fetch(address, 8)) {
            return -Errno.EFAULT;
        }
        int self = DomainIds.checkSelf(host, frame.buffer.u16(0));
        if (self != 0) {
            return self;
        }
        frame.buffer.put32(4, VERSION);
        return frame.store(address, 8) ? 0 : -Errno.EFAULT;
    }
}
