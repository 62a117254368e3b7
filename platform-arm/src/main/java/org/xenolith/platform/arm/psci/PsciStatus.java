// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.psci;

/** Return codes [DEN0022 5.2.2]. */
final class PsciStatus {
    static final int SUCCESS = 0;
    static final int NOT_SUPPORTED = -1;
    static final int INVALID_PARAMETERS = -2;
    static final int DENIED = -3;
    static final int ALREADY_ON = -4;
    static final int INTERNAL_FAILURE = -6;
    static final int INVALID_ADDRESS = -9;

    private PsciStatus() {}
}
