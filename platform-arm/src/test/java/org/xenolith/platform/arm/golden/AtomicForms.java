// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** Armv8.1's atomics (FEAT_LSE). */
final class AtomicForms {
    private static final List<String> ORDERS = List.of("", "a", "l", "al");

    private AtomicForms() {}

    static List<Form> all() {
        FormBook book = new FormBook().with(Profile.INTEGER, 4, 2);
        List<String> operations =
                List.of("ldadd", "ldclr", "ldeor", "ldset", "ldsmax", "ldsmin", "ldumax", "ldumin", "swp");
        for (String order : ORDERS) {
            for (String size : List.of("b", "h", "", "x")) {
                String suffix = order + (size.equals("x") ? "" : size);
                String r = size.equals("x") ? "x" : "w";
                for (String operation : operations) {
                    String op = operation + suffix;
                    book.add(op + "." + r, op + " %s<n>, %s<d>, [x<b>]".formatted(r, r));
                }
                compareAndSwap(book, "cas" + suffix, r);
            }
            for (String r : List.of("w", "x")) {
                String op = "casp" + order;
                String text = op + " %s<e>, %s<e+1>, %s<f>, %s<f+1>, [x<b>]".formatted(r, r, r, r);
                book.add(op + "." + r, text, load(r, "p") + text);
            }
        }
        return book.forms();
    }

    private static void compareAndSwap(FormBook book, String op, String r) {
        String text = op + " %s<t>, %s<n>, [x<b>]".formatted(r, r);
        // Once more with the value that memory has, so that the exchange happens.
        book.add(
                op + "." + r,
                text,
                "ldr " + r + "<t>, [x<b>]; " + text,
                op + " %s<t>, %s<n>, [<b@sp>]".formatted(r, r));
    }

    private static String load(String r, String pair) {
        return "ld" + pair + " " + r + "<e>, " + r + "<e+1>, [x<b>]; ";
    }
}
