// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** Scalar floating point: the encodings with a type field, and conversions from and to general registers. */
final class ScalarFloatForms {
    static final List<String> ROUNDINGS = List.of("n", "p", "m", "z", "a", "x", "i");

    private ScalarFloatForms() {}

    static Profile profile(String register) {
        return switch (register) {
            case "h" -> Profile.HALF;
            case "s" -> Profile.SINGLE;
            default -> Profile.DOUBLE;
        };
    }

    static List<Form> all() {
        FormBook book = new FormBook();
        for (String r : List.of("s", "d")) {
            oneSource(book.with(profile(r), 18, 2), r);
            twoSources(book.with(profile(r), 20, 3), r);
            compare(book.with(profile(r), 12, 2), r);
            toInteger(book.with(profile(r), 18, 2), r);
            fromInteger(book.with(profile(r), 18, 2), r);
            transfers(book.with(profile(r), 4, 3), r);
        }
        for (String from : List.of("h", "s", "d")) {
            for (String to : List.of("h", "s", "d")) {
                if (!from.equals(to)) {
                    book.with(profile(from), 32, 3)
                            .add("fcvt." + from + "." + to, "fcvt " + to + "<d>, " + from + "<n>");
                }
            }
        }
        book.with(Profile.DOUBLE, 4, 3)
                .add("fmov.x.high", "fmov x<d>, v<n>.d[1]")
                .add("fmov.high.x", "fmov v<d>.d[1], x<n>");
        return book.forms();
    }

    private static void oneSource(FormBook book, String r) {
        for (String op : List.of("fmov", "fabs", "fneg", "fsqrt")) {
            book.add(op + "." + r, "%s %s<d>, %s<n>".formatted(op, r, r));
        }
        for (String rounding : ROUNDINGS) {
            book.add("frint" + rounding + "." + r, "frint%s %s<d>, %s<n>".formatted(rounding, r, r));
        }
    }

    private static void twoSources(FormBook book, String r) {
        for (String op : List.of("fmul", "fdiv", "fadd", "fsub", "fmax", "fmin", "fmaxnm", "fminnm", "fnmul")) {
            book.add(op + "." + r, "%s %s<d>, %s<n>, %s<m>".formatted(op, r, r, r));
        }
        for (String op : List.of("fmadd", "fmsub", "fnmadd", "fnmsub")) {
            book.add(op + "." + r, "%s %s<d>, %s<n>, %s<m>, %s<a>".formatted(op, r, r, r, r));
        }
    }

    private static void compare(FormBook book, String r) {
        for (String op : List.of("fcmp", "fcmpe")) {
            book.add(op + "." + r, "%s %s<n>, %s<m>".formatted(op, r, r));
            book.add(op + ".zero." + r, "%s %s<n>, #0.0".formatted(op, r));
        }
        for (String condition : List.of("eq", "lt", "hi", "vc", "al")) {
            for (String op : List.of("fccmp", "fccmpe")) {
                book.add(op + "." + r, "%s %s<n>, %s<m>, #9, %s".formatted(op, r, r, condition));
            }
            book.add("fcsel." + r, "fcsel %s<d>, %s<n>, %s<m>, %s".formatted(r, r, r, condition));
        }
    }

    private static void toInteger(FormBook book, String r) {
        for (String general : List.of("w", "x")) {
            int bits = general.equals("w") ? 32 : 64;
            for (String sign : List.of("s", "u")) {
                for (String rounding : List.of("n", "p", "m", "z", "a")) {
                    String op = "fcvt" + rounding + sign;
                    book.add(op + "." + r + "." + general, "%s %s<d>, %s<n>".formatted(op, general, r));
                }
                for (int scale : new int[] {1, 8, bits}) {
                    String op = "fcvtz" + sign;
                    book.add(
                            op + ".fixed." + r + "." + general,
                            "%s %s<d>, %s<n>, #%d".formatted(op, general, r, scale));
                }
            }
        }
    }

    private static void fromInteger(FormBook book, String r) {
        for (String general : List.of("w", "x")) {
            int bits = general.equals("w") ? 32 : 64;
            for (String op : List.of("scvtf", "ucvtf")) {
                book.add(op + "." + general + "." + r, "%s %s<d>, %s<n>".formatted(op, r, general));
                for (int scale : new int[] {1, 8, bits}) {
                    book.add(
                            op + ".fixed." + general + "." + r,
                            "%s %s<d>, %s<n>, #%d".formatted(op, r, general, scale));
                }
            }
        }
    }

    private static void transfers(FormBook book, String r) {
        String general = r.equals("s") ? "w" : "x";
        book.add("fmov." + general + "." + r, "fmov %s<d>, %s<n>".formatted(general, r));
        book.add("fmov." + r + "." + general, "fmov %s<d>, %s<n>".formatted(r, general));
        for (String value : List.of("2.0", "1.0", "-0.125", "31.0", "-1.9375", "0.5")) {
            book.add("fmov.imm." + r, "fmov %s<d>, #%s".formatted(r, value));
        }
    }
}
