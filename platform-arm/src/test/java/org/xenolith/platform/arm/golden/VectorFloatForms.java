// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** AdvSIMD floating point, vector and scalar: three same, two-register, pairwise, across lanes, by element, fixed point. */
final class VectorFloatForms {
    private static final List<String> THREE_SAME = List.of(
            "fmaxnm", "fmla", "fadd", "fmulx", "fcmeq", "fmax", "frecps", "fminnm", "fmls", "fsub", "fmin", "frsqrts",
            "fmaxnmp", "faddp", "fmul", "fcmge", "facge", "fmaxp", "fdiv", "fminnmp", "fabd", "fcmgt", "facgt",
            "fminp");
    private static final List<String> SCALAR_THREE_SAME =
            List.of("fmulx", "fcmeq", "frecps", "frsqrts", "fcmge", "facge", "fabd", "fcmgt", "facgt");
    private static final List<String> TWO_REGISTER = List.of(
            "fabs", "fneg", "fsqrt", "frintn", "frintp", "frintm", "frintz", "frinta", "frintx", "frinti", "fcvtns",
            "fcvtnu", "fcvtps", "fcvtpu", "fcvtms", "fcvtmu", "fcvtzs", "fcvtzu", "fcvtas", "fcvtau", "scvtf", "ucvtf",
            "frecpe", "frsqrte");
    private static final List<String> SCALAR_TWO_REGISTER = List.of(
            "fcvtns", "fcvtnu", "fcvtps", "fcvtpu", "fcvtms", "fcvtmu", "fcvtzs", "fcvtzu", "fcvtas", "fcvtau", "scvtf",
            "ucvtf", "frecpe", "frsqrte", "frecpx");
    private static final List<String> ZERO_COMPARES = List.of("fcmgt", "fcmge", "fcmeq", "fcmle", "fcmlt");

    private VectorFloatForms() {}

    static List<Form> all() {
        FormBook book = new FormBook();
        for (String arrangement : List.of("2s", "4s", "2d")) {
            vector(book, arrangement, arrangement.endsWith("s") ? Profile.SINGLE : Profile.DOUBLE);
        }
        for (String r : List.of("s", "d")) {
            scalar(book, r);
        }
        narrowing(book);
        return book.forms();
    }

    private static void vector(FormBook book, String t, Profile profile) {
        book.with(profile, t.equals("2s") ? 6 : 10, 2);
        for (String op : THREE_SAME) {
            book.add(op + "." + t, "%s v<d>.%s, v<n>.%s, v<m>.%s".formatted(op, t, t, t));
        }
        for (String op : TWO_REGISTER) {
            book.add(op + "." + t, "%s v<d>.%s, v<n>.%s".formatted(op, t, t));
        }
        for (String op : ZERO_COMPARES) {
            book.add(op + ".zero." + t, "%s v<d>.%s, v<n>.%s, #0.0".formatted(op, t, t));
        }
        String lane = t.substring(1);
        for (String op : List.of("fmla", "fmls", "fmul", "fmulx")) {
            for (int index = 0; index < (lane.equals("s") ? 4 : 2); index += lane.equals("s") ? 3 : 1) {
                book.add(op + ".element." + t, "%s v<d>.%s, v<n>.%s, v<m>.%s[%d]".formatted(op, t, t, lane, index));
            }
        }
        for (String op : List.of("fcvtzs", "fcvtzu", "scvtf", "ucvtf")) {
            for (int scale : new int[] {1, lane.equals("s") ? 32 : 64}) {
                book.add(op + ".fixed." + t, "%s v<d>.%s, v<n>.%s, #%d".formatted(op, t, t, scale));
            }
        }
        if (t.equals("4s")) {
            for (String op : List.of("fmaxnmv", "fmaxv", "fminnmv", "fminv")) {
                book.add(op + ".4s", op + " s<d>, v<n>.4s");
            }
        }
        for (String value : List.of("1.0", "-2.5")) {
            book.with(profile, 1, 1).add("fmov.imm." + t, "fmov v<d>.%s, #%s".formatted(t, value));
        }
        if (t.equals("2s")) {
            book.with(profile, 12, 2)
                    .add("frecpe.4s.many", "frecpe v<d>.4s, v<n>.4s")
                    .add("frsqrte.4s.many", "frsqrte v<d>.4s, v<n>.4s");
        }
    }

    private static void scalar(FormBook book, String r) {
        String general = r.equals("s") ? "2s" : "2d";
        book.with(ScalarFloatForms.profile(r), 12, 2);
        for (String op : SCALAR_THREE_SAME) {
            book.add(op + ".scalar." + r, "%s %s<d>, %s<n>, %s<m>".formatted(op, r, r, r));
        }
        for (String op : SCALAR_TWO_REGISTER) {
            book.add(op + ".scalar." + r, "%s %s<d>, %s<n>".formatted(op, r, r));
        }
        for (String op : ZERO_COMPARES) {
            book.add(op + ".scalar.zero." + r, "%s %s<d>, %s<n>, #0.0".formatted(op, r, r));
        }
        for (String op : List.of("fmaxnmp", "faddp", "fmaxp", "fminnmp", "fminp")) {
            book.add(op + ".scalar." + r, "%s %s<d>, v<n>.%s".formatted(op, r, general));
        }
        for (String op : List.of("fmla", "fmls", "fmul", "fmulx")) {
            for (int index = 0; index < (r.equals("s") ? 4 : 2); index++) {
                book.add(op + ".scalar.element." + r, "%s %s<d>, %s<n>, v<m>.%s[%d]".formatted(op, r, r, r, index));
            }
        }
        for (String op : List.of("fcvtzs", "fcvtzu", "scvtf", "ucvtf")) {
            for (int scale : new int[] {1, 16, r.equals("s") ? 32 : 64}) {
                book.add(op + ".scalar.fixed." + r, "%s %s<d>, %s<n>, #%d".formatted(op, r, r, scale));
            }
        }
    }

    private static void narrowing(FormBook book) {
        book.with(Profile.HALF, 16, 2)
                .add("fcvtl.4s", "fcvtl v<d>.4s, v<n>.4h")
                .add("fcvtl2.4s", "fcvtl2 v<d>.4s, v<n>.8h");
        book.with(Profile.SINGLE, 16, 2)
                .add("fcvtl.2d", "fcvtl v<d>.2d, v<n>.2s")
                .add("fcvtl2.2d", "fcvtl2 v<d>.2d, v<n>.4s");
        book.add("fcvtn.4h", "fcvtn v<d>.4h, v<n>.4s").add("fcvtn2.8h", "fcvtn2 v<d>.8h, v<n>.4s");
        book.with(Profile.DOUBLE, 16, 2)
                .add("fcvtn.2s", "fcvtn v<d>.2s, v<n>.2d")
                .add("fcvtn2.4s", "fcvtn2 v<d>.4s, v<n>.2d");
        book.add("fcvtxn.2s", "fcvtxn v<d>.2s, v<n>.2d").add("fcvtxn2.4s", "fcvtxn2 v<d>.4s, v<n>.2d");
        book.add("fcvtxn.scalar", "fcvtxn s<d>, d<n>");
    }
}
