// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** Loads and stores of general registers, and of single vector registers. */
final class MemoryForms {
    /** A load or store: mnemonic, its unscaled and unprivileged twins (or ""), register prefix, log2 of the size. */
    private record Access(String op, String unscaled, String unprivileged, String register, int log) {
        String name() {
            return op + "." + register;
        }
    }

    private static final List<Access> ACCESSES = List.of(
            new Access("ldrb", "ldurb", "ldtrb", "w", 0),
            new Access("ldrsb", "ldursb", "ldtrsb", "w", 0),
            new Access("ldrsb", "ldursb", "ldtrsb", "x", 0),
            new Access("ldrh", "ldurh", "ldtrh", "w", 1),
            new Access("ldrsh", "ldursh", "ldtrsh", "w", 1),
            new Access("ldrsh", "ldursh", "ldtrsh", "x", 1),
            new Access("ldr", "ldur", "ldtr", "w", 2),
            new Access("ldrsw", "ldursw", "ldtrsw", "x", 2),
            new Access("ldr", "ldur", "ldtr", "x", 3),
            new Access("strb", "sturb", "sttrb", "w", 0),
            new Access("strh", "sturh", "sttrh", "w", 1),
            new Access("str", "stur", "sttr", "w", 2),
            new Access("str", "stur", "sttr", "x", 3),
            new Access("ldr", "ldur", "", "b", 0),
            new Access("ldr", "ldur", "", "h", 1),
            new Access("ldr", "ldur", "", "s", 2),
            new Access("ldr", "ldur", "", "d", 3),
            new Access("ldr", "ldur", "", "q", 4),
            new Access("str", "stur", "", "b", 0),
            new Access("str", "stur", "", "h", 1),
            new Access("str", "stur", "", "s", 2),
            new Access("str", "stur", "", "d", 3),
            new Access("str", "stur", "", "q", 4));

    private MemoryForms() {}

    static List<Form> all() {
        FormBook book = new FormBook().with(Profile.INTEGER, 3, 3);
        for (Access access : ACCESSES) {
            single(book, access);
        }
        pairs(book);
        literals(book.with(Profile.INTEGER, 1, 3));
        ordered(book.with(Profile.INTEGER, 4, 3));
        exclusives(book.with(Profile.INTEGER, 4, 3));
        faults(book.with(Profile.INTEGER, 2, 2));
        return book.forms();
    }

    private static void single(FormBook book, Access a) {
        String head = a.op + " " + a.register + "<t>, ";
        long top = 4095L << a.log;
        book.add(a.name() + ".imm", head + "[x<u>]", head + "[x<u>, #" + (3 << a.log) + "]");
        book.add(a.name() + ".imm", head + "[x<u:-" + Long.toHexString(top) + ">, #" + top + "]");
        book.add(a.name() + ".imm", head + "[<b@sp>, #" + (1 << a.log) + "]");
        book.add(a.name() + ".post", head + "[x<u>], #5", head + "[x<u>], #-256", head + "[<b@sp>], #255");
        book.add(a.name() + ".pre", head + "[x<u>, #-7]!", head + "[x<u>, #255]!", head + "[<b@sp>, #-16]!");
        for (int shift : a.log == 0 ? new int[] {0} : new int[] {0, a.log}) {
            String lsl = shift == 0 ? "" : ", lsl #" + shift;
            String amount = shift == 0 ? "" : " #" + shift;
            book.add(a.name() + ".reg.lsl", head + "[x<u>, x<i>" + lsl + "]");
            book.add(a.name() + ".reg.sxtx", head + "[x<u>, x<i>, sxtx" + amount + "]");
            book.add(a.name() + ".reg.uxtw", head + "[x<u>, w<w>, uxtw" + amount + "]");
            book.add(
                    a.name() + ".reg.sxtw",
                    head + "[x<u>, w<s>, sxtw" + amount + "]",
                    head + "[<b@sp>, w<s>, sxtw" + amount + "]");
        }
        String tail = " " + a.register + "<t>, [x<u>, #";
        book.add(a.unscaled + "." + a.register, a.unscaled + tail + "-256]", a.unscaled + tail + "255]");
        if (!a.unprivileged.isEmpty()) {
            book.add(a.unprivileged + "." + a.register, a.unprivileged + tail + "-3]", a.unprivileged + tail + "64]");
        }
    }

    private static void pairs(FormBook book) {
        for (String r : List.of("w", "x", "s", "d", "q")) {
            int size = r.equals("q") ? 16 : r.equals("w") || r.equals("s") ? 4 : 8;
            for (String op : List.of("ldp", "stp")) {
                pair(book, op, r, size);
            }
        }
        pair(book, "ldpsw", "x", 4);
    }

    private static void pair(FormBook book, String op, String r, int size) {
        String head = op + " " + r + "<t>, " + r + "<v>, ";
        String name = op + "." + r;
        int low = -64 * size;
        int high = 63 * size;
        book.add(name + ".off", head + "[x<u>]", head + "[x<u>, #" + low + "]", head + "[<b@sp>, #" + high + "]");
        book.add(name + ".post", head + "[x<u>], #" + 2 * size, head + "[x<u>], #" + low, head + "[<b@sp>], #" + high);
        book.add(
                name + ".pre",
                head + "[x<u>, #-" + 2 * size + "]!",
                head + "[x<u>, #" + high + "]!",
                head + "[<b@sp>, #" + low + "]!");
        if (!op.equals("ldpsw")) {
            String np = op.charAt(0) == 'l' ? "ldnp" : "stnp";
            String other = np + " " + r + "<t>, " + r + "<v>, ";
            book.add(np + "." + r, other + "[x<u>]", other + "[x<u>, #" + low + "]", other + "[<b@sp>, #" + high + "]");
        }
    }

    private static void literals(FormBook book) {
        String data =
                "; b . + 24; .inst 0xffffff80; .inst 0x12345678; .inst 0x9abcdef0; .inst 0x80000001; .inst 0x0badcafe";
        for (String r : List.of("w", "x", "s", "d", "q")) {
            book.add("ldr.lit." + r, "ldr " + r + "<t>, . + 8" + data, "ldr " + r + "<t>, . + 12" + data);
            book.add("ldr.lit." + r, "ldr " + r + "<t>, . - 64");
        }
        book.add("ldrsw.lit", "ldrsw x<t>, . + 8" + data, "ldrsw x<t>, . + 12" + data, "ldrsw x<t>, . - 4");
    }

    private static void ordered(FormBook book) {
        for (String size : List.of("b", "h", "", "x")) {
            String suffix = size.equals("x") ? "" : size;
            String r = size.equals("x") ? "x" : "w";
            book.add(
                    "ldar" + suffix + "." + r,
                    "ldar" + suffix + " " + r + "<t>, [x<b>]",
                    "ldar" + suffix + " " + r + "<t>, [<b@sp>]");
            book.add(
                    "stlr" + suffix + "." + r,
                    "stlr" + suffix + " " + r + "<t>, [x<b>]",
                    "stlr" + suffix + " " + r + "<t>, [<b@sp>]");
        }
    }

    private static void exclusives(FormBook book) {
        for (String acquire : List.of("", "a")) {
            String release = acquire.isEmpty() ? "" : "l";
            for (String size : List.of("b", "h", "", "x")) {
                String suffix = size.equals("x") ? "" : size;
                String r = size.equals("x") ? "x" : "w";
                String load = "ld" + acquire + "xr" + suffix;
                String store = "st" + release + "xr" + suffix;
                exclusive(book, load, store, r, r + "<t>", r + "<v>");
            }
            for (String r : List.of("w", "x")) {
                String load = "ld" + acquire + "xp";
                String store = "st" + release + "xp";
                exclusive(book, load, store, r, r + "<t>, " + r + "<z>", r + "<v>, " + r + "<d>");
            }
        }
        book.add("stxr.after.clrex", "ldxr x<t>, [x<b>]; clrex; stxr w<r>, x<v>, [x<b>]");
        book.add("stxr.twice", "ldxr x<t>, [x<b>]; stxr w<r>, x<v>, [x<b>]; stxr w<z>, x<t>, [x<b>]");
    }

    private static void exclusive(FormBook book, String load, String store, String r, String loaded, String stored) {
        book.add(load + "." + r, load + " " + loaded + ", [x<b>]", load + " " + loaded + ", [<b@sp>]");
        book.add(
                store + "." + r,
                store + " w<r>, " + stored + ", [x<b>]",
                load + " " + loaded + ", [x<b>]; " + store + " w<r>, " + stored + ", [x<b>]");
    }

    private static void faults(FormBook book) {
        book.add("fault.ldr", "ldr x<t>, [x<x>], #8", "ldr x<t>, [x<x>, #8]!", "ldr q<t>, [x<x>, #16]");
        book.add("fault.str", "str x<t>, [x<x>], #8", "strb w<t>, [x<x>, #-1]!", "stp x<t>, x<v>, [x<x>, #-16]!");
        book.add("fault.ldp", "ldp x<t>, x<v>, [x<x>], #16", "ldp q<t>, q<v>, [x<x>], #32");
        book.add("fault.ld4", "ld4 {v<t>.4s, v<t+1>.4s, v<t+2>.4s, v<t+3>.4s}, [x<x>], #64");
        book.add("fault.second", "add x<d>, x<n>, #1; ldr x<t>, [x<x>]; add x<m>, x<n>, #2");
        book.add("misaligned.ldxr", "ldxr x<t>, [x<b:4>]", "ldxrh w<t>, [x<b:1>]", "ldaxp x<t>, x<v>, [x<b:8>]");
        book.add("misaligned.ldar", "ldar x<t>, [x<b:4>]", "ldar w<t>, [x<b:2>]", "ldarh w<t>, [x<b:1>]");
        book.add("misaligned.stlr", "stlr x<t>, [x<b:4>]", "stlr w<t>, [x<b:2>]", "stlrh w<t>, [x<b:1>]");
    }
}
