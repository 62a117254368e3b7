// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;
import org.xenolith.engine.mmu.Access;

/** Bytecode of the operations that go straight on: arithmetic, flags, and calls of the soft MMU. */
final class Operations {
    private static final int CPU = 1;
    private static final long LOW = 0xFFFF_FFFFL;

    private final CodeBuilder code;
    private final Registers registers;
    private final Conditions conditions;
    private final int table;
    /** Whether plain accesses leave the region when the translation table lacks a page. */
    private final boolean leave;

    /**
     * Creates a writer.
     *
     * @param table the local that holds the current translation table
     * @param leave whether plain accesses leave the region when it lacks a page
     */
    Operations(CodeBuilder code, Registers registers, Conditions conditions, int table, boolean leave) {
        this.leave = leave;
        this.code = code;
        this.registers = registers;
        this.conditions = conditions;
        this.table = table;
    }

    /** Writes an operation that cannot fault and has no effect but on its result. */
    void pure(int[] c, int ip) {
        int opcode = c[ip] & 0xFF;
        int d = c[ip + 1];
        if (registers.isLazy(opcode, d)) {
            conditions.defer(opcode, c, ip);
            return;
        }
        if (conditions.computes(opcode)) {
            conditions.value(opcode, c, ip);
        } else if (opcode == Op.MOVI) {
            code.loadConstant((c[ip + 2] & LOW) | ((long) c[ip + 3] << 32));
        } else {
            OpInfo info = Op.info(opcode);
            registers.push(c[ip + 2]);
            if (info.readsB()) {
                registers.push(c[ip + 3]);
            }
            if (opcode < Op.ADDI) {
                basic(opcode);
            } else if (opcode < Op.UMULH) {
                immediate(opcode, c[ip + 4]);
            } else {
                special(opcode, c[ip + 4]);
            }
        }
        registers.pop(d);
        conditions.written(opcode, c, ip);
    }

    private void low() {
        code.loadConstant(LOW).land();
    }

    private void basic(int opcode) {
        switch (opcode) {
            case Op.MOV -> {}
            case Op.ADD -> code.ladd();
            case Op.SUB -> code.lsub();
            case Op.MUL -> code.lmul();
            case Op.AND -> code.land();
            case Op.OR -> code.lor();
            case Op.XOR -> code.lxor();
            case Op.ANDN -> code.loadConstant(-1L).lxor().land();
            case Op.SHL -> code.l2i().lshl();
            case Op.SHR -> code.l2i().lushr();
            case Op.SAR -> code.l2i().lshr();
            case Op.ROR -> code.l2i().invokestatic(Names.LONG, "rotateRight", Names.type("JIJ"));
            case Op.ADDW -> code.ladd();
            case Op.SUBW -> code.lsub();
            case Op.MULW -> code.lmul();
            default -> shiftLow(opcode);
        }
        if (opcode >= Op.ADDW && opcode <= Op.MULW) {
            low();
        }
    }

    /** Shifts of low halves by a register: the amount's and the value's low halves count. */
    private void shiftLow(int opcode) {
        code.l2i();
        code.dup_x2().pop().l2i().swap();
        shiftInt(opcode);
    }

    private void shiftInt(int opcode) {
        switch (opcode) {
            case Op.SHLW, Op.SHLWI -> code.ishl();
            case Op.SHRW, Op.SHRWI -> code.iushr();
            case Op.SARW, Op.SARWI -> code.ishr();
            case Op.RORW, Op.RORWI -> code.invokestatic(Names.INTEGER, "rotateRight", Names.type("III"));
            default -> throw new IllegalArgumentException(Op.info(opcode).name());
        }
        code.i2l();
        low();
    }

    private void immediate(int opcode, int imm) {
        switch (opcode) {
            case Op.ADDI -> code.loadConstant((long) imm).ladd();
            case Op.ANDI -> code.loadConstant((long) imm).land();
            case Op.ORI -> code.loadConstant((long) imm).lor();
            case Op.XORI -> code.loadConstant((long) imm).lxor();
            case Op.SHLI -> code.loadConstant(imm).lshl();
            case Op.SHRI -> code.loadConstant(imm).lushr();
            case Op.SARI -> code.loadConstant(imm).lshr();
            case Op.RORI -> code.loadConstant(imm).invokestatic(Names.LONG, "rotateRight", Names.type("JIJ"));
            case Op.ADDWI -> {
                code.loadConstant((long) imm).ladd();
                low();
            }
            default -> {
                code.l2i().loadConstant(imm);
                shiftInt(opcode);
            }
        }
    }

    private void special(int opcode, int imm) {
        switch (opcode) {
            case Op.UMULH -> call(Names.MATH, "unsignedMultiplyHigh", "JJJ");
            case Op.SMULH -> call(Names.MATH, "multiplyHigh", "JJJ");
            case Op.UDIV -> call(Names.ARITHMETIC, "udiv", "JJJ");
            case Op.SDIV -> call(Names.ARITHMETIC, "sdiv", "JJJ");
            case Op.UDIVW -> call(Names.ARITHMETIC, "udivW", "JJJ");
            case Op.SDIVW -> call(Names.ARITHMETIC, "sdivW", "JJJ");
            case Op.UBFX, Op.SBFX -> field(opcode, imm);
            case Op.DEP -> deposit(imm);
            case Op.FUNNEL -> {
                code.loadConstant(imm);
                call(Names.ARITHMETIC, "funnel", "JJIJ");
            }
            case Op.FUNNELW -> {
                code.loadConstant(imm);
                call(Names.ARITHMETIC, "funnelW", "JJIJ");
            }
            default -> bits(opcode);
        }
    }

    private void bits(int opcode) {
        switch (opcode) {
            case Op.CLZ -> {
                call(Names.LONG, "numberOfLeadingZeros", "JI");
                code.i2l();
            }
            case Op.CLZW -> {
                code.l2i();
                call(Names.INTEGER, "numberOfLeadingZeros", "II");
                code.i2l();
            }
            case Op.RBIT -> call(Names.LONG, "reverse", "JJ");
            case Op.RBITW -> lowCall("reverse");
            case Op.BSWAP -> call(Names.LONG, "reverseBytes", "JJ");
            case Op.BSWAPW -> lowCall("reverseBytes");
            case Op.SEXT8 -> code.l2i().i2b().i2l();
            case Op.SEXT16 -> code.l2i().i2s().i2l();
            case Op.SEXT32 -> code.l2i().i2l();
            case Op.ZEXT8 -> code.loadConstant(0xFFL).land();
            case Op.ZEXT16 -> code.loadConstant(0xFFFFL).land();
            case Op.ZEXT32 -> low();
            default -> throw new IllegalArgumentException(Op.info(opcode).name());
        }
    }

    private void call(ClassDesc owner, String name, String type) {
        code.invokestatic(owner, name, Names.type(type));
    }

    private void lowCall(String name) {
        code.l2i();
        call(Names.INTEGER, name, "II");
        code.i2l();
        low();
    }

    private void field(int opcode, int imm) {
        int length = imm >>> 8;
        code.loadConstant(64 - length - (imm & 0xFF)).lshl().loadConstant(64 - length);
        if (opcode == Op.UBFX) {
            code.lushr();
        } else {
            code.lshr();
        }
    }

    /** The operands a and b are on the stack. */
    private void deposit(int imm) {
        long mask = (-1L >>> (64 - (imm >>> 8))) << (imm & 0xFF);
        code.loadConstant(imm & 0xFF).lshl().loadConstant(mask).land();
        code.dup2_x2().pop2().loadConstant(~mask).land().lor();
    }

    // ---- memory

    /** Writes a memory operation; a result stays on the stack. */
    void memory(int[] c, int ip) {
        int opcode = c[ip] & 0xFF;
        if (opcode >= Op.LDA) {
            code.aload(CPU);
            address(c, ip);
            special(opcode, c, ip);
        } else if (Op.info(opcode).writesD()) {
            load(c, ip);
        } else {
            store(c, ip);
        }
    }

    private void address(int[] c, int ip) {
        registers.push(c[ip + 2]);
        if ((c[ip] & 0xFF) < Op.RMW && c[ip + 4] != 0) {
            code.loadConstant((long) c[ip + 4]).ladd();
        }
    }

    private void load(int[] c, int ip) {
        int attributes = (c[ip] >>> 16) & ~(Access.SIGNED | Access.SIZE_MASK);
        int size = (c[ip] & 0xFF) - Op.LD8U >> 1;
        String name = "load" + (8 << size);
        if ((attributes & Access.IO) != 0) {
            code.aload(CPU);
            address(c, ip);
            code.loadConstant(attributes | size);
            call(Names.DEVICES, "load", "CJIJ");
        } else if (leave) {
            code.aload(table);
            address(c, ip);
            call(Names.FAST, name, "RJJ");
        } else {
            code.aload(CPU).aload(table);
            address(c, ip);
            code.loadConstant(attributes);
            call(Names.MEMORY, name, "CRJIJ");
        }
        switch (c[ip] & 0xFF) {
            case Op.LD8S -> code.l2i().i2b().i2l();
            case Op.LD16S -> code.l2i().i2s().i2l();
            case Op.LD32S -> code.l2i().i2l();
            default -> {}
        }
    }

    private void store(int[] c, int ip) {
        int attributes = (c[ip] >>> 16) & ~Access.SIZE_MASK;
        int size = (c[ip] & 0xFF) - Op.ST8;
        String name = "store" + (8 << size);
        boolean device = (attributes & Access.IO) != 0;
        if (device || !leave) {
            code.aload(CPU);
        }
        if (!device) {
            code.aload(table);
        }
        address(c, ip);
        registers.push(c[ip + 3]);
        if (device) {
            code.loadConstant(attributes | size);
            call(Names.DEVICES, "store", "CJJIV");
        } else if (leave) {
            call(Names.FAST, name, "RJJV");
        } else {
            code.loadConstant(attributes);
            call(Names.MEMORY, name, "CRJJIV");
        }
    }

    private void special(int opcode, int[] c, int ip) {
        int attributes = c[ip] >>> 16;
        switch (opcode) {
            case Op.LDA -> {
                code.loadConstant(attributes);
                call(Names.MMU, "load", "CJIJ");
            }
            case Op.STA -> {
                registers.push(c[ip + 3]);
                code.loadConstant(attributes);
                call(Names.MMU, "store", "CJJIV");
            }
            case Op.RMW -> {
                registers.push(c[ip + 3]);
                code.loadConstant(c[ip + 4]).loadConstant(attributes);
                call(Names.MMU, "readModifyWrite", "CJJIIJ");
            }
            case Op.CAS -> {
                registers.push(c[ip + 4]);
                registers.push(c[ip + 3]);
                code.loadConstant(attributes);
                call(Names.MMU, "compareAndSwap", "CJJJIJ");
            }
            default -> throw new IllegalArgumentException(Op.info(opcode).name());
        }
    }
}
