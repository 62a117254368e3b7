// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.a64.Fields.bit;
import static org.xenolith.platform.arm.a64.Fields.bits;
import static org.xenolith.platform.arm.a64.Fields.signed;

import java.util.Locale;
import org.xenolith.platform.arm.cpu.SystemRegister;

/** The texts of one instruction's operands, by the placeholders of {@code syntax.a64}. */
final class Operands {
    private static final String[] CONDITIONS = {
        "eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al", "nv"
    };
    private static final String[] SHIFTS = {"lsl", "lsr", "asr", "ror"};
    private static final String[] EXTENSIONS = {"uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx"};
    private static final String[] BARRIERS = {
        "#0x00", "oshld", "oshst", "osh", "#0x04", "nshld", "nshst", "nsh",
        "#0x08", "ishld", "ishst", "ish", "#0x0c", "ld", "st", "sy"
    };
    private static final String[] ATOMICS = {"ldadd", "ldclr", "ldeor", "ldset", "ldsmax", "ldsmin", "ldumax", "ldumin"
    };
    private static final String SCALARS = "bhsdq";

    private final Row row;
    private final long pc;
    private final int w;

    Operands(Row row, long pc, int word) {
        this.row = row;
        this.pc = pc;
        this.w = word;
    }

    /** Returns the text of a placeholder. */
    String of(String placeholder) {
        if (placeholder.matches("[wxrzysdqvp][dnma]\\+?")) {
            return register(placeholder.charAt(0), place(placeholder.charAt(1)), placeholder.endsWith("+"));
        }
        return switch (placeholder) {
            case "addsub", "logic", "adc", "ccmp", "csel", "stp", "ldp", "amo" -> mnemonic(placeholder);
            case "b", "bw", "tu", "l", "c", "acquire", "release", "al" -> suffix(placeholder);
            case "sbfm", "bfm", "ubfm" -> bitField(placeholder);
            case "adr", "adrp", "rel26", "rel19", "rel14" -> address(placeholder);
            case "uoffset", "roffset", "indexed", "pair" -> memory(placeholder);
            case "cond" -> CONDITIONS[bits(w, 12, 4)];
            case "uncond" -> CONDITIONS[bits(w, 12, 4) ^ 1];
            case "condb" -> CONDITIONS[w & 15];
            case "shift" -> shift();
            case "extended" -> extended(bits(w, 10, 3), bits(w, 10, 3) != 0);
            case "barrier" -> BARRIERS[bits(w, 8, 4)];
            case "sysreg" -> systemRegister();
            case "sysop" ->
                "#%d, c%d, c%d, #%d".formatted(bits(w, 16, 3), bits(w, 12, 4), bits(w, 8, 4), bits(w, 5, 3));
            default -> immediate(placeholder);
        };
    }

    private int place(char name) {
        return switch (name) {
            case 'd' -> w & 31;
            case 'n' -> bits(w, 5, 5);
            case 'm' -> bits(w, 16, 5);
            default -> bits(w, 10, 5);
        };
    }

    private String register(char width, int number, boolean stack) {
        return switch (width) {
            case 's', 'd', 'q' -> "" + width + number;
            case 'v' -> "" + SCALARS.charAt(vectorSize()) + number;
            case 'p' -> "" + SCALARS.charAt(2 + bits(w, 30, 2)) + number;
            case 'w' -> general(false, number, stack);
            case 'x' -> general(true, number, stack);
            case 'z' -> general(bits(w, 30, 2) == 3, number, stack);
            case 'y' -> general(bit(w, 30), number, stack);
            default -> general(bit(w, 31), number, stack);
        };
    }

    private static String general(boolean wide, int number, boolean stack) {
        if (number == 31) {
            return stack ? (wide ? "sp" : "wsp") : (wide ? "xzr" : "wzr");
        }
        return (wide ? "x" : "w") + number;
    }

    private int vectorSize() {
        return Math.min(bits(w, 30, 2) | (bit(w, 23) ? 4 : 0), 4);
    }

    private String mnemonic(String group) {
        return switch (group) {
            case "addsub" -> (bit(w, 30) ? "sub" : "add") + (bit(w, 29) ? "s" : "");
            case "adc" -> (bit(w, 30) ? "sbc" : "adc") + (bit(w, 29) ? "s" : "");
            case "logic" -> {
                boolean inverted = row.fields().containsKey("N21") && bit(w, 21);
                yield (inverted ? "bic orn eon bics" : "and orr eor ands").split(" ")[bits(w, 29, 2)];
            }
            case "ccmp" -> bit(w, 30) ? "ccmp" : "ccmn";
            case "csel" -> "csel csinc csinv csneg".split(" ")[bits(w, 30, 1) * 2 + bits(w, 10, 1)];
            case "amo" -> ATOMICS[bits(w, 12, 3)];
            default -> bits(w, 23, 2) == 0 ? group.substring(0, 2) + "np" : group;
        };
    }

    private String suffix(String kind) {
        return switch (kind) {
            case "b" -> bits(w, 30, 2) == 0 ? "b" : bits(w, 30, 2) == 1 ? "h" : "";
            case "bw" -> "bhw".substring(bits(w, 30, 2), bits(w, 30, 2) + 1);
            case "tu" -> bits(w, 10, 2) == 0 ? "u" : bits(w, 10, 2) == 2 ? "t" : "";
            case "l" -> bit(w, 15) ? (bit(w, 22) ? "a" : "l") : "";
            case "c" -> bit(w, 12) ? "c" : "";
            case "acquire" -> bit(w, 22) ? "a" : "";
            case "release" -> bit(w, 15) ? "l" : "";
            default -> (bit(w, 23) ? "a" : "") + (bit(w, 22) ? "l" : "");
        };
    }

    private String shift() {
        int amount = bits(w, 10, 6);
        int kind = bits(w, 22, 2);
        return amount == 0 && kind == 0 ? "" : ", " + SHIFTS[kind] + " #" + amount;
    }

    /** The second operand of an extended form. */
    private String extended(int amount, boolean shown) {
        int option = bits(w, 13, 3);
        boolean stack = bits(w, 5, 5) == 31 || ((w & 31) == 31 && !bit(w, 29));
        String m = register(bit(w, 31) && (option & 3) == 3 ? 'x' : 'w', bits(w, 16, 5), false);
        if (stack && option == (bit(w, 31) ? 3 : 2)) {
            return amount == 0 ? m : m + ", lsl #" + amount;
        }
        return m + ", " + EXTENSIONS[option] + (shown ? " #" + amount : "");
    }

    private String bitField(String kind) {
        boolean wide = bit(w, 31);
        int size = wide ? 64 : 32;
        int r = bits(w, 16, 6);
        int s = bits(w, 10, 6);
        String d = of("rd");
        String n = of("rn");
        String operands = d + ", " + n;
        if (kind.equals("bfm")) {
            return s < r
                    ? "%s, #%d, #%d".formatted("bfi " + operands, size - r, s + 1)
                    : "%s, #%d, #%d".formatted("bfxil " + operands, r, s - r + 1);
        }
        boolean signed = kind.equals("sbfm");
        String narrow = d + ", " + register('w', bits(w, 5, 5), false);
        if (r == 0 && (s == 7 || s == 15) && (signed || !wide)) {
            return (signed ? "sxt" : "uxt") + (s == 7 ? "b " : "h ") + narrow;
        }
        if (r == 0 && s == 31 && signed && wide) {
            return "sxtw " + narrow;
        }
        if (s == size - 1) {
            return (signed ? "asr " : "lsr ") + operands + ", #" + r;
        }
        if (!signed && s + 1 == r) {
            return "lsl " + operands + ", #" + (size - r);
        }
        return s < r
                ? "%sbfiz %s, #%d, #%d".formatted(signed ? "s" : "u", operands, size - r, s + 1)
                : "%sbfx %s, #%d, #%d".formatted(signed ? "s" : "u", operands, r, s - r + 1);
    }

    private String address(String kind) {
        long near = ((long) signed(w, 5, 19) << 2) | bits(w, 29, 2);
        long target =
                switch (kind) {
                    case "adr" -> pc + near;
                    case "adrp" -> (pc & -4096) + (near << 12);
                    case "rel26" -> pc + ((long) signed(w, 0, 26) << 2);
                    case "rel19" -> pc + ((long) signed(w, 5, 19) << 2);
                    default -> pc + ((long) signed(w, 5, 14) << 2);
                };
        return hex(target);
    }

    private String memory(String kind) {
        String base = "[" + register('x', bits(w, 5, 5), true);
        return switch (kind) {
            case "uoffset" -> {
                long offset = (long) bits(w, 10, 12) << (bit(w, 26) ? vectorSize() : bits(w, 30, 2));
                yield offset == 0 ? "" : ", #" + offset;
            }
            case "roffset" -> {
                int scale = bit(w, 26) ? vectorSize() : bits(w, 30, 2);
                boolean plain = bits(w, 13, 3) == 3;
                String m = register(bit(w, 13) ? 'x' : 'w', bits(w, 16, 5), false);
                String amount = bit(w, 12) ? " #" + scale : "";
                yield m
                        + (plain && amount.isEmpty()
                                ? ""
                                : ", " + (plain ? "lsl" : EXTENSIONS[bits(w, 13, 3)]) + amount);
            }
            case "pair" -> {
                int scale = bit(w, 26) ? 2 + bits(w, 30, 2) : bit(w, 31) ? 3 : 2;
                yield indexed(base, signed(w, 15, 7) << scale, bits(w, 23, 2));
            }
            default -> indexed(base, signed(w, 12, 9), bit(w, 10) ? bits(w, 10, 2) : 2);
        };
    }

    /** An address with an offset; the mode is 1 after, 3 before, else without write-back. */
    private static String indexed(String base, int offset, int mode) {
        return switch (mode) {
            case 1 -> base + "], #" + offset;
            case 3 -> base + ", #" + offset + "]!";
            default -> base + (offset == 0 ? "" : ", #" + offset) + "]";
        };
    }

    private String systemRegister() {
        int op0 = 2 + bits(w, 19, 1);
        SystemRegister known = SystemRegister.find(
                SystemRegister.key(op0, bits(w, 16, 3), bits(w, 12, 4), bits(w, 8, 4), bits(w, 5, 3)));
        return known != null
                ? known.name().toLowerCase(Locale.ROOT)
                : "s%d_%d_c%d_c%d_%d".formatted(op0, bits(w, 16, 3), bits(w, 12, 4), bits(w, 8, 4), bits(w, 5, 3));
    }

    private String immediate(String kind) {
        boolean wide = bit(w, 31);
        int hw = bits(w, 21, 2) * 16;
        long moved = (long) bits(w, 5, 16) << hw;
        return switch (kind) {
            case "imm12" -> "#" + hex(bits(w, 10, 12)) + (bit(w, 22) ? ", lsl #12" : "");
            case "mask" -> "#" + hex(Fields.bitMask(bit(w, 22), bits(w, 10, 6), bits(w, 16, 6), wide));
            case "movz" -> "#" + hex(moved);
            case "movn" -> "#" + hex(wide ? ~moved : ~moved & 0xFFFF_FFFFL);
            case "movk" -> "#" + hex(bits(w, 5, 16)) + (hw == 0 ? "" : ", lsl #" + hw);
            case "imm16" -> "#" + hex(bits(w, 5, 16));
            case "imms" -> "#" + bits(w, 10, 6);
            case "imm5" -> "#" + hex(bits(w, 16, 5));
            case "nzcv" -> "#" + hex(w & 15);
            case "crm" -> "#" + hex(bits(w, 8, 4));
            case "hint" -> "#" + hex(bits(w, 5, 7));
            case "prfop" -> "#" + hex(w & 31);
            case "bit" -> "#" + (bits(w, 31, 1) * 32 + bits(w, 19, 5));
            default -> throw new IllegalArgumentException("syntax of " + row.name() + ": unknown {" + kind + "}");
        };
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
