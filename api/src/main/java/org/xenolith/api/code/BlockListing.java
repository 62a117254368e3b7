// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.code;

import java.util.ArrayList;
import java.util.List;

/**
 * A block in all its forms.
 *
 * @param address guest-virtual address
 * @param physical guest-physical address
 * @param state how far it has come
 * @param entries how often the interpreter entered it, roughly, since it was last looked at
 * @param region addresses of the blocks that the bytecode was made of, the one that is entered first; just this block's
 *     if it is not compiled, for then the bytecode is what the compiler would make of it alone
 * @param instructions its instructions in order; the bytecode of the region's entry and end stands with the first and last
 * @param exits the ways out, in the IR's text form
 */
public record BlockListing(
        long address,
        long physical,
        State state,
        int entries,
        List<Long> region,
        List<Instruction> instructions,
        List<String> exits) {
    private static final String GAP = "  ";

    /** How far a block has come. */
    public enum State {
        /** It was not executed, or is not kept. */
        NEW,
        /** It is interpreted as it was translated. */
        TRANSLATED,
        /** It is interpreted, optimised. */
        OPTIMISED,
        /** It is entered as compiled code, or executed as part of it. */
        COMPILED
    }

    /**
     * A guest instruction and what it became.
     *
     * @param address guest-virtual address
     * @param code its bytes in hexadecimal, as a number where instructions are words
     * @param text the assembler's text
     * @param ir operations in the IR's text form
     * @param bytecode JVM instructions, with their offsets
     */
    public record Instruction(long address, String code, String text, List<String> ir, List<String> bytecode) {
        /** Copies the lists. */
        public Instruction {
            ir = List.copyOf(ir);
            bytecode = List.copyOf(bytecode);
        }
    }

    /** Copies the lists. */
    public BlockListing {
        region = List.copyOf(region);
        instructions = List.copyOf(instructions);
        exits = List.copyOf(exits);
    }

    /** Returns the listing as a table: guest code, IR and bytecode side by side. */
    public String text() {
        StringBuilder out = new StringBuilder(String.format(
                "block %x at %x, %d instructions, %s, entered %,d times%n",
                address, physical, instructions.size(), state.name().toLowerCase(java.util.Locale.ROOT), entries));
        out.append(state == State.COMPILED ? "bytecode of the region" : "bytecode, if it were compiled alone, of");
        region.forEach(member -> out.append(String.format(" %x", member)));
        out.append('\n');
        List<String> guest = instructions.stream()
                .map(i -> String.format("%x  %s  %s", i.address, i.code, i.text))
                .toList();
        int first = width(guest, "guest");
        int second = width(instructions.stream().flatMap(i -> i.ir.stream()).toList(), "IR");
        line(out, first, second, List.of("guest", "IR", "bytecode"));
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            int lines = Math.max(1, Math.max(instruction.ir.size(), instruction.bytecode.size()));
            for (int n = 0; n < lines; n++) {
                List<String> cells = new ArrayList<>();
                cells.add(n == 0 ? guest.get(i) : "");
                cells.add(n < instruction.ir.size() ? instruction.ir.get(n) : "");
                cells.add(n < instruction.bytecode.size() ? instruction.bytecode.get(n) : "");
                line(out, first, second, cells);
            }
        }
        exits.forEach(exit -> out.append(exit).append('\n'));
        return out.toString();
    }

    private static int width(List<String> cells, String head) {
        return cells.stream().mapToInt(String::length).reduce(head.length(), Math::max);
    }

    private static void line(StringBuilder out, int first, int second, List<String> cells) {
        String format = "%-" + first + "s" + GAP + "%-" + second + "s" + GAP + "%s";
        out.append(String.format(format, cells.toArray()).stripTrailing()).append('\n');
    }
}
