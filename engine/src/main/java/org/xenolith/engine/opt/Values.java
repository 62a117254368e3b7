// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.opt;

import java.util.Arrays;

/** What is known about the registers at one point of a block: constants, and copies of others. */
final class Values {
    private static final byte UNKNOWN = 0;
    private static final byte CONSTANT = 1;
    private static final byte COPY = 2;

    private final byte[] kind;
    private final long[] value;
    private final int[] source;
    private final int[] sourceVersion;
    private final int[] version;
    /** Whether bits 63:32 are zero. */
    private final boolean[] narrow;

    Values(int registers) {
        kind = new byte[registers];
        value = new long[registers];
        source = new int[registers];
        sourceVersion = new int[registers];
        version = new int[registers];
        narrow = new boolean[registers];
    }

    /** Forgets everything about the registers below a number. */
    void forget(int below) {
        Arrays.fill(kind, 0, below, UNKNOWN);
        Arrays.fill(narrow, 0, below, false);
        for (int i = 0; i < below; i++) {
            version[i]++;
        }
    }

    void setUnknown(int register, boolean narrowResult) {
        version[register]++;
        kind[register] = UNKNOWN;
        narrow[register] = narrowResult;
    }

    void setConstant(int register, long constant) {
        setUnknown(register, constant >>> 32 == 0);
        kind[register] = CONSTANT;
        value[register] = constant;
    }

    /** Notes a copy of a temporary to a guest register: from now on the guest register is read for both. */
    void setMoved(int register, int from) {
        setUnknown(register, narrow[from]);
        kind[from] = COPY;
        source[from] = register;
        sourceVersion[from] = version[register];
    }

    void setCopy(int register, int of) {
        setUnknown(register, narrow[of]);
        kind[register] = COPY;
        source[register] = of;
        sourceVersion[register] = version[of];
    }

    /** Returns the register to read instead of another. */
    int resolve(int register) {
        boolean copy = kind[register] == COPY && version[source[register]] == sourceVersion[register];
        return copy ? source[register] : register;
    }

    boolean isConstant(int register) {
        return kind[register] == CONSTANT;
    }

    long constant(int register) {
        return value[register];
    }

    /** Tells whether bits 63:32 are surely zero. */
    boolean isNarrow(int register) {
        return narrow[register];
    }
}
