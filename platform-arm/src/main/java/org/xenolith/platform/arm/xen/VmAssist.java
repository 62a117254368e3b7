// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/** vm_assist: only the runstate update flag can be turned on and off. */
final class VmAssist implements Hypercall {
    private static final int ENABLE = 0;
    private static final int DISABLE = 1;
    private static final int RUNSTATE_UPDATE_FLAG = 5;

    @Override
    public long call(HypercallFrame frame) {
        if ((int) frame.argument(1) != RUNSTATE_UPDATE_FLAG) {
            return -Errno.EINVAL;
        }
        return switch (frame.operation()) {
            case ENABLE, DISABLE -> 0;
            default -> -Errno.ENOSYS;
        };
    }
}
