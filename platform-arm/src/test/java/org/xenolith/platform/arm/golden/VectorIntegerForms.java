// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** AdvSIMD integer arithmetic, vector: three same, three different, two-register, across lanes, by element. */
final class VectorIntegerForms {
    static final List<String> ALL = List.of("8b", "16b", "4h", "8h", "2s", "4s", "2d");
    private static final List<String> UP_TO_S = List.of("8b", "16b", "4h", "8h", "2s", "4s");
    private static final List<String> BYTES = List.of("8b", "16b");
    private static final List<String> H_AND_S = List.of("4h", "8h", "2s", "4s");

    private VectorIntegerForms() {}

    static List<Form> all() {
        FormBook book = new FormBook().with(Profile.INTEGER, 4, 2);
        threeSame(book);
        threeDifferent(book);
        twoRegister(book);
        widthChanging(book);
        acrossLanes(book);
        byElement(book);
        return book.forms();
    }

    /** The arrangement with lanes of twice the width, for the operand that has them: 8b and 16b give 8h. */
    static String wide(String narrow) {
        return switch (narrow) {
            case "8b", "16b" -> "8h";
            case "4h", "8h" -> "4s";
            default -> "2d";
        };
    }

    /** "2" for the arrangements that use the upper half of a register. */
    static String second(String narrow) {
        return List.of("16b", "8h", "4s").contains(narrow) ? "2" : "";
    }

    private static void threeSame(FormBook book) {
        List<String> any = List.of(
                "sqadd", "sqsub", "cmgt", "cmge", "sshl", "sqshl", "srshl", "sqrshl", "add", "cmtst", "addp", "uqadd",
                "uqsub", "cmhi", "cmhs", "ushl", "uqshl", "urshl", "uqrshl", "sub", "cmeq");
        threeSame(book, any, ALL);
        threeSame(
                book,
                List.of(
                        "shadd", "srhadd", "shsub", "smax", "smin", "sabd", "saba", "mla", "mul", "smaxp", "sminp",
                        "uhadd", "urhadd", "uhsub", "umax", "umin", "uabd", "uaba", "mls", "umaxp", "uminp"),
                UP_TO_S);
        threeSame(book, List.of("sqdmulh", "sqrdmulh"), H_AND_S);
        threeSame(book, List.of("and", "bic", "orr", "orn", "eor", "bsl", "bit", "bif", "pmul"), BYTES);
    }

    private static void threeSame(FormBook book, List<String> operations, List<String> arrangements) {
        for (String op : operations) {
            for (String t : arrangements) {
                book.add(op + "." + t, "%s v<d>.%s, v<n>.%s, v<m>.%s".formatted(op, t, t, t));
            }
        }
    }

    private static void threeDifferent(FormBook book) {
        for (String t : UP_TO_S) {
            String w = wide(t);
            String two = second(t);
            for (String op : List.of(
                    "saddl", "ssubl", "sabal", "sabdl", "smlal", "smlsl", "smull", "uaddl", "usubl", "uabal", "uabdl",
                    "umlal", "umlsl", "umull")) {
                book.add(op + two + "." + t, "%s%s v<d>.%s, v<n>.%s, v<m>.%s".formatted(op, two, w, t, t));
            }
            for (String op : List.of("saddw", "ssubw", "uaddw", "usubw")) {
                book.add(op + two + "." + t, "%s%s v<d>.%s, v<n>.%s, v<m>.%s".formatted(op, two, w, w, t));
            }
            for (String op : List.of("addhn", "subhn", "raddhn", "rsubhn")) {
                book.add(op + two + "." + t, "%s%s v<d>.%s, v<n>.%s, v<m>.%s".formatted(op, two, t, w, w));
            }
            for (String op : List.of("sqdmlal", "sqdmlsl", "sqdmull")) {
                if (!t.endsWith("b")) {
                    book.add(op + two + "." + t, "%s%s v<d>.%s, v<n>.%s, v<m>.%s".formatted(op, two, w, t, t));
                }
            }
        }
        book.add("pmull.8h", "pmull v<d>.8h, v<n>.8b, v<m>.8b").add("pmull2.8h", "pmull2 v<d>.8h, v<n>.16b, v<m>.16b");
    }

    private static void twoRegister(FormBook book) {
        twoRegister(book, List.of("suqadd", "sqabs", "abs", "usqadd", "sqneg", "neg"), ALL);
        twoRegister(book, List.of("cls", "clz"), UP_TO_S);
        twoRegister(book, List.of("rev16", "cnt", "not", "rbit"), BYTES);
        twoRegister(book, List.of("rev64"), UP_TO_S);
        twoRegister(book, List.of("rev32"), List.of("8b", "16b", "4h", "8h"));
        twoRegister(book, List.of("urecpe", "ursqrte"), List.of("2s", "4s"));
        for (String op : List.of("cmgt", "cmeq", "cmlt", "cmge", "cmle")) {
            for (String t : ALL) {
                book.add(op + ".zero." + t, "%s v<d>.%s, v<n>.%s, #0".formatted(op, t, t));
            }
        }
    }

    private static void twoRegister(FormBook book, List<String> operations, List<String> arrangements) {
        for (String op : operations) {
            for (String t : arrangements) {
                book.add(op + "." + t, "%s v<d>.%s, v<n>.%s".formatted(op, t, t));
            }
        }
    }

    private static void widthChanging(FormBook book) {
        for (String t : UP_TO_S) {
            String two = second(t);
            for (String op : List.of("xtn", "sqxtn", "sqxtun", "uqxtn")) {
                book.add(op + two + "." + t, "%s%s v<d>.%s, v<n>.%s".formatted(op, two, t, wide(t)));
            }
            String shift = t.endsWith("b") ? "8" : t.endsWith("h") ? "16" : "32";
            book.add("shll" + two + "." + t, "shll%s v<d>.%s, v<n>.%s, #%s".formatted(two, wide(t), t, shift));
            int lanes = Integer.parseInt(t.substring(0, t.length() - 1)) / 2;
            String paired = lanes + (t.endsWith("b") ? "h" : t.endsWith("h") ? "s" : "d");
            for (String op : List.of("saddlp", "uaddlp", "sadalp", "uadalp")) {
                book.add(op + "." + t, "%s v<d>.%s, v<n>.%s".formatted(op, paired, t));
            }
        }
    }

    private static void acrossLanes(FormBook book) {
        for (String t : List.of("8b", "16b", "4h", "8h", "4s")) {
            String lane = t.substring(t.length() - 1);
            String longer = lane.equals("b") ? "h" : lane.equals("h") ? "s" : "d";
            for (String op : List.of("smaxv", "sminv", "addv", "umaxv", "uminv")) {
                book.add(op + "." + t, "%s %s<d>, v<n>.%s".formatted(op, lane, t));
            }
            for (String op : List.of("saddlv", "uaddlv")) {
                book.add(op + "." + t, "%s %s<d>, v<n>.%s".formatted(op, longer, t));
            }
        }
    }

    private static void byElement(FormBook book) {
        for (String t : H_AND_S) {
            String lane = t.substring(1);
            // A halfword element comes from V0 to V15 only: Rm has four bits.
            for (String m :
                    lane.equals("h") ? List.of("v3.h[0]", "v15.h[7]", "v8.h[5]") : List.of("v<m>.s[0]", "v<m>.s[3]")) {
                for (String op : List.of("mla", "mls", "mul", "sqdmulh", "sqrdmulh")) {
                    book.add(op + ".element." + t, "%s v<d>.%s, v<n>.%s, %s".formatted(op, t, t, m));
                }
                for (String op : List.of(
                        "smlal", "sqdmlal", "smlsl", "sqdmlsl", "smull", "sqdmull", "umlal", "umlsl", "umull")) {
                    String name = op + second(t);
                    book.add(name + ".element." + t, "%s v<d>.%s, v<n>.%s, %s".formatted(name, wide(t), t, m));
                }
            }
        }
    }
}
