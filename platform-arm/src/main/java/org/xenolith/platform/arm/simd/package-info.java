// SPDX-License-Identifier: Apache-2.0
/**
 * Meaning of the AdvSIMD integer, permutation and cryptographic instructions of Armv8.0-A [DDI0487 C7].
 *
 * <p>Every public method is one mnemonic: {@code (long[] r, int word, long a, long b) -> long}. It takes its fields from
 * the instruction word, which is a constant in translated code, so field extraction and the choices by element size
 * fold away there. {@code r} is the register file of one vCPU; {@code a} is a general register where the instruction
 * reads one; the result is what goes to a general register, and zero otherwise. Nothing allocates. Words that the
 * instruction table does not map to a method are outside its contract.
 */
@NullMarked
package org.xenolith.platform.arm.simd;

import org.jspecify.annotations.NullMarked;
