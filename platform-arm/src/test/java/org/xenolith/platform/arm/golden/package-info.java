// SPDX-License-Identifier: Apache-2.0
/**
 * Golden vectors: what an independent implementation of AArch64 does with generated instruction sequences, whole state
 * at a time.
 *
 * <p>{@link org.xenolith.platform.arm.golden.Recorder} makes the files by running the sequences under QEMU's user mode;
 * {@link org.xenolith.platform.arm.golden.GoldenVectorTest} replays them on any
 * {@link org.xenolith.platform.arm.golden.GoldenCpu} without QEMU. Input states are not stored: they are functions of
 * the instruction words ({@link org.xenolith.platform.arm.golden.InputStates}).
 */
package org.xenolith.platform.arm.golden;
