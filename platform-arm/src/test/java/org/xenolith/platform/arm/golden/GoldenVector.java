// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.Arrays;
import java.util.List;

/**
 * One instruction sequence with its results from several input states.
 *
 * @param form which instruction variant it belongs to, for example {@code add.imm.x}
 * @param profile what the vector registers hold at the start
 * @param words 1 to {@link Layout#MAX_WORDS} instruction words
 * @param roles which registers must hold addresses or the like at the start
 * @param text the instructions in assembly language, for people
 * @param results one text per input state, in the order of their numbers: see {@link #result}
 */
record GoldenVector(String form, Profile profile, int[] words, List<Role> roles, String text, List<String> results) {

    GoldenState input(int k) {
        return InputStates.state(words, profile, roles, k);
    }

    /** Where PC is expected to be, unless a result says otherwise: after the last word, or at the first if it faulted. */
    private long usualPc(Outcome outcome) {
        return outcome == Outcome.END ? Layout.ENTRY + 4L * words.length : Layout.ENTRY;
    }

    /** The text of a result: the outcome unless it is {@link Outcome#END}, then the changes of {@link StateDiff}. */
    String result(GoldenState input, Outcome outcome, GoldenState after) {
        GoldenState before = input.copy();
        before.pc = usualPc(outcome);
        String diff = StateDiff.between(before, after);
        return outcome == Outcome.END ? diff : outcome + " " + diff;
    }

    Outcome outcome(int k) {
        String first = results.get(k).split(" ", 2)[0];
        for (Outcome outcome : Outcome.values()) {
            if (outcome.name().equals(first)) {
                return outcome;
            }
        }
        return Outcome.END;
    }

    /** The whole state expected after a run from input state k. */
    GoldenState expected(int k) {
        GoldenState state = input(k);
        Outcome outcome = outcome(k);
        state.pc = usualPc(outcome);
        String text = results.get(k);
        StateDiff.apply(
                outcome == Outcome.END ? text : text.substring(outcome.name().length() + 1), state);
        return state;
    }

    /**
     * Runs state k on a CPU and compares everything.
     *
     * @return the empty string, or what was expected and what came instead
     */
    String replay(GoldenCpu cpu, int k) {
        GoldenState input = input(k);
        cpu.load(input);
        Outcome outcome = cpu.run(words);
        GoldenState after = cpu.state();
        GoldenState expected = expected(k);
        if (outcome == outcome(k) && after.equals(expected)) {
            return "";
        }
        return "%s, state %d: %s%n  input    %s%n  expected %s%n  but was  %s%n  differs  %s"
                .formatted(
                        form,
                        k,
                        text,
                        inputText(input),
                        results.get(k),
                        result(input, outcome, after),
                        StateDiff.between(expected, after));
    }

    /** The registers of an input state; its memory is a function of the seed and too long to print. */
    private static String inputText(GoldenState input) {
        GoldenState registers = input.copy();
        Arrays.fill(registers.memory, (byte) 0);
        return registers.toString();
    }
}
