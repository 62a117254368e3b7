// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** AdvSIMD shifts by an immediate, vector and scalar. */
final class VectorShiftForms {
    private static final List<String> RIGHT =
            List.of("sshr", "ssra", "srshr", "srsra", "ushr", "usra", "urshr", "ursra", "sri");
    private static final List<String> LEFT = List.of("shl", "sqshl", "sli", "sqshlu", "uqshl");
    private static final List<String> NARROW =
            List.of("shrn", "rshrn", "sqshrn", "sqrshrn", "sqshrun", "sqrshrun", "uqshrn", "uqrshrn");

    private VectorShiftForms() {}

    static List<Form> all() {
        FormBook book = new FormBook().with(Profile.INTEGER, 4, 1);
        for (String t : VectorIntegerForms.ALL) {
            vector(book, t, bits(t.substring(t.length() - 1)));
        }
        scalar(book);
        return book.forms();
    }

    static int bits(String lane) {
        return switch (lane) {
            case "b" -> 8;
            case "h" -> 16;
            case "s" -> 32;
            default -> 64;
        };
    }

    private static void vector(FormBook book, String t, int bits) {
        for (int shift : new int[] {1, bits / 2 + 1, bits}) {
            for (String op : RIGHT) {
                book.add(op + ".imm." + t, "%s v<d>.%s, v<n>.%s, #%d".formatted(op, t, t, shift));
            }
        }
        for (int shift : new int[] {0, bits / 2 - 1, bits - 1}) {
            for (String op : LEFT) {
                book.add(op + ".imm." + t, "%s v<d>.%s, v<n>.%s, #%d".formatted(op, t, t, shift));
            }
        }
        if (t.equals("2d")) {
            return;
        }
        String wide = VectorIntegerForms.wide(t);
        String two = VectorIntegerForms.second(t);
        for (int shift : new int[] {1, bits / 2, bits}) {
            for (String op : NARROW) {
                String name = op + two;
                book.add(name + "." + t, "%s v<d>.%s, v<n>.%s, #%d".formatted(name, t, wide, shift));
            }
        }
        for (int shift : new int[] {0, 3, bits - 1}) {
            for (String op : List.of("sshll", "ushll")) {
                String name = op + two;
                book.add(name + "." + t, "%s v<d>.%s, v<n>.%s, #%d".formatted(name, wide, t, shift));
            }
        }
    }

    private static void scalar(FormBook book) {
        for (String op : RIGHT) {
            for (int shift : new int[] {1, 33, 64}) {
                book.add(op + ".imm.scalar.d", "%s d<d>, d<n>, #%d".formatted(op, shift));
            }
        }
        for (String op : List.of("shl", "sli")) {
            for (int shift : new int[] {0, 31, 63}) {
                book.add(op + ".imm.scalar.d", "%s d<d>, d<n>, #%d".formatted(op, shift));
            }
        }
        for (String r : List.of("b", "h", "s", "d")) {
            for (String op : List.of("sqshl", "sqshlu", "uqshl")) {
                for (int shift : new int[] {0, 3, bits(r) - 1}) {
                    book.add(op + ".imm.scalar." + r, "%s %s<d>, %s<n>, #%d".formatted(op, r, r, shift));
                }
            }
        }
        for (String pair : List.of("bh", "hs", "sd")) {
            String to = pair.substring(0, 1);
            for (String op : NARROW.subList(2, NARROW.size())) {
                for (int shift : new int[] {1, bits(to) / 2, bits(to)}) {
                    book.add(op + ".scalar." + to, "%s %s<d>, %s<n>, #%d".formatted(op, to, pair.substring(1), shift));
                }
            }
        }
    }
}
