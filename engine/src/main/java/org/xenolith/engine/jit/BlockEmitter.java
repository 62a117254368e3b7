// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.xenolith.engine.exec.Block;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Helpers;
import org.xenolith.engine.ir.Exit;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/**
 * Writes the method of one block: {@code int run(Cpu cpu, long[] r, Block self)}.
 *
 * <p>Memory operations stand in exception ranges whose handler writes the locals back; helpers find everything written
 * back already and may have changed it, so theirs does not. A block that branches to its own start is a loop, in which
 * the registers stay in locals.
 */
final class BlockEmitter {
    private static final int CPU = 1;
    private static final int ARRAY = 2;
    private static final int SELF = 3;

    /** A way out that is written after the straight path. */
    private record Stub(Label label, int exit, BitSet changed) {}

    private final CodeBuilder code;
    private final FrontEnd frontEnd;
    private final Block block;
    private final IrBlock ir;
    private final Registers registers;
    private final Operations operations;
    private final Conditions conditions;
    private final List<Stub> stubs = new ArrayList<>();
    private final boolean loops;
    private final boolean faults;
    private final boolean calls;
    private final int done;
    private final int instruction;
    private final Label head;
    private final Label writingHandler;
    private final Label plainHandler;

    BlockEmitter(CodeBuilder code, FrontEnd frontEnd, Block block) {
        this.code = code;
        this.frontEnd = frontEnd;
        this.block = block;
        this.ir = block.ir();
        this.done = code.allocateLocal(TypeKind.LONG);
        this.instruction = code.allocateLocal(TypeKind.INT);
        this.registers = new Registers(code, frontEnd.registers(), ir);
        this.conditions = new Conditions(code, registers);
        this.operations = new Operations(code, registers, conditions);
        this.loops = java.util.Arrays.stream(ir.exits()).anyMatch(this::repeats);
        this.faults = any(OpInfo::accessesMemory);
        this.calls = any(OpInfo::calls);
        this.head = code.newLabel();
        this.writingHandler = code.newLabel();
        this.plainHandler = code.newLabel();
    }

    private boolean repeats(Exit exit) {
        return exit.kind() == Exit.Kind.DIRECT && exit.target() == block.pc;
    }

    private boolean any(java.util.function.Predicate<OpInfo> property) {
        for (int ip = 0; ip < ir.code().length; ip += Op.STRIDE) {
            if (property.test(Op.info(ir.code()[ip] & 0xFF))) {
                return true;
            }
        }
        return false;
    }

    /** Writes the method. */
    void emit() {
        code.aload(CPU)
                .getfield(Names.CPU, "instructions", ConstantDescs.CD_long)
                .lstore(done);
        if (faults || calls) {
            code.iconst_0().istore(instruction);
        }
        if (loops) {
            registers.loadAllForLoop();
        } else if (faults) {
            registers.loadWritten();
        }
        code.labelBinding(head);
        for (int i = 0; i < ir.size(); i++) {
            operation(i);
        }
        for (Stub stub : stubs) {
            code.labelBinding(stub.label);
            leave(stub.exit, stub.changed);
        }
        handlers();
    }

    private void operation(int index) {
        int[] c = ir.code();
        int ip = index * Op.STRIDE;
        int opcode = c[ip] & 0xFF;
        OpInfo info = Op.info(opcode);
        if (info.accessesMemory()) {
            guarded(index, writingHandler, () -> operations.memory(c, ip));
            if (info.writesD()) {
                registers.pop(c[ip + 1]);
                conditions.written(opcode, c, ip);
            }
        } else if (info.calls()) {
            call(index, c, ip);
        } else if (info.exits()) {
            exit(opcode, c, ip);
        } else if (opcode == Op.FENCE) {
            code.invokestatic(Names.VAR_HANDLE, "fullFence", Names.type("V"));
        } else if (opcode == Op.SYNC) {
            code.aload(CPU).lload(done).loadConstant((long) c[ip + 4]).ladd();
            code.putfield(Names.CPU, "instructions", ConstantDescs.CD_long);
        } else {
            operations.pure(c, ip);
        }
    }

    /** Writes code that may throw; the operands are fetched before, outside, so that a handler finds all locals set. */
    private void guarded(int index, Label handler, Runnable body) {
        code.loadConstant((int) ir.owners()[index]).istore(instruction);
        Label start = code.newBoundLabel();
        body.run();
        Label end = code.newBoundLabel();
        code.exceptionCatch(start, end, handler, Names.RUNTIME_EXCEPTION);
    }

    private void call(int index, int[] c, int ip) {
        Helpers.Entry helper = frontEnd.helpers().entry(c[ip] >>> 16);
        registers.writeBack();
        guarded(index, plainHandler, () -> invoke(helper, c, ip));
        registers.forget();
        conditions.forget();
        registers.pop(c[ip + 1]);
        if (loops) {
            registers.reloadForLoop();
        } else if (faults) {
            registers.loadWritten();
        }
    }

    private void invoke(Helpers.Entry helper, int[] c, int ip) {
        Method method = helper.method();
        boolean named = isReachable(method);
        if (helper.registersOnly() && named) {
            code.aload(ARRAY);
        } else {
            code.aload(CPU);
        }
        if (!named) {
            code.loadConstant(c[ip] >>> 16);
        } else if (!helper.registersOnly()) {
            code.checkcast(Names.of(method.getParameterTypes()[0]));
        }
        code.loadConstant(c[ip + 4]);
        registers.push(c[ip + 2]);
        registers.push(c[ip + 3]);
        if (named) {
            var type = java.lang.invoke.MethodType.methodType(method.getReturnType(), method.getParameterTypes());
            code.invokestatic(
                    Names.of(method.getDeclaringClass()),
                    method.getName(),
                    type.describeConstable().orElseThrow());
        } else {
            code.invokestatic(Names.COMPILED, "call", Names.type("CIIJJJ"));
        }
    }

    /** Tells whether a class beside the front end's lookup may name a helper. */
    private boolean isReachable(Method method) {
        Class<?> owner = method.getDeclaringClass();
        boolean neighbour = owner.getPackageName()
                .equals(frontEnd.helpers().lookup().lookupClass().getPackageName());
        boolean open = Modifier.isPublic(owner.getModifiers()) && Modifier.isPublic(method.getModifiers());
        return neighbour || open;
    }

    // ---- ways out

    private void exit(int opcode, int[] c, int ip) {
        int exit = c[ip + 4];
        switch (opcode) {
            case Op.EXIT, Op.EXITS -> leave(exit, registers.changed());
            case Op.EXITR -> {
                registers.push(c[ip + 2]);
                int target = code.allocateLocal(TypeKind.LONG);
                code.lstore(target);
                registers.writeBack();
                code.aload(ARRAY)
                        .loadConstant(frontEnd.pcRegister())
                        .lload(target)
                        .lastore();
                leave(exit, new BitSet());
            }
            default -> conditions.branch(opcode, c, ip, stub(exit));
        }
    }

    private Label stub(int exit) {
        Label label = code.newLabel();
        stubs.add(new Stub(label, exit, registers.changed()));
        return label;
    }

    private void leave(int exit, BitSet changed) {
        Exit e = ir.exits()[exit];
        if (loops && repeats(e)) {
            code.lload(done).loadConstant((long) e.instructions()).ladd().lstore(done);
            code.aload(CPU).aload(SELF).lload(done);
            code.invokestatic(Names.COMPILED, "mayRepeat", Names.type("CBJZ")).ifne(head);
            registers.writeBackChanged(changed);
            code.aload(CPU).lload(done);
        } else {
            registers.writeBackChanged(changed);
            code.aload(CPU).lload(done).loadConstant((long) e.instructions()).ladd();
        }
        code.putfield(Names.CPU, "instructions", ConstantDescs.CD_long);
        code.loadConstant(exit).ireturn();
    }

    private void handlers() {
        if (faults) {
            code.labelBinding(writingHandler);
            int reason = code.allocateLocal(TypeKind.REFERENCE);
            code.astore(reason);
            registers.writeBackAll();
            code.aload(reason);
            interrupted();
        }
        if (calls) {
            code.labelBinding(plainHandler);
            interrupted();
        }
    }

    private void interrupted() {
        code.aload(CPU).aload(SELF).lload(done).iload(instruction);
        code.invokestatic(Names.COMPILED, "interrupted", Names.type("XCBJII")).ireturn();
    }
}
