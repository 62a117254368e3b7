// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

/** An operation on one encoding; single precision zero extended, in and out. */
@FunctionalInterface
interface FpUnary {
    long apply(long[] r, long x);
}
