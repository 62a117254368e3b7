// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the text form of one block; see {@link IrText}. */
final class IrParser {
    private final Map<String, Integer> registers;
    private final List<int[]> operations = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private final List<Exit> exits = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private int line;
    private boolean ended;

    IrParser(Map<String, Integer> registers) {
        this.registers = registers;
    }

    IrBlock parse(String text) throws IrSyntaxException {
        for (String row : text.split("\n", -1)) {
            line++;
            int comment = row.indexOf(';');
            String content = (comment < 0 ? row : row.substring(0, comment)).strip();
            if (!content.isEmpty()) {
                row(content);
            }
        }
        if (!ended) {
            throw wrong("the block has no end");
        }
        checkExits();
        int[] code = new int[operations.size() * Op.STRIDE];
        for (int i = 0; i < operations.size(); i++) {
            System.arraycopy(operations.get(i), 0, code, i * Op.STRIDE, Op.STRIDE);
        }
        return new IrBlock(code, offsets.stream().mapToInt(Integer::intValue).toArray(), exits.toArray(new Exit[0]));
    }

    private void row(String content) throws IrSyntaxException {
        char first = content.charAt(0);
        if (first == '#') {
            exit(content.split("\\s+"));
        } else if (!exits.isEmpty()) {
            throw wrong("'" + content + "' after the exits");
        } else if (first == '@') {
            if (offsets.size() == Op.MOST_INSTRUCTIONS) {
                throw wrong("more than " + Op.MOST_INSTRUCTIONS + " instructions");
            }
            offsets.add((int) number(content.substring(1), Integer.MIN_VALUE, Integer.MAX_VALUE));
        } else {
            operation(content);
        }
    }

    private void operation(String content) throws IrSyntaxException {
        if (offsets.isEmpty()) {
            throw wrong("operation before the first instruction");
        }
        if (ended) {
            throw wrong("operation after the end of the block");
        }
        String[] head = content.split("\\s+", 2);
        int opcode = Op.byName(head[0]);
        if (opcode < 0) {
            throw wrong("no operation is named '" + head[0] + "'");
        }
        OpInfo info = Op.info(opcode);
        String[] operands = head.length == 1 ? new String[0] : head[1].split("\\s*,\\s*", -1);
        int[] op = new int[Op.STRIDE];
        op[0] = opcode | ((offsets.size() - 1) << 8);
        int n = 0;
        for (char field : info.fields().toCharArray()) {
            if ("mhs".indexOf(field) < 0) {
                if (n == operands.length) {
                    throw wrong(info.name() + " has more operands than " + n);
                }
                operand(field, operands[n++], op);
            }
        }
        if (n != operands.length) {
            throw wrong(info.name() + " has " + n + " operands, not " + operands.length);
        }
        checkImmediate(op);
        operations.add(op);
        lines.add(line);
        ended = info.endsBlock();
    }

    private void operand(char field, String text, int[] op) throws IrSyntaxException {
        switch (field) {
            case 'd' -> op[1] = register(text);
            case 'a' -> op[2] = register(text);
            case 'b' -> op[3] = register(text);
            case 'c' -> op[0] |= register(text) << 16;
            case 'e' -> op[4] = register(text);
            case 'i' -> op[4] = (int) number(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case 'I' -> {
                long value = hex(text);
                op[2] = (int) value;
                op[3] = (int) (value >>> 32);
            }
            case 'k' -> op[0] |= (int) number(text, 0, 0xFFFF) << 16;
            case 'q' -> op[0] |= condition(text) << 16;
            case 'n' -> op[3] = (int) number(text, 0, 63);
            case 't' -> {
                long table = hex(text);
                if (table >>> 16 != 0) {
                    throw wrong("truth table '" + text + "', allowed: 16 bits");
                }
                op[2] = (int) table;
            }
            default -> op[4] = exitNumber(text);
        }
    }

    /** Checks numbers that not every value is allowed for. */
    private void checkImmediate(int[] op) throws IrSyntaxException {
        int imm = op[4];
        switch (op[0] & 0xFF) {
            case Op.UBFX, Op.SBFX, Op.DEP -> {
                int position = imm & 0xFF;
                int length = imm >>> 8;
                if (length < 1 || position + length > 64) {
                    throw wrong("field of " + length + " bits at bit " + position);
                }
            }
            case Op.FUNNEL -> number(Integer.toString(imm), 0, 63);
            case Op.FUNNELW -> number(Integer.toString(imm), 0, 31);
            case Op.RMW -> number(Integer.toString(imm), 0, Rmw.AND);
            case Op.EXITB -> number(Integer.toString(op[0] >>> 16), 0, 1);
            default -> {}
        }
    }

    private void exit(String[] words) throws IrSyntaxException {
        if (exitNumber(words[0]) != exits.size()) {
            throw wrong("exit " + words[0] + ", expected #" + exits.size());
        }
        int n = 2;
        Exit.Kind kind = words.length > 1 ? kind(words[1]) : null;
        if (kind == null) {
            throw wrong("an exit is direct, indirect, return or state");
        }
        long target = kind == Exit.Kind.DIRECT ? hex(word(words, n++)) : 0;
        if (!word(words, n++).equals("after")) {
            throw wrong("'after' expected");
        }
        int executed = (int) number(word(words, n++), 0, Op.MOST_INSTRUCTIONS);
        boolean call = n < words.length;
        if (call && !words[n++].equals("call")) {
            throw wrong("'call' or nothing expected");
        }
        long back = call ? hex(word(words, n++)) : 0;
        if (n != words.length) {
            throw wrong("'" + words[n] + "' after the exit");
        }
        exits.add(new Exit(kind, target, executed, call, back));
    }

    private static Exit.@Nullable Kind kind(String text) {
        for (Exit.Kind kind : Exit.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        return null;
    }

    private String word(String[] words, int n) throws IrSyntaxException {
        if (n >= words.length) {
            throw wrong("'" + String.join(" ", words) + "' is incomplete");
        }
        return words[n];
    }

    private void checkExits() throws IrSyntaxException {
        for (int i = 0; i < operations.size(); i++) {
            int[] op = operations.get(i);
            if (!Op.info(op[0] & 0xFF).exits()) {
                continue;
            }
            if (op[4] >= exits.size()) {
                throw new IrSyntaxException(lines.get(i), "exit #" + op[4] + " is not defined");
            }
            op[1] = exits.get(op[4]).instructions();
        }
    }

    private int register(String text) throws IrSyntaxException {
        Integer number = registers.get(text);
        if (number == null) {
            throw wrong("no register is named '" + text + "'");
        }
        return number;
    }

    private int condition(String text) throws IrSyntaxException {
        int condition = Cond.byName(text);
        if (condition < 0) {
            throw wrong("no condition is named '" + text + "'");
        }
        return condition;
    }

    private int exitNumber(String text) throws IrSyntaxException {
        if (!text.startsWith("#")) {
            throw wrong("'" + text + "' is not an exit");
        }
        return (int) number(text.substring(1), 0, 0xFFFF);
    }

    private long number(String text, long least, long most) throws IrSyntaxException {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong("'" + text + "' is not a number");
        }
        if (value < least || value > most) {
            throw wrong(value + ", allowed: " + least + " to " + most);
        }
        return value;
    }

    private long hex(String text) throws IrSyntaxException {
        try {
            if (text.startsWith("0x")) {
                return Long.parseUnsignedLong(text, 2, text.length(), 16);
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw wrong("'" + text + "' is not a hexadecimal number");
        }
        throw wrong("'" + text + "' does not start with 0x");
    }

    private IrSyntaxException wrong(String reason) {
        return new IrSyntaxException(line, reason);
    }
}
