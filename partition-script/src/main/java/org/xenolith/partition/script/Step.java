// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.script;

import java.util.Arrays;
import java.util.List;

/** One thing that the partition does. */
sealed interface Step {
    /** Sets the words of the response, from the first; what is not given stays as it came. */
    record Reply(List<Operand> words) implements Step {}

    /** Answers the news of a virtual machine with a status. */
    record Status(Operand code) implements Step {}

    /** Gives the turn back. */
    record Yield() implements Step {}

    /**
     * Does not come back until the script changes or the partition is stopped.
     *
     * @param deaf whether it goes on when its thread is interrupted
     */
    record Hang(boolean deaf) implements Step {}

    /** Takes its time, whatever happens: milliseconds, up to a minute. */
    record Delay(int millis) implements Step {}

    /** Fails: with an exception, a missing class, or an overflowing stack. */
    record Fail(Kind kind) implements Step {
        enum Kind {
            THROW,
            LINK,
            OVERFLOW
        }
    }

    /** Sets notifications of the virtual machine. */
    record SetBits(Operand bitmap, boolean delayed) implements Step {}

    /** Lets the virtual machine set notifications. */
    record BindBits(Operand bitmap) implements Step {}

    /** Sends the virtual machine a message of a number of bytes, counting up from 0. */
    record Send(Operand bytes) implements Step {}

    /** Retrieves a region. */
    record Retrieve(Operand handle) implements Step {}

    /** Fills the first page of every region with a byte. */
    record Fill(Operand value) implements Step {}

    /** Gives up every region. */
    record Relinquish() implements Step {}

    /** Reads a step: a name and operands, separated by spaces. */
    static Step of(String text) {
        List<String> words = Arrays.asList(text.strip().split("\\s+"));
        List<Operand> operands =
                words.subList(1, words.size()).stream().map(Operand::of).toList();
        int wanted =
                switch (words.getFirst()) {
                    case "reply" -> operands.size();
                    case "status", "delay", "set", "set-delayed", "bind", "send", "retrieve", "fill" -> 1;
                    default -> 0;
                };
        if (operands.size() != wanted) {
            throw new IllegalArgumentException(
                    "step '" + text.strip() + "' has " + operands.size() + " operands, allowed: " + wanted);
        }
        return switch (words.getFirst()) {
            case "reply" -> new Reply(operands);
            case "status" -> new Status(operands.getFirst());
            case "yield" -> new Yield();
            case "hang" -> new Hang(false);
            case "hang-deaf" -> new Hang(true);
            case "delay" -> new Delay(millis(words.get(1)));
            case "throw" -> new Fail(Fail.Kind.THROW);
            case "link-error" -> new Fail(Fail.Kind.LINK);
            case "overflow" -> new Fail(Fail.Kind.OVERFLOW);
            case "set" -> new SetBits(operands.getFirst(), false);
            case "set-delayed" -> new SetBits(operands.getFirst(), true);
            case "bind" -> new BindBits(operands.getFirst());
            case "send" -> new Send(operands.getFirst());
            case "retrieve" -> new Retrieve(operands.getFirst());
            case "fill" -> new Fill(operands.getFirst());
            case "relinquish" -> new Relinquish();
            default ->
                throw new IllegalArgumentException("unknown step '" + text.strip()
                        + "', allowed: reply, status, yield, hang, hang-deaf, delay, throw, link-error, overflow, set,"
                        + " set-delayed, bind, send, retrieve, fill, relinquish");
        };
    }

    private static int millis(String text) {
        int millis = Integer.parseInt(text);
        if (millis < 0 || millis > 60_000) {
            throw new IllegalArgumentException("delay " + millis + ", allowed: 0 to 60000 milliseconds");
        }
        return millis;
    }
}
