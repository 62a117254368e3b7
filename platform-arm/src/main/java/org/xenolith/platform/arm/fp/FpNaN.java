// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** What an operation gives when an operand is a NaN or no number is the answer [DDI0487 A1.5.5, FPProcessNaN(s)]. */
final class FpNaN {
    private FpNaN() {}

    /** The answer of an invalid operation: the default NaN, and IOC. */
    static long invalid(long[] r, FpFormat f) {
        FpState.raise(r, FpState.IOC);
        return f.defaultNaN();
    }

    /** One NaN operand handed on: made quiet, or replaced if FPCR.DN; a signalling one sets IOC. */
    static long of(long[] r, FpFormat f, long nan) {
        if (f.isSignalling(nan)) {
            FpState.raise(r, FpState.IOC);
        }
        return (r[FpState.FPCR] & FpState.DN) != 0 ? f.defaultNaN() : nan | f.quietBit();
    }

    /** At least one operand is a NaN: the first signalling one counts, else the first quiet one. */
    static long of(long[] r, FpFormat f, long x, long y) {
        if (f.isSignalling(x)) {
            return of(r, f, x);
        }
        if (f.isSignalling(y)) {
            return of(r, f, y);
        }
        return of(r, f, f.isNaN(x) ? x : y);
    }

    /** The same for three operands. */
    static long of(long[] r, FpFormat f, long x, long y, long z) {
        if (f.isSignalling(x)) {
            return of(r, f, x);
        }
        if (f.isSignalling(y) || f.isSignalling(z)) {
            return of(r, f, y, z);
        }
        return f.isNaN(x) ? of(r, f, x) : of(r, f, y, z);
    }
}
