// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Cond;
import org.xenolith.engine.ir.Op;

/**
 * Bytecode of flags and conditions.
 *
 * <p>Where flags come from a comparison in the same block, a decision on them becomes one on the values compared, of which
 * copies are kept; the flags themselves are then computed only where somebody reads them, which the JVM finds out.
 */
final class Conditions {
    /** Values compared, in locals: a difference of two, or a value and zero. */
    private record Comparison(int a, int b, boolean wide, boolean logic) {}

    private final CodeBuilder code;
    private final Registers registers;
    /** What the flags in a register come from. */
    private final Map<Integer, Comparison> sources = new HashMap<>();

    private final List<Integer> copies = new ArrayList<>();
    private int scratch;

    private @Nullable Comparison latest;

    Conditions(CodeBuilder code, Registers registers) {
        this.code = code;
        this.registers = registers;
    }

    /** Tells whether an operation is one of these. */
    boolean computes(int opcode) {
        return opcode >= Op.ADC && opcode <= Op.SELF;
    }

    /** Notes that a register has been written by a pure operation. */
    void written(int opcode, int[] c, int ip) {
        Comparison source = opcode == Op.MOV ? sources.get(c[ip + 2]) : latest;
        latest = null;
        if (source == null) {
            sources.remove(c[ip + 1]);
        } else {
            sources.put(c[ip + 1], source);
        }
    }

    /** Forgets what is known: a helper has written registers. */
    void forget() {
        sources.clear();
    }

    /** Begins a member: nothing is known, and the locals of the one before are free. */
    void begin() {
        forget();
        scratch = 0;
    }

    /** Returns a local for a copy of a value, good until the member's end. */
    private int copy() {
        if (scratch == copies.size()) {
            copies.add(code.allocateLocal(TypeKind.LONG));
        }
        return copies.get(scratch++);
    }

    /** Pushes the value of one of these operations. */
    void value(int opcode, int[] c, int ip) {
        switch (opcode) {
            case Op.ADC, Op.ADCW -> {
                registers.push(c[ip + 2]);
                registers.push(c[ip + 3]);
                code.ladd();
                carry(c[ip] >>> 16);
                code.ladd();
                if (opcode == Op.ADCW) {
                    code.loadConstant(0xFFFF_FFFFL).land();
                }
            }
            case Op.ADCF, Op.ADCFW -> {
                registers.push(c[ip + 2]);
                registers.push(c[ip + 3]);
                carry(c[ip] >>> 16);
                flags(opcode == Op.ADCF ? "adc" : "adcW", "JJJJ");
            }
            case Op.SETC, Op.SETCW -> {
                boolean wide = opcode == Op.SETC;
                registers.push(c[ip + 2]);
                narrow(wide);
                registers.push(c[ip + 3]);
                narrow(wide);
                code.lconst_1().lconst_0();
                select(Cond.name(c[ip] >>> 16));
            }
            case Op.SELF -> choose(c, ip);
            default -> arithmeticFlags(opcode, c, ip);
        }
    }

    private void carry(int flags) {
        registers.push(flags);
        code.iconst_1().lushr().lconst_1().land();
    }

    private void flags(String name, String type) {
        code.invokestatic(Names.FLAGS, name, Names.type(type));
    }

    private void select(String condition) {
        code.invokestatic(Names.SELECT, condition, Names.type("JJJJJ"));
    }

    /** Pushes one of two registers, as flags are in a truth table or not. */
    private void choose(int[] c, int ip) {
        int flags = c[ip] >>> 16;
        Comparison source = sources.get(flags);
        int cond = source == null ? -1 : FlagTables.condition(c[ip + 4], source.logic);
        if (source != null && cond >= 0) {
            operands(source);
        } else {
            registers.push(flags);
            code.loadConstant(c[ip + 4]);
        }
        registers.push(c[ip + 2]);
        registers.push(c[ip + 3]);
        if (cond >= 0) {
            select(Cond.name(cond));
        } else {
            code.invokestatic(Names.SELECT, "flags", Names.type("JIJJJ"));
        }
    }

    private void arithmeticFlags(int opcode, int[] c, int ip) {
        registers.push(c[ip + 2]);
        if (opcode >= Op.ADDFI) {
            code.loadConstant((long) c[ip + 4]);
        } else {
            registers.push(c[ip + 3]);
        }
        switch (opcode) {
            case Op.ADDF, Op.ADDFI -> flags("add", "JJJ");
            case Op.ADDFW, Op.ADDFWI -> flags("addW", "JJJ");
            case Op.SUBF, Op.SUBFI -> difference(true);
            case Op.SUBFW, Op.SUBFWI -> difference(false);
            case Op.ANDF -> {
                code.land();
                logic(true);
            }
            default -> {
                code.land();
                logic(false);
            }
        }
    }

    /** Flags of the difference of the two values on the stack. */
    private void difference(boolean wide) {
        int b = copy();
        int a = copy();
        code.lstore(b).lstore(a).lload(a).lload(b);
        flags(wide ? "sub" : "subW", "JJJ");
        latest = new Comparison(a, b, wide, false);
    }

    private void logic(boolean wide) {
        int a = copy();
        code.lstore(a).lload(a);
        if (!wide) {
            code.loadConstant(32).lshl();
        }
        flags("logic", "JJ");
        latest = new Comparison(a, -1, wide, true);
    }

    // ---- decisions

    /** Branches to a label if an exit is taken. */
    void branch(int opcode, int[] c, int ip, Label taken) {
        switch (opcode) {
            case Op.EXITC, Op.EXITCW -> compare(opcode == Op.EXITC, c[ip] >>> 16, c, ip, taken);
            case Op.EXITF -> test(c[ip + 2], c[ip] >>> 16, taken);
            case Op.EXITB -> {
                registers.push(c[ip + 2]);
                code.loadConstant(1L << c[ip + 3]).land().lconst_0().lcmp();
                if (c[ip] >>> 16 == 1) {
                    code.ifne(taken);
                } else {
                    code.ifeq(taken);
                }
            }
            case Op.POLL ->
                code.aload(1)
                        .invokevirtual(Names.CPU, "attention", Names.type("I"))
                        .ifne(taken);
            default -> throw new IllegalArgumentException(Op.info(opcode).name());
        }
    }

    private void compare(boolean wide, int cond, int[] c, int ip, Label taken) {
        registers.push(c[ip + 2]);
        narrow(wide);
        registers.push(c[ip + 3]);
        narrow(wide);
        jump(cond, taken);
    }

    private void narrow(boolean wide) {
        if (!wide) {
            code.l2i().i2l();
        }
    }

    /** Branches if a condition holds between the two long values on the stack. */
    private void jump(int cond, Label taken) {
        if (cond >= Cond.LTU) {
            code.invokestatic(Names.LONG, "compareUnsigned", Names.type("JJI"));
        } else {
            code.lcmp();
        }
        switch (cond) {
            case Cond.EQ -> code.ifeq(taken);
            case Cond.NE -> code.ifne(taken);
            case Cond.LT, Cond.LTU -> code.iflt(taken);
            case Cond.GE, Cond.GEU -> code.ifge(taken);
            case Cond.LE, Cond.LEU -> code.ifle(taken);
            default -> code.ifgt(taken);
        }
    }

    /** Branches if the flags in a register are in a truth table. */
    private void test(int table, int flags, Label taken) {
        Comparison source = sources.get(flags);
        int cond = source == null ? -1 : FlagTables.condition(table, source.logic);
        if (source == null || cond < 0) {
            code.loadConstant(table);
            registers.push(flags);
            code.l2i().iushr().iconst_1().iand().ifne(taken);
            return;
        }
        operands(source);
        jump(cond, taken);
    }

    /** Pushes the two values of a comparison. */
    private void operands(Comparison source) {
        code.lload(source.a);
        narrow(source.wide);
        if (source.logic) {
            code.lconst_0();
        } else {
            code.lload(source.b);
            narrow(source.wide);
        }
    }
}
