// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** AdvSIMD copies, permutations, table lookups, immediates, and the scalar integer encodings. */
final class VectorMoveForms {
    private static final List<String> LANES = List.of("b", "h", "s", "d");

    private VectorMoveForms() {}

    static List<Form> all() {
        FormBook book = new FormBook().with(Profile.INTEGER, 3, 2);
        copies(book);
        permutations(book);
        tables(book);
        immediates(book.with(Profile.INTEGER, 1, 1));
        scalarThreeSame(book.with(Profile.INTEGER, 6, 2));
        scalarTwoRegister(book);
        scalarByElement(book);
        return book.forms();
    }

    private static void copies(FormBook book) {
        for (String t : VectorIntegerForms.ALL) {
            String lane = t.substring(t.length() - 1);
            int last = 128 / VectorShiftForms.bits(lane) - 1;
            String general = lane.equals("d") ? "x" : "w";
            book.add(
                    "dup.element." + t,
                    "dup v<d>.%s, v<n>.%s[0]".formatted(t, lane),
                    "dup v<d>.%s, v<n>.%s[%d]".formatted(t, lane, last));
            book.add("dup.general." + t, "dup v<d>.%s, %s<n>".formatted(t, general));
        }
        for (String lane : LANES) {
            int last = 128 / VectorShiftForms.bits(lane) - 1;
            String general = lane.equals("d") ? "x" : "w";
            for (int index : new int[] {0, last / 2, last}) {
                book.add("dup.scalar." + lane, "mov %s<d>, v<n>.%s[%d]".formatted(lane, lane, index));
                book.add(
                        "ins.element." + lane,
                        "ins v<d>.%s[%d], v<n>.%s[%d]".formatted(lane, index, lane, last - index));
                book.add("ins.general." + lane, "ins v<d>.%s[%d], %s<n>".formatted(lane, index, general));
                book.add("umov." + lane, "umov %s<d>, v<n>.%s[%d]".formatted(general, lane, index));
                if (!lane.equals("d")) {
                    book.add("smov." + lane + ".x", "smov x<d>, v<n>.%s[%d]".formatted(lane, index));
                }
                if (lane.equals("b") || lane.equals("h")) {
                    book.add("smov." + lane + ".w", "smov w<d>, v<n>.%s[%d]".formatted(lane, index));
                }
            }
        }
    }

    private static void permutations(FormBook book) {
        for (String op : List.of("uzp1", "trn1", "zip1", "uzp2", "trn2", "zip2")) {
            for (String t : VectorIntegerForms.ALL) {
                book.add(op + "." + t, "%s v<d>.%s, v<n>.%s, v<m>.%s".formatted(op, t, t, t));
            }
        }
        for (int index : new int[] {0, 1, 5, 7}) {
            book.add("ext.8b", "ext v<d>.8b, v<n>.8b, v<m>.8b, #" + index);
            book.add("ext.16b", "ext v<d>.16b, v<n>.16b, v<m>.16b, #" + (2 * index + 1));
        }
    }

    private static void tables(FormBook book) {
        StringBuilder list = new StringBuilder("v<t>.16b");
        for (int count = 1; count <= 4; count++) {
            for (String op : List.of("tbl", "tbx")) {
                for (String t : List.of("8b", "16b")) {
                    String name = op + count + "." + t;
                    book.add(name, "%s v<d>.%s, {%s}, v<m>.%s".formatted(op, t, list, t));
                    // Indexes that mostly hit: five bits of each byte.
                    book.add(
                            name,
                            "movi v7.16b, #63; and v8.16b, v8.16b, v7.16b; %s v<d>.%s, {%s}, v8.%s"
                                    .formatted(op, t, list, t));
                }
            }
            list.append(", v<t+").append(count).append(">.16b");
        }
    }

    private static void immediates(FormBook book) {
        for (String t : List.of("8b", "16b")) {
            book.add("movi." + t, "movi v<d>." + t + ", #0x85", "movi v<d>." + t + ", #0x7f");
        }
        for (String t : List.of("4h", "8h", "2s", "4s")) {
            for (int shift = 0; shift < VectorShiftForms.bits(t.substring(1)); shift += 8) {
                for (String op : List.of("movi", "mvni", "orr", "bic")) {
                    book.add(op + ".imm." + t, "%s v<d>.%s, #0xa5, lsl #%d".formatted(op, t, shift));
                }
            }
        }
        for (String t : List.of("2s", "4s")) {
            for (int shift : new int[] {8, 16}) {
                book.add("movi.msl." + t, "movi v<d>.%s, #0xc3, msl #%d".formatted(t, shift));
                book.add("mvni.msl." + t, "mvni v<d>.%s, #0x3c, msl #%d".formatted(t, shift));
            }
        }
        book.add("movi.d", "movi d<d>, #0xff00ff0000ff00ff", "movi d<d>, #0xffffffffffffff00");
        book.add("movi.2d", "movi v<d>.2d, #0x00ff00ffff00ff00", "movi v<d>.2d, #0xff");
    }

    private static void scalarThreeSame(FormBook book) {
        for (String op : List.of(
                "cmgt", "cmge", "sshl", "srshl", "add", "cmtst", "cmhi", "cmhs", "ushl", "urshl", "sub", "cmeq")) {
            book.add(op + ".scalar.d", op + " d<d>, d<n>, d<m>");
        }
        for (String op : List.of("sqadd", "sqsub", "sqshl", "sqrshl", "uqadd", "uqsub", "uqshl", "uqrshl")) {
            for (String r : LANES) {
                book.add(op + ".scalar." + r, "%s %s<d>, %s<n>, %s<m>".formatted(op, r, r, r));
            }
        }
        for (String r : List.of("h", "s")) {
            for (String op : List.of("sqdmulh", "sqrdmulh")) {
                book.add(op + ".scalar." + r, "%s %s<d>, %s<n>, %s<m>".formatted(op, r, r, r));
            }
            String wide = r.equals("h") ? "s" : "d";
            for (String op : List.of("sqdmlal", "sqdmlsl", "sqdmull")) {
                book.add(op + ".scalar." + r, "%s %s<d>, %s<n>, %s<m>".formatted(op, wide, r, r));
            }
        }
    }

    private static void scalarTwoRegister(FormBook book) {
        for (String op : List.of("suqadd", "sqabs", "usqadd", "sqneg")) {
            for (String r : LANES) {
                book.add(op + ".scalar." + r, "%s %s<d>, %s<n>".formatted(op, r, r));
            }
        }
        book.add("abs.scalar.d", "abs d<d>, d<n>")
                .add("neg.scalar.d", "neg d<d>, d<n>")
                .add("addp.scalar.d", "addp d<d>, v<n>.2d");
        for (String op : List.of("cmgt", "cmeq", "cmlt", "cmge", "cmle")) {
            book.add(op + ".scalar.zero.d", op + " d<d>, d<n>, #0");
        }
        for (String pair : List.of("bh", "hs", "sd")) {
            for (String op : List.of("sqxtn", "sqxtun", "uqxtn")) {
                String to = pair.substring(0, 1);
                book.add(op + ".scalar." + to, "%s %s<d>, %s<n>".formatted(op, to, pair.substring(1)));
            }
        }
    }

    private static void scalarByElement(FormBook book) {
        for (String r : List.of("h", "s")) {
            String wide = r.equals("h") ? "s" : "d";
            for (String m :
                    r.equals("h") ? List.of("v3.h[0]", "v15.h[7]", "v8.h[5]") : List.of("v<m>.s[0]", "v<m>.s[3]")) {
                for (String op : List.of("sqdmulh", "sqrdmulh")) {
                    book.add(op + ".scalar.element." + r, "%s %s<d>, %s<n>, %s".formatted(op, r, r, m));
                }
                for (String op : List.of("sqdmlal", "sqdmlsl", "sqdmull")) {
                    book.add(op + ".scalar.element." + r, "%s %s<d>, %s<n>, %s".formatted(op, wide, r, m));
                }
            }
        }
    }
}
