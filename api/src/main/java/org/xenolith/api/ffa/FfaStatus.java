// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.ffa;

/** Status codes of FF-A: 32-bit signed values [DEN0077A, table of error status codes]. */
public final class FfaStatus {
    /** Success. */
    public static final int OK = 0;

    /** The call, or what it asks for, does not exist here. */
    public static final int NOT_SUPPORTED = -1;

    /** A parameter has a value that is not allowed. */
    public static final int INVALID_PARAMETERS = -2;

    /** There is no room left. */
    public static final int NO_MEMORY = -3;

    /** The callee is busy; try again later. */
    public static final int BUSY = -4;

    /** The call was interrupted. */
    public static final int INTERRUPTED = -5;

    /** The callee is in a state, or the caller in a role, in which this is not allowed. */
    public static final int DENIED = -6;

    /** Begin again. */
    public static final int RETRY = -7;

    /** The callee failed. */
    public static final int ABORTED = -8;

    /** There is nothing to return. */
    public static final int NO_DATA = -9;

    private FfaStatus() {}

    /** Returns the name of a code, or the number if it has none. */
    public static String name(int code) {
        return switch (code) {
            case OK -> "OK";
            case NOT_SUPPORTED -> "NOT_SUPPORTED";
            case INVALID_PARAMETERS -> "INVALID_PARAMETERS";
            case NO_MEMORY -> "NO_MEMORY";
            case BUSY -> "BUSY";
            case INTERRUPTED -> "INTERRUPTED";
            case DENIED -> "DENIED";
            case RETRY -> "RETRY";
            case ABORTED -> "ABORTED";
            case NO_DATA -> "NO_DATA";
            default -> Integer.toString(code);
        };
    }
}
