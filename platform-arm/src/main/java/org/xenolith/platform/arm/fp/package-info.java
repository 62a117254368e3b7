// SPDX-License-Identifier: Apache-2.0
/**
 * Floating point of Armv8.0-A in AArch64 state, bit for bit: values, NaNs and the cumulative flags of FPSR.
 *
 * <p>Values travel as raw encodings in a {@code long} (half and single precision zero extended), and the vCPU's register
 * file as the {@code long[]} that holds FPCR and FPSR, so that nothing here allocates. The lower half of the package is
 * the arithmetic ({@code SoftFloat}, {@code SoftFused}, ...: integer code that follows the shared functions of
 * [DDI0487 J1.3]; {@code Fp32} and {@code Fp64} put the host's arithmetic in front of it where the result is provably the
 * same). The upper half are the instructions: one static method each, which decodes its fields from the instruction word.
 */
@NullMarked
package org.xenolith.platform.arm.fp;

import org.jspecify.annotations.NullMarked;
