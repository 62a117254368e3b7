// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/**
 * The input states of golden vectors: functions of the instruction words and a number, so that no file has to store
 * them.
 *
 * <p>The seed of state k of a sequence is {@code (h & ~63) + k}, where h starts at 0 and becomes
 * {@code SplitMix64.mix(h ^ word)} for every word (as an unsigned 32-bit number). From that seed SplitMix64 yields, in this order: X0 to X30, SP,
 * flags and status, TPIDR_EL0, V0 to V31, the data page; then the roles are applied in their order. FPCR goes through all
 * 16 combinations of rounding mode, FZ and DN in the first 16 states (neighbours far apart) and is zero after those.
 */
final class InputStates {
    /** AHP, DN, FZ, RMode. */
    static final long FPCR_MASK = 0x07c0_0000L;
    /** QC, IDC, IXC, UFC, OFC, DZC, IOC. */
    static final long FPSR_MASK = 0x0800_009fL;

    private InputStates() {}

    /** The state number k (0 to 63) of a sequence. */
    static GoldenState state(int[] words, Profile profile, List<Role> roles, int k) {
        SplitMix64 random = new SplitMix64(seed(words) + k);
        GoldenState state = new GoldenState();
        for (int i = 0; i < state.x.length; i++) {
            state.x[i] = Corners.integer(random);
        }
        state.sp = Corners.integer(random);
        long flags = random.next();
        state.nzcv = flags & 15;
        state.fpsr = (flags >>> 4 & 3) == 0 ? flags >>> 16 & FPSR_MASK : 0;
        state.fpcr = fpcr(k, flags >>> 63);
        state.tpidr = random.next();
        for (int i = 0; i < state.v.length; i += 2) {
            fillVector(random, profile, state.v, i);
        }
        fillMemory(random, state.memory);
        for (Role role : roles) {
            role.apply(state);
        }
        return state;
    }

    private static long seed(int[] words) {
        long hash = 0;
        for (int word : words) {
            hash = SplitMix64.mix(hash ^ Integer.toUnsignedLong(word));
        }
        return hash & ~63L;
    }

    private static long fpcr(int k, long alternativeHalf) {
        if (k >= 16) {
            return 0;
        }
        return alternativeHalf << 26 | (k * 5L & 15) << 22;
    }

    private static void fillVector(SplitMix64 random, Profile profile, long[] v, int slot) {
        int choice = (int) (random.next() >>> 32 & 31);
        boolean floating = profile.width() != 0 && choice >= 3;
        int width = floating ? profile.width() : 8 << (choice & 3);
        for (int half = 0; half < 2; half++) {
            long value = 0;
            for (int shift = 0; shift < 64; shift += width) {
                long lane = floating ? Corners.floating(random, width) : Corners.lane(random, width);
                value |= lane << shift;
            }
            v[slot + half] = value;
        }
    }

    private static void fillMemory(SplitMix64 random, byte[] memory) {
        for (int at = 0; at < memory.length; at += Long.BYTES) {
            long value = (at & 8) == 0 ? random.next() : Corners.integer(random);
            for (int i = 0; i < Long.BYTES; i++) {
                memory[at + i] = (byte) (value >>> 8 * i);
            }
        }
    }
}
