// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** Data processing on general registers: immediate and register. */
final class IntegerForms {
    private static final List<String> SIZES = List.of("w", "x");
    static final List<String> CONDITIONS =
            List.of("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al", "nv");

    private IntegerForms() {}

    static List<Form> all() {
        FormBook book = new FormBook().with(Profile.INTEGER, 6, 3);
        for (String r : SIZES) {
            arithmetic(book, r);
            logical(book, r);
            moves(book, r);
            bitfields(book, r);
            conditional(book, r);
            sources(book, r);
        }
        multiply(book);
        checksums(book);
        addresses(book);
        return book.forms();
    }

    private static void arithmetic(FormBook book, String r) {
        int bits = r.equals("w") ? 32 : 64;
        String sp = r.equals("w") ? "wsp" : "sp";
        for (String op : List.of("add", "sub", "adds", "subs")) {
            String d = op.endsWith("s") ? "<d>" : "<D>";
            for (String imm : List.of("0", "1", "0xfff", "0x123, lsl #12", "0xfff, lsl #12")) {
                book.add(op + ".imm." + r, op + " " + r + d + ", " + r + "<N>, #" + imm);
            }
            book.add(op + ".imm." + r, op + " " + r + d + ", " + sp + ", #0x7f0");
            for (String shift : List.of("lsl", "lsr", "asr")) {
                for (int amount : new int[] {1, 7, bits - 1}) {
                    book.add(
                            op + ".shifted." + shift + "." + r,
                            "%s %s<d>, %s<n>, %s<m>, %s #%d".formatted(op, r, r, r, shift, amount));
                }
            }
            book.add(op + ".shifted.none." + r, "%s %s<d>, %s<n>, %s<m>".formatted(op, r, r, r));
            for (String extend : List.of("uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx")) {
                String m = r.equals("x") && extend.endsWith("x") ? "x" : "w";
                for (int amount : new int[] {0, 1, 4}) {
                    book.add(
                            op + ".extended." + extend + "." + r,
                            "%s %s%s, %s<N>, %s<m>, %s #%d".formatted(op, r, d, r, m, extend, amount));
                }
            }
            book.add(op + ".extended.sp." + r, "%s %s%s, %s, %s<m>, lsl #3".formatted(op, r, d, sp, r));
        }
        for (String op : List.of("add", "sub")) {
            book.add(
                    op + ".imm.sp." + r,
                    op + " " + sp + ", " + r + "<N>, #0x20",
                    op + " " + sp + ", " + sp + ", #0x40");
            book.add(op + ".extended.sp." + r, "%s %s, %s, %s<m>".formatted(op, sp, sp, r));
        }
        book.add("mov.sp." + r, "mov " + sp + ", " + r + "<N>", "mov " + r + "<D>, " + sp);
        for (String op : List.of("adc", "adcs", "sbc", "sbcs")) {
            book.add(op + "." + r, "%s %s<d>, %s<n>, %s<m>".formatted(op, r, r, r));
        }
    }

    private static void logical(FormBook book, String r) {
        int bits = r.equals("w") ? 32 : 64;
        List<String> masks = r.equals("w")
                ? List.of(
                        "1",
                        "0x7fffffff",
                        "0x80000001",
                        "0xfffffffe",
                        "0x55555555",
                        "0x0f0f0f0f",
                        "0xff00ff00",
                        "0xe0e0e0e0",
                        "0x3fc00",
                        "0x80008000")
                : List.of(
                        "1",
                        "0x7fffffffffffffff",
                        "0x8000000000000001",
                        "0xfffffffffffffffe",
                        "0xffffffff",
                        "0x5555555555555555",
                        "0x00ff00ff00ff00ff",
                        "0xfffe0000fffe0000",
                        "0xc7c7c7c7c7c7c7c7",
                        "0x8888888888888888",
                        "0x0003fffffffc0000");
        for (String op : List.of("and", "orr", "eor", "ands")) {
            String d = op.endsWith("s") ? "<d>" : "<D>";
            for (String mask : masks) {
                book.add(op + ".imm." + r, "%s %s%s, %s<n>, #%s".formatted(op, r, d, r, mask));
            }
        }
        String sp = r.equals("w") ? "wsp" : "sp";
        book.add("and.imm.sp." + r, "and " + sp + ", " + r + "<n>, #0xfffffff0", "orr " + sp + ", " + r + "<n>, #0x1c");
        for (String op : List.of("and", "bic", "orr", "orn", "eor", "eon", "ands", "bics")) {
            book.add(op + ".shifted.none." + r, "%s %s<d>, %s<n>, %s<m>".formatted(op, r, r, r));
            for (String shift : List.of("lsl", "lsr", "asr", "ror")) {
                for (int amount : new int[] {1, 13, bits - 1}) {
                    book.add(
                            op + ".shifted." + shift + "." + r,
                            "%s %s<d>, %s<n>, %s<m>, %s #%d".formatted(op, r, r, r, shift, amount));
                }
            }
        }
    }

    private static void moves(FormBook book, String r) {
        int halves = r.equals("w") ? 2 : 4;
        for (String op : List.of("movz", "movn", "movk")) {
            for (int half = 0; half < halves; half++) {
                for (String imm : List.of("0", "0xffff", "0x8001")) {
                    book.add(op + "." + r, "%s %s<d>, #%s, lsl #%d".formatted(op, r, imm, 16 * half));
                }
            }
        }
    }

    private static void bitfields(FormBook book, String r) {
        int bits = r.equals("w") ? 32 : 64;
        int[][] pairs = {
            {0, 0},
            {0, bits - 1},
            {0, 7},
            {0, 15},
            {0, 31},
            {1, bits - 1},
            {bits - 1, bits - 1},
            {bits - 1, 0},
            {bits - 1, bits - 2},
            {4, 11},
            {11, 4},
            {bits / 2, bits / 2 - 1},
            {bits / 2, bits / 2 + 5},
            {bits - 8, 3}
        };
        for (String op : List.of("sbfm", "bfm", "ubfm")) {
            for (int[] pair : pairs) {
                book.add(op + "." + r, "%s %s<d>, %s<n>, #%d, #%d".formatted(op, r, r, pair[0], pair[1]));
            }
        }
        for (int lsb : new int[] {0, 1, 8, bits / 2, bits - 1}) {
            book.add("extr." + r, "extr %s<d>, %s<n>, %s<m>, #%d".formatted(r, r, r, lsb));
        }
    }

    private static void conditional(FormBook book, String r) {
        for (String condition : CONDITIONS) {
            book.add("csel." + condition + "." + r, "csel %s<d>, %s<n>, %s<m>, %s".formatted(r, r, r, condition));
        }
        for (String condition : List.of("eq", "cc", "mi", "vs", "hi", "ge", "le", "al")) {
            for (String op : List.of("csinc", "csinv", "csneg")) {
                book.add(op + "." + r, "%s %s<d>, %s<n>, %s<m>, %s".formatted(op, r, r, r, condition));
            }
            for (String op : List.of("ccmp", "ccmn")) {
                book.add(op + ".reg." + r, "%s %s<n>, %s<m>, #5, %s".formatted(op, r, r, condition));
                book.add(op + ".imm." + r, "%s %s<n>, #31, #10, %s".formatted(op, r, condition));
            }
        }
    }

    private static void sources(FormBook book, String r) {
        for (String op : List.of("rbit", "rev16", "rev", "clz", "cls")) {
            book.add(op + "." + r, "%s %s<d>, %s<n>".formatted(op, r, r));
        }
        for (String op : List.of("udiv", "sdiv", "lslv", "lsrv", "asrv", "rorv")) {
            String text = "%s %s<d>, %s<n>, %s<m>".formatted(op, r, r, r);
            book.with(Profile.INTEGER, 16, 4).add(op + "." + r, text).with(Profile.INTEGER, 6, 3);
        }
        for (String op : List.of("madd", "msub")) {
            book.add(op + "." + r, "%s %s<d>, %s<n>, %s<m>, %s<a>".formatted(op, r, r, r, r));
        }
    }

    private static void multiply(FormBook book) {
        book.add("rev32.x", "rev32 x<d>, x<n>");
        for (String op : List.of("smaddl", "smsubl", "umaddl", "umsubl")) {
            book.add(op, op + " x<d>, w<n>, w<m>, x<a>");
        }
        book.add("smulh", "smulh x<d>, x<n>, x<m>").add("umulh", "umulh x<d>, x<n>, x<m>");
    }

    private static void checksums(FormBook book) {
        for (String op : List.of("crc32", "crc32c")) {
            for (String size : List.of("b", "h", "w", "x")) {
                String m = size.equals("x") ? "x" : "w";
                book.add(op + size, op + size + " w<d>, w<n>, " + m + "<m>");
            }
        }
    }

    private static void addresses(FormBook book) {
        book.with(Profile.INTEGER, 2, 3);
        for (String offset : List.of("0", "1", "-1", "0xfffff", "-0x100000", "3")) {
            book.add("adr", "adr x<d>, . + " + offset);
        }
        // ADRP needs a linker; its word is composed here: immlo in bits 30:29, immhi in bits 23:5.
        for (String word :
                List.of("0x90000000", "0xb0000000", "0xd0ffffe0", "0xf0ffffe0", "0xf07fffe0", "0x90800000")) {
            book.add("adrp", ".inst " + word + " + <d>");
        }
    }
}
