// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/**
 * console_io: text for the hypervisor's log. What cannot be printed is left out; a line is logged when it ends or is
 * full. Of one call the first {@link #MAX_BYTES} bytes count.
 */
final class ConsoleIo implements Hypercall {
    static final int MAX_BYTES = 1 << 16;

    private static final int WRITE = 0;
    private static final int READ = 1;
    private static final int LINE = 200;
    private static final int CHUNK = 128;

    private final XenHost host;
    private final XenProfile.ConsoleAccess access;
    private final StringBuilder line = new StringBuilder(LINE);

    ConsoleIo(XenHost host, XenProfile profile) {
        this.host = host;
        this.access = profile.varied().console();
    }

    @Override
    public long call(HypercallFrame frame) {
        int operation = frame.operation();
        boolean allowed =
                switch (access) {
                    case NONE -> false;
                    case WRITE -> operation == WRITE;
                    case FULL -> true;
                };
        if (!allowed) {
            return -Errno.EPERM;
        }
        return switch (operation) {
            case WRITE -> write(frame, (int) frame.argument(1), frame.argument(2));
            case READ -> 0;
            default -> -Errno.ENOSYS;
        };
    }

    private long write(HypercallFrame frame, int count, long address) {
        if (count < 0) {
            return -Errno.EINVAL;
        }
        int bytes = Math.min(count, MAX_BYTES);
        for (int done = 0; done < bytes; done += CHUNK) {
            int length = Math.min(CHUNK, bytes - done);
            if (!frame.fetch(address + done, length)) {
                return -Errno.EFAULT;
            }
            for (int n = 0; n < length; n++) {
                append(frame.buffer.u8(n));
            }
        }
        return 0;
    }

    private void append(int c) {
        String full = "";
        synchronized (line) {
            if (c >= ' ' && c <= '~') {
                line.append((char) c);
            }
            if (c == '\n' || line.length() == LINE) {
                full = line.toString();
                line.setLength(0);
            }
        }
        if (!full.isEmpty()) {
            host.log(full);
        }
    }
}
