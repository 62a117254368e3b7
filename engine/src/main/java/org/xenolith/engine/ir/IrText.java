// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The text form of a block, one operation a line.
 *
 * <pre>
 * &#64;0                          the guest instruction at offset 0
 *     add x0, x1, t0
 *     exitf 0xaaaa, nzcv, #0
 * &#64;4
 *     exit #1
 * #0 direct 0x48000010 after 1  exit 0: where it leads, and how many instructions have been executed then
 * #1 direct 0x48001000 after 2 call 0x48000008
 * </pre>
 *
 * <p>Guest registers have the front end's names, temporaries are {@code t0}, {@code t1}, …. From {@code ;} on a line is a
 * comment. The operands of an operation are those of its row in {@link Op}, in that order.
 */
public final class IrText {
    /** Most temporaries of a block. */
    public static final int TEMPORARIES = 64;

    /** Guest registers of a front end that is not known: r0, r1, …. */
    private static final int UNKNOWN = 256;

    private final int registers;
    private final IntFunction<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * Creates the text form for a front end.
     *
     * @param registers how many guest registers there are
     * @param names their names: letters, digits, {@code _} and {@code .}, starting with a letter, each once
     */
    public IrText(int registers, IntFunction<String> names) {
        this.registers = registers;
        this.names = names;
        for (int i = 0; i < registers + TEMPORARIES; i++) {
            String name = name(i);
            if (!name.matches("[A-Za-z][A-Za-z0-9_.]*") || numbers.put(name, i) != null) {
                throw new IllegalArgumentException("register " + i + " is named '" + name
                        + "', allowed: letters, digits, _ and . after a letter, each name once");
            }
        }
    }

    /** Creates the text form for blocks of unknown origin: all registers are named r0, r1, …. */
    public IrText() {
        this(UNKNOWN, n -> "r" + n);
    }

    private String name(int register) {
        return register < registers ? names.apply(register) : "t" + (register - registers);
    }

    /** Returns the text of a block. */
    public String print(IrBlock block) {
        StringBuilder out = new StringBuilder();
        int instruction = 0;
        for (int i = 0; i < block.size(); i++) {
            for (; instruction <= block.instruction(i); instruction++) {
                out.append('@').append(block.offsets()[instruction]).append('\n');
            }
            out.append("    ").append(operation(block.code(), i * Op.STRIDE)).append('\n');
        }
        for (; instruction < block.length(); instruction++) {
            out.append('@').append(block.offsets()[instruction]).append('\n');
        }
        for (int i = 0; i < block.exits().length; i++) {
            out.append('#').append(i).append(' ').append(exit(block.exits()[i])).append('\n');
        }
        return out.toString();
    }

    /** Returns the text of one operation. */
    public String operation(int[] code, int ip) {
        OpInfo info = Op.info(code[ip] & 0xFF);
        StringBuilder out = new StringBuilder(info.name());
        String separator = " ";
        for (char field : info.fields().toCharArray()) {
            String operand = operand(field, code, ip);
            if (!operand.isEmpty()) {
                out.append(separator).append(operand);
                separator = ", ";
            }
        }
        return out.toString();
    }

    private String operand(char field, int[] code, int ip) {
        return switch (field) {
            case 'd' -> name(code[ip + 1]);
            case 'a' -> name(code[ip + 2]);
            case 'b' -> name(code[ip + 3]);
            case 'c' -> name(code[ip] >>> 16);
            case 'e' -> name(code[ip + 4]);
            case 'i' -> Integer.toString(code[ip + 4]);
            case 'I' -> hex((code[ip + 2] & 0xFFFF_FFFFL) | ((long) code[ip + 3] << 32));
            case 'k' -> Integer.toString(code[ip] >>> 16);
            case 'q' -> Cond.name(code[ip] >>> 16);
            case 'n' -> Integer.toString(code[ip + 3]);
            case 't' -> hex(code[ip + 2]);
            case 'x' -> "#" + code[ip + 4];
            default -> "";
        };
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static String exit(Exit exit) {
        String kind = exit.kind().name().toLowerCase(java.util.Locale.ROOT);
        return kind
                + (exit.kind() == Exit.Kind.DIRECT ? " " + hex(exit.target()) : "")
                + " after "
                + exit.instructions()
                + (exit.call() ? " call " + hex(exit.returnAddress()) : "");
    }

    /**
     * Reads a block.
     *
     * @throws IrSyntaxException if the text is not the form of one that can be executed
     */
    public IrBlock parse(String text) throws IrSyntaxException {
        return new IrParser(numbers).parse(text);
    }
}
