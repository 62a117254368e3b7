// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

/**
 * What the optimiser, the printer, the parser and the compiler know about an opcode; made from one line of text.
 *
 * <p>The letters after the name say which fields an operation has: {@code d} a register written, {@code a b c e}
 * registers read (e: field imm), {@code i} an immediate, {@code i64} a 64-bit one in fields a and b, {@code k} a number
 * in field c, {@code q} a condition in field c, {@code n} a number in field b, {@code t} a truth table in field a, {@code x} an exit number in imm,
 * {@code m} it accesses guest memory and may fault, {@code h} it calls a helper, {@code s} it has a side effect.
 *
 * @param opcode the number
 * @param name the text form
 * @param fields the letters
 */
public record OpInfo(int opcode, String name, String fields) {
    static OpInfo parse(int opcode, String row) {
        int blank = row.indexOf(' ');
        String name = blank < 0 ? row : row.substring(0, blank);
        String rest = blank < 0 ? "" : row.substring(blank + 1);
        return new OpInfo(opcode, name, rest.replace("i64", "I").replace(" ", ""));
    }

    private boolean has(char letter) {
        return fields.indexOf(letter) >= 0;
    }

    /** Tells whether field d is a register that is written. */
    public boolean writesD() {
        return has('d');
    }

    /** Tells whether field a is a register that is read. */
    public boolean readsA() {
        return has('a');
    }

    /** Tells whether field b is a register that is read. */
    public boolean readsB() {
        return has('b');
    }

    /** Tells whether field c is a register that is read. */
    public boolean readsC() {
        return has('c');
    }

    /** Tells whether field imm is a register that is read. */
    public boolean readsImm() {
        return has('e');
    }

    /** Tells whether it may leave the block. */
    public boolean exits() {
        return has('x');
    }

    /** Tells whether nothing follows it. */
    public boolean endsBlock() {
        return opcode == Op.EXIT || opcode == Op.EXITR || opcode == Op.EXITS;
    }

    /** Tells whether it accesses guest memory. */
    public boolean accessesMemory() {
        return has('m');
    }

    /** Tells whether it calls a helper. */
    public boolean calls() {
        return has('h');
    }

    /** Tells whether it may be removed when its result is not needed. */
    public boolean isPure() {
        return has('d') && !has('m') && !has('h') && !has('s');
    }
}
