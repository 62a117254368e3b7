// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.Map;
import org.xenolith.engine.exec.Region;
import org.xenolith.engine.ir.FlagSource;
import org.xenolith.engine.ir.Op;

/**
 * The flags of the one guest register that a region writes flags to most often. They are computed where somebody looks:
 * until then two locals hold what they come from, and the kind of operation is known here or, where ways with different
 * ones meet, held by a third local. Without that a loop would compute them in each turn, for the case of a fault in it.
 */
final class LazyFlags {
    /** The register, or -1. */
    final int register;
    /** Locals of what they come from. */
    final int a;

    final int b;
    /** Local of the kind, where it is {@link FlagSource#DYNAMIC}. */
    final int dynamic;

    private final CodeBuilder code;
    private int kind;

    LazyFlags(CodeBuilder code, Region region, int guest) {
        this.code = code;
        this.register = choose(region, guest);
        this.a = code.allocateLocal(TypeKind.LONG);
        this.b = code.allocateLocal(TypeKind.LONG);
        this.dynamic = code.allocateLocal(TypeKind.INT);
    }

    /** Returns names for its locals, by slot. */
    Map<Integer, String> names() {
        return Map.of(a, "flags_a", b, "flags_b", dynamic, "flags_kind");
    }

    /** Returns the guest register that most operations with lazy flags write, or -1. */
    static int choose(Region region, int guest) {
        int[] counts = new int[guest];
        int best = -1;
        for (int m = 0; m < region.size(); m++) {
            int[] c = region.form(m).code();
            for (int ip = 0; ip < c.length; ip += Op.STRIDE) {
                int d = c[ip + 1];
                if (FlagSource.of(c[ip] & 0xFF) != FlagSource.VALUE && d < guest) {
                    counts[d]++;
                    best = best < 0 || counts[d] > counts[best] ? d : best;
                }
            }
        }
        return best;
    }

    /** Makes the locals defined. */
    void prologue() {
        code.lconst_0().lstore(a).lconst_0().lstore(b).iconst_0().istore(dynamic);
    }

    int kind() {
        return kind;
    }

    /** Says of which kind they are from here on. */
    void become(int kind) {
        this.kind = kind;
    }

    /** Tells whether a register's local does not have its value here. */
    boolean hides(int register) {
        return register == this.register && kind != FlagSource.VALUE;
    }

    /** Takes the two operands of an operation from the stack. */
    void defer(int opcode) {
        kind = FlagSource.of(opcode);
        if (kind == FlagSource.LOGIC || kind == FlagSource.LOGIC_W) {
            code.land().lstore(a);
        } else {
            code.lstore(b).lstore(a);
        }
    }

    /** Pushes them. */
    void push(int slot) {
        switch (kind) {
            case FlagSource.ADD -> operands("add");
            case FlagSource.ADD_W -> operands("addW");
            case FlagSource.SUB -> operands("sub");
            case FlagSource.SUB_W -> operands("subW");
            case FlagSource.LOGIC -> code.lload(a).invokestatic(Names.FLAGS, "logic", Names.type("JJ"));
            case FlagSource.LOGIC_W ->
                code.lload(a).loadConstant(32).lshl().invokestatic(Names.FLAGS, "logic", Names.type("JJ"));
            case FlagSource.DYNAMIC -> {
                code.iload(dynamic).lload(slot).lload(a).lload(b);
                code.invokestatic(Names.FLAG_SOURCE, "flags", Names.type("IJJJJ"));
            }
            default -> code.lload(slot);
        }
    }

    private void operands(String name) {
        code.lload(a).lload(b).invokestatic(Names.FLAGS, name, Names.type("JJJ"));
    }

    /** Pushes them where a fault is handled: the place of the faulting instruction has the kind. */
    void pushAt(int place, int slot) {
        code.iload(place).iload(dynamic).lload(slot).lload(a).lload(b);
        code.invokestatic(Names.COMPILED, "flagsAt", Names.type("IIJJJJ"));
    }

    /** Makes the locals what a place expects where the kind is another one. */
    void convert(int expected) {
        if (expected == FlagSource.DYNAMIC && kind != FlagSource.DYNAMIC) {
            code.loadConstant(kind).istore(dynamic);
        }
    }
}
