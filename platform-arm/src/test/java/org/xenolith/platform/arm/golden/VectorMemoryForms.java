// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** AdvSIMD loads and stores of structures: multiple, single, replicated. */
final class VectorMemoryForms {
    private static final List<String> ARRANGEMENTS = List.of("8b", "16b", "4h", "8h", "2s", "4s", "1d", "2d");

    private VectorMemoryForms() {}

    static List<Form> all() {
        FormBook book = new FormBook().with(Profile.INTEGER, 2, 1);
        for (String arrangement : ARRANGEMENTS) {
            int bytes =
                    arrangement.equals("1d") || arrangement.length() == 2 && "8b4h2s".contains(arrangement) ? 8 : 16;
            for (int count = 1; count <= 4; count++) {
                multiple(book, "1", count, arrangement, bytes);
                if (count > 1 && !arrangement.equals("1d")) {
                    multiple(book, Integer.toString(count), count, arrangement, bytes);
                }
                replicate(book, count, arrangement);
            }
        }
        for (int count = 1; count <= 4; count++) {
            single(book, count, "b", 1, new int[] {0, 1, 7, 8, 15});
            single(book, count, "h", 2, new int[] {0, 3, 4, 7});
            single(book, count, "s", 4, new int[] {0, 1, 2, 3});
            single(book, count, "d", 8, new int[] {0, 1});
        }
        return book.forms();
    }

    private static String list(int count, String arrangement) {
        StringBuilder list = new StringBuilder("{v<t>.").append(arrangement);
        for (int i = 1; i < count; i++) {
            list.append(", v<t+").append(i).append(">.").append(arrangement);
        }
        return list.append('}').toString();
    }

    private static void multiple(FormBook book, String structure, int count, String arrangement, int bytes) {
        for (String op : List.of("ld", "st")) {
            addressed(
                    book,
                    op + structure + ".multiple" + count + "." + arrangement,
                    op + structure + " " + list(count, arrangement),
                    count * bytes);
        }
    }

    private static void replicate(FormBook book, int count, String arrangement) {
        int size = size(arrangement.charAt(arrangement.length() - 1));
        String op = "ld" + count + "r";
        addressed(book, op + "." + arrangement, op + " " + list(count, arrangement), count * size);
    }

    private static void single(FormBook book, int count, String lane, int size, int[] indexes) {
        for (String op : List.of("ld", "st")) {
            for (int index : indexes) {
                String text = op + count + " " + list(count, lane) + "[" + index + "]";
                addressed(book, op + count + ".single." + lane, text, count * size);
            }
        }
    }

    private static void addressed(FormBook book, String name, String text, int bytes) {
        book.add(name, text + ", [x<u>]");
        book.add(name + ".post", text + ", [x<u>], #" + bytes, text + ", [x<u>], x<m>");
    }

    private static int size(char lane) {
        return switch (lane) {
            case 'b' -> 1;
            case 'h' -> 2;
            case 's' -> 4;
            default -> 8;
        };
    }
}
