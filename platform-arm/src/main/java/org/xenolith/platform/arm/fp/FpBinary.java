// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** An operation on two encodings; single precision zero extended, in and out. */
@FunctionalInterface
interface FpBinary {
    long apply(long[] r, long x, long y);
}
