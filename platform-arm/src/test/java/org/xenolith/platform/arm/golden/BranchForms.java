// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** Branches within a sequence, system registers, barriers, hints and cache maintenance. */
final class BranchForms {
    /** Three writes, so that it shows which of them were skipped. */
    private static final String TRAIL = "; movz x9, #1; movz x10, #2; movz x11, #3";

    private BranchForms() {}

    static List<Form> all() {
        FormBook book = new FormBook();
        branches(book.with(Profile.INTEGER, 2, 1));
        compareAndBranch(book.with(Profile.INTEGER, 12, 3));
        indirect(book.with(Profile.INTEGER, 2, 3));
        registers(book.with(Profile.INTEGER, 8, 3));
        hints(book.with(Profile.INTEGER, 2, 1));
        caches(book.with(Profile.INTEGER, 4, 3));
        undefined(book.with(Profile.INTEGER, 1, 1));
        return book.forms();
    }

    private static void branches(FormBook book) {
        book.add("b", "b . + 8" + TRAIL, "b . + 12" + TRAIL, "b . + 12; movz x9, #1; b . + 8; b . - 8; movz x10, #2");
        book.add("bl", "bl . + 8" + TRAIL, "bl . + 12; movz x9, #1; b . + 12; movz x10, #2; ret; movz x11, #3");
        book.with(Profile.INTEGER, 8, 1);
        for (String condition : IntegerForms.CONDITIONS) {
            book.add("b." + condition, "b." + condition + " . + 12" + TRAIL);
        }
        book.add("b.cond.backward", "movz x9, #3; subs x9, x9, #1; add x10, x10, x11; b.ne . - 8; movz x12, #1");
    }

    private static void compareAndBranch(FormBook book) {
        for (String r : List.of("w", "x")) {
            book.add("cbz." + r, "cbz " + r + "<t>, . + 12" + TRAIL)
                    .add("cbnz." + r, "cbnz " + r + "<t>, . + 8" + TRAIL);
            // From flags to a register: zero in half of the states.
            String zero = "csel %s8, %s7, %szr, mi; ".formatted(r, r, r);
            book.add("cbz." + r, zero + "cbz " + r + "8, . + 8" + TRAIL);
        }
        for (int bit : new int[] {0, 1, 7, 31, 32, 45, 63}) {
            String r = bit < 32 ? "w" : "x";
            book.add("tbz", "tbz %s<t>, #%d, . + 8".formatted(r, bit) + TRAIL);
            book.add("tbnz", "tbnz %s<t>, #%d, . + 12".formatted(r, bit) + TRAIL);
        }
    }

    private static void indirect(FormBook book) {
        book.add("br", "br x<c:8>" + TRAIL, "br x<c:c>" + TRAIL);
        book.add("blr", "blr x<c:8>" + TRAIL, "blr x<c:c>; movz x9, #1; b . + 12; movz x10, #2; ret; movz x11, #3");
        book.add("ret", "ret x<c:8>" + TRAIL, "ret x<c:c>" + TRAIL);
        // BLR reads its target before it writes the link register.
        book.add("blr.x30", "adr x30, . + 12; blr x30" + TRAIL);
    }

    private static void registers(FormBook book) {
        for (String name : List.of("nzcv", "fpcr", "fpsr", "tpidr_el0")) {
            book.add("mrs." + name, "mrs x<t>, " + name);
        }
        book.add("msr.nzcv", "msr nzcv, x<t>").add("msr.tpidr_el0", "msr tpidr_el0, x<t>");
        book.add("msr.fpcr", "msr fpcr, x<p>").add("msr.fpsr", "msr fpsr, x<q>");
        book.add("msr.mrs.nzcv", "msr nzcv, x<d>; mrs x<n>, nzcv");
        book.add("mrs.dczid_el0", "mrs x<t>, dczid_el0");
    }

    private static void hints(FormBook book) {
        book.add("nop", "nop").add("yield", "yield").add("sev", "sev").add("sevl", "sevl");
        // Hints that Armv8.0 does not allocate are NOPs: among them pointer authentication and branch targets.
        for (int hint : new int[] {6, 7, 8, 12, 17, 20, 25, 27, 32, 34, 38, 63, 100, 127}) {
            book.add("hint.unallocated", "hint #" + hint);
        }
        for (String barrier : List.of("sy", "ish", "ishld", "ishst", "osh", "nsh", "ld", "st", "#0")) {
            book.add("dmb", "dmb " + barrier).add("dsb", "dsb " + (barrier.equals("#0") ? "sy" : barrier));
        }
        book.add("isb", "isb").add("clrex", "clrex", "clrex #3");
    }

    private static void caches(FormBook book) {
        book.add("dc.zva", "dc zva, x<u>", "dc zva, x<b>");
        book.add("dc.zva.fault", "dc zva, x<x>");
        for (String op : List.of("cvac", "cvau", "civac")) {
            book.add("dc." + op, "dc " + op + ", x<u>");
        }
        book.add("ic.ivau", "ic ivau, x<u>");
        for (String hint : List.of("pldl1keep", "pldl3strm", "pstl1keep", "plil2keep", "#31")) {
            book.add("prfm.imm", "prfm " + hint + ", [x<b>, #16]", "prfm " + hint + ", [x<x>, #8]");
            book.add("prfum", "prfum " + hint + ", [x<x>, #-3]");
            book.add("prfm.reg", "prfm " + hint + ", [x<x>, x<m>, lsl #3]")
                    .add("prfm.lit", "prfm " + hint + ", . + 4096");
        }
    }

    private static void undefined(FormBook book) {
        book.add("udf", ".inst 0", ".inst 0xffff");
        book.add("udf.second", "add x1, x1, #1; .inst 0x1234");
    }
}
