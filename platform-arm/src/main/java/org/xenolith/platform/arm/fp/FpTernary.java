// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** An operation on an accumulator and two encodings; single precision zero extended, in and out. */
@FunctionalInterface
interface FpTernary {
    long apply(long[] r, long accumulator, long x, long y);
}
