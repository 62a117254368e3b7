// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.util.UUID;

/** xen_version: who the hypervisor is and what it can do. */
final class XenVersion implements Hypercall {
    private static final int PAGE_SIZE = 0x1000;
    private static final String AARCH64 = "xen-3.0-aarch64 ";
    private static final String AARCH32 = "xen-3.0-armv7l ";
    private static final String DENIED = "<denied>";

    private final XenHost host;
    private final XenProfile profile;

    XenVersion(XenHost host, XenProfile profile) {
        this.host = host;
        this.profile = profile;
    }

    @Override
    public long call(HypercallFrame frame) {
        long buffer = frame.argument(1);
        return switch (frame.operation()) {
            case 0 -> profile.version();
            case 1 -> text(frame, 16, profile.extraVersion());
            case 2 -> compileInfo(frame);
            case 3 -> text(frame, 1024, capabilities());
            case 4 -> text(frame, 64, "");
            case 5 -> {
                frame.buffer.put64(0, profile.varied().virtualStart());
                yield stored(frame, 8);
            }
            case 6 -> features(frame);
            case 7 -> buffer == 0 ? PAGE_SIZE : -Errno.EINVAL;
            case 8 -> handle(frame);
            case 9 -> text(frame, 1024, DENIED);
            case 10 -> -Errno.EPERM;
            case 11 -> longText(frame, profile.extraVersion());
            case 12 -> longText(frame, capabilities());
            case 13 -> longText(frame, "");
            case 14 -> longTexts() ? -Errno.EPERM : -Errno.ENOSYS;
            default -> -Errno.ENOSYS;
        };
    }

    /** The operations with a length in front of the text came with 4.18. */
    private boolean longTexts() {
        return profile.version() >= 0x4_0012;
    }

    /** The kinds of domain that the host can run [Xen public/version.h XENVER_capabilities]. */
    private String capabilities() {
        return host.runsAarch32() ? AARCH64 + AARCH32 : AARCH64;
    }

    private static long stored(HypercallFrame frame, int length) {
        return frame.store(frame.argument(1), length) ? 0 : -Errno.EFAULT;
    }

    private static long text(HypercallFrame frame, int length, String text) {
        frame.buffer.putText(0, length, text);
        return stored(frame, length);
    }

    private static long compileInfo(HypercallFrame frame) {
        frame.buffer.putText(0, 64, "javac 25");
        frame.buffer.putText(64, 16, "xenolith");
        frame.buffer.putText(80, 32, "");
        frame.buffer.putText(112, 32, "");
        return stored(frame, 144);
    }

    /** {u32 submap_idx; out u32 submap}. */
    private long features(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 8)) {
            return -Errno.EFAULT;
        }
        if (frame.buffer.i32(0) != 0) {
            return -Errno.EINVAL;
        }
        frame.buffer.put32(4, profile.features());
        return stored(frame, 8);
    }

    private long handle(HypercallFrame frame) {
        UUID handle = host.handle();
        frame.buffer.put64(0, Long.reverseBytes(handle.getMostSignificantBits()));
        frame.buffer.put64(8, Long.reverseBytes(handle.getLeastSignificantBits()));
        return stored(frame, 16);
    }

    /** {u32 length; bytes}, or null to ask for the length. */
    private long longText(HypercallFrame frame, String text) {
        if (!longTexts()) {
            return -Errno.ENOSYS;
        }
        long address = frame.argument(1);
        if (address == 0) {
            return text.length();
        }
        if (!frame.fetch(address, 4)) {
            return -Errno.EFAULT;
        }
        if (frame.buffer.u32(0) < text.length()) {
            return -Errno.ENOBUFS;
        }
        frame.buffer.put32(0, text.length());
        frame.buffer.putText(4, text.length(), text);
        return frame.store(address, 4 + text.length()) ? text.length() : -Errno.EFAULT;
    }
}
