// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line of a script: {@code EVENT [NUMBER] [xTIMES]: STEP; STEP; ...}. The number is that of a direct request's first
 * word, of the virtual machine otherwise; without it the line is for all. It is used so many times, or for ever.
 *
 * @param trigger the event
 * @param number which ones
 * @param left how often it may still be used; below 0 for ever
 * @param steps what is done, in this order
 */
record Rule(Trigger trigger, OptionalLong number, AtomicInteger left, List<Step> steps) {
    private static final int FOR_EVER = -1;

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException saying what is not allowed
     */
    static Rule of(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + line + "' has no colon, allowed: EVENT [NUMBER] [xTIMES]: STEPS");
        }
        String[] head = line.substring(0, colon).strip().split("\\s+");
        OptionalLong number = OptionalLong.empty();
        int times = FOR_EVER;
        for (String word : Arrays.asList(head).subList(1, head.length)) {
            if (word.startsWith("x")) {
                times = Integer.parseUnsignedInt(word.substring(1));
            } else {
                number = OptionalLong.of(Long.decode(word));
            }
        }
        List<Step> steps = new ArrayList<>();
        for (String step : line.substring(colon + 1).split(";")) {
            if (!step.isBlank()) {
                steps.add(Step.of(step));
            }
        }
        return new Rule(Trigger.of(head[0]), number, new AtomicInteger(times), List.copyOf(steps));
    }

    /** Tells whether the line is for an event, and uses it up once if so. */
    boolean takes(Trigger what, long which) {
        if (what != trigger || number.isPresent() && number.getAsLong() != which) {
            return false;
        }
        return left.getAndUpdate(n -> n > 0 ? n - 1 : n) != 0;
    }
}
