// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Random instruction words, one at a time: which of them are UNDEFINED, and what the others do.
 *
 * <p>The groups are those of the top-level encoding table [DDI0487 C4.1]. Branches, exception generation and system
 * instructions are left out. So is what the architecture leaves open: {@link #OPEN} names each case.
 */
final class RandomWords {
    /** Encodings whose behaviour is CONSTRAINED UNPREDICTABLE or differs between implementations of Armv8.0. */
    private record Open(String reason, IntPredicate matches) {}

    /** A group of the top-level table: op0 (bits 28:25) under a mask, and how many words to draw. */
    private record Group(String name, int mask, int value, int count) {}

    private static final List<Group> GROUPS = List.of(
            new Group("reserved", 0b1100, 0b0000, 200),
            new Group("immediate", 0b1110, 0b1000, 400),
            new Group("register", 0b0111, 0b0101, 1200),
            new Group("vector", 0b0111, 0b0111, 2400),
            new Group("load-store", 0b0101, 0b0100, 800));

    private static final List<Open> OPEN = List.of(
            new Open("SMULH, UMULH: Ra should be 11111", w -> masked(w, 0xff7f8000, 0x9b400000) && field(w, 10) != 31),
            new Open(
                    "FCMP with zero: Rm should be 00000",
                    w -> masked(w, 0xff20fc17, 0x1e202000) && (w & 8) != 0 && field(w, 16) != 0),
            new Open(
                    "exclusive and ordered accesses: Rs and Rt2 should be 11111",
                    w -> masked(w, 0x3f000000, 0x08000000)),
            new Open(
                    "ADR, ADRP: the result depends on the address only; recorded elsewhere",
                    w -> masked(w, 0x1f000000, 0x10000000)));

    private RandomWords() {}

    /** All words as sequences of one, with one input state each. */
    static List<GoldenVector> all() {
        SplitMix64 random = new SplitMix64(0x0a64);
        List<GoldenVector> vectors = new ArrayList<>();
        for (Group group : GROUPS) {
            boolean memory = group.name.equals("load-store");
            List<Role> roles = memory ? List.of(new Role(Role.ALL, 'b', 0)) : List.of();
            for (int i = 0; i < group.count; i++) {
                int word = draw(random, group, memory);
                List<String> results = new ArrayList<>(List.of(""));
                vectors.add(new GoldenVector(
                        "random." + group.name, Profile.INTEGER, new int[] {word}, roles, "", results));
            }
        }
        return vectors;
    }

    private static int draw(SplitMix64 random, Group group, boolean memory) {
        while (true) {
            int word = (int) random.next();
            word = word & ~(group.mask << 25) | group.value << 25;
            int candidate = word;
            boolean open = OPEN.stream().anyMatch(o -> o.matches.test(candidate));
            if (!open && !(memory && registersCoincide(word))) {
                return word;
            }
        }
    }

    /**
     * Whether two of the four places where register numbers may stand are equal: a write-back to a transferred register
     * or a pair loaded into one register is CONSTRAINED UNPREDICTABLE.
     */
    private static boolean registersCoincide(int word) {
        Set<Integer> numbers = new HashSet<>();
        for (int shift : new int[] {0, 5, 10, 16}) {
            numbers.add(field(word, shift));
        }
        return numbers.size() < 4;
    }

    private static boolean masked(int word, int mask, int value) {
        return (word & mask) == value;
    }

    private static int field(int word, int shift) {
        return word >>> shift & 31;
    }
}
