// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.xenolith.engine.exec.CompiledCode;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Helpers;
import org.xenolith.engine.exec.Region;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/**
 * Writes the method of a region: {@code int run(Cpu cpu, long[] r, Region self)}.
 *
 * <p>Every label of the method finds the same locals: the parameters, then what the constructor allocates and
 * {@link #prologue} sets. So one stack map frame serves all of them, and nobody has to compute frames. Memory operations
 * stand in a range whose handler writes the locals back. Helpers find written back what they may look at, and may have
 * changed it, so theirs does not.
 */
final class RegionEmitter {
    static final int CPU = 1;
    static final int ARRAY = 2;
    private static final int SELF = 3;

    /** A way out that is written after the straight path. */
    private record Stub(Label label, int way, BitSet dirty) {}

    private final CodeBuilder code;
    private final FrontEnd frontEnd;
    private final Region region;
    private final Flow flow;
    /** Instructions executed when the current member was entered. */
    private final int done;
    /** The deadline. */
    private final int limit;
    /** The current translation table. */
    private final int table;
    /** Member and instruction that may fault. */
    private final int place;

    private final Registers registers;
    private final Operations operations;
    private final Conditions conditions;
    private final Label[] heads;
    private final List<Stub> stubs = new ArrayList<>();
    private final Label writingHandler;
    private final Label plainHandler;
    private final List<Label> calls = new ArrayList<>();
    private final List<StackMapFrameInfo> frames = new ArrayList<>();
    private final List<VerificationTypeInfo> locals = new ArrayList<>();

    RegionEmitter(CodeBuilder code, FrontEnd frontEnd, Region region) {
        this.code = code;
        this.frontEnd = frontEnd;
        this.region = region;
        this.flow = new Flow(frontEnd, region);
        this.done = code.allocateLocal(TypeKind.LONG);
        this.limit = code.allocateLocal(TypeKind.LONG);
        this.table = code.allocateLocal(TypeKind.REFERENCE);
        this.place = code.allocateLocal(TypeKind.INT);
        this.registers = new Registers(code, frontEnd, region);
        this.conditions = new Conditions(code, registers);
        this.operations = new Operations(code, registers, conditions, table);
        this.heads = new Label[region.size()];
        for (int m = 0; m < heads.length; m++) {
            heads[m] = code.newLabel();
        }
        this.writingHandler = code.newLabel();
        this.plainHandler = code.newLabel();
        describeLocals();
    }

    private void describeLocals() {
        locals.add(SimpleVerificationTypeInfo.TOP); // this is not needed
        locals.add(ObjectVerificationTypeInfo.of(Names.CPU));
        locals.add(ObjectVerificationTypeInfo.of(Names.REGISTERS));
        locals.add(ObjectVerificationTypeInfo.of(Names.REGION));
        locals.add(SimpleVerificationTypeInfo.LONG);
        locals.add(SimpleVerificationTypeInfo.LONG);
        locals.add(ObjectVerificationTypeInfo.of(Names.REGISTERS));
        locals.add(SimpleVerificationTypeInfo.INTEGER);
        for (int i = 0; i < registers.count(); i++) {
            locals.add(SimpleVerificationTypeInfo.LONG);
        }
    }

    /** Writes the method. */
    void emit() {
        prologue();
        Label start = code.newBoundLabel();
        for (int m = 0; m < region.size(); m++) {
            member(m);
        }
        for (int i = 0; i < stubs.size(); i++) {
            Stub stub = stubs.get(i);
            bind(stub.label);
            go(stub.way, stub.dirty);
        }
        Label end = code.newBoundLabel();
        handlers(start, end);
        code.with(StackMapTableAttribute.of(frames));
    }

    private void prologue() {
        code.aload(CPU)
                .getfield(Names.CPU, "instructions", ConstantDescs.CD_long)
                .lstore(done);
        code.aload(CPU).getfield(Names.CPU, "deadline", ConstantDescs.CD_long).lstore(limit);
        loadTable();
        code.iconst_0().istore(place);
        registers.loadFrom(0);
    }

    private void loadTable() {
        code.aload(CPU).invokestatic(Names.COMPILED, "table", Names.type("CR")).astore(table);
    }

    /** Binds a label at which the locals are as everywhere and the stack is empty. */
    private void bind(Label label) {
        code.labelBinding(label);
        frames.add(StackMapFrameInfo.of(label, locals, List.of()));
    }

    private void member(int m) {
        bind(heads[m]);
        registers.begin(flow.entry(m));
        conditions.begin();
        IrBlock ir = region.form(m);
        for (int i = 0; i < ir.size(); i++) {
            operation(m, ir, i);
        }
    }

    private void operation(int m, IrBlock ir, int index) {
        int[] c = ir.code();
        int ip = index * Op.STRIDE;
        int opcode = c[ip] & 0xFF;
        OpInfo info = Op.info(opcode);
        if (info.accessesMemory()) {
            place(m, ir, index);
            operations.memory(c, ip);
            if (info.writesD()) {
                registers.pop(c[ip + 1]);
                conditions.written(opcode, c, ip);
            }
        } else if (info.calls()) {
            place(m, ir, index);
            call(c, ip);
        } else if (info.exits()) {
            exit(m, opcode, c, ip);
        } else if (opcode == Op.FENCE) {
            code.invokestatic(Names.VAR_HANDLE, "fullFence", Names.type("V"));
        } else if (opcode == Op.SYNC) {
            code.aload(CPU).lload(done).loadConstant((long) c[ip + 4]).ladd();
            code.putfield(Names.CPU, "instructions", ConstantDescs.CD_long);
        } else {
            operations.pure(c, ip);
        }
    }

    /** Notes where a fault would come from. */
    private void place(int m, IrBlock ir, int index) {
        code.loadConstant((m << CompiledCode.INSTRUCTION_BITS) | ir.owners()[index])
                .istore(place);
    }

    // ---- helpers

    private void call(int[] c, int ip) {
        Helpers.Entry helper = frontEnd.helpers().entry(c[ip] >>> 16);
        int first = helper.registersOnly() ? frontEnd.helperRegisters() : 0;
        registers.writeBackFrom(first);
        calls.add(code.newBoundLabel());
        invoke(helper, c, ip);
        calls.add(code.newBoundLabel());
        registers.loadFrom(first);
        if (!helper.registersOnly()) {
            loadTable();
        }
        conditions.forget();
        registers.pop(c[ip + 1]);
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
            MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
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

    // ---- ways out, and from one member to another

    private void exit(int m, int opcode, int[] c, int ip) {
        int way = region.way(m, c[ip + 4]);
        switch (opcode) {
            case Op.EXIT, Op.EXITS -> go(way, registers.dirty());
            case Op.EXITR -> {
                registers.writeBackFrom(0);
                code.aload(ARRAY).loadConstant(frontEnd.pcRegister());
                registers.push(c[ip + 2]);
                code.lastore();
                go(way, new BitSet());
            }
            default -> {
                Label label = code.newLabel();
                stubs.add(new Stub(label, way, registers.dirty()));
                conditions.branch(opcode, c, ip, label);
            }
        }
    }

    /** Takes a way: to another member if it leads to one, else out. */
    private void go(int way, BitSet dirty) {
        int instructions = region.instructions(way);
        int target = region.target(way);
        if (target < 0) {
            out(way, dirty, instructions);
            return;
        }
        code.lload(done).loadConstant((long) instructions).ladd().lstore(done);
        if (!region.isChecked(way)) {
            code.goto_(heads[target]);
            return;
        }
        Label outside = code.newLabel();
        code.aload(CPU).invokevirtual(Names.CPU, "attention", Names.type("I")).ifne(outside);
        code.aload(CPU)
                .invokevirtual(Names.CPU, "mode", Names.type("I"))
                .loadConstant(region.member(target).mode)
                .if_icmpne(outside);
        code.lload(limit).lload(done).lsub().loadConstant((long) region.headroom(target));
        code.lcmp().ifge(heads[target]);
        bind(outside);
        out(way, dirty, 0);
    }

    private void out(int way, BitSet dirty, int instructions) {
        registers.writeBack(dirty);
        code.aload(CPU).lload(done);
        if (instructions != 0) {
            code.loadConstant((long) instructions).ladd();
        }
        code.putfield(Names.CPU, "instructions", ConstantDescs.CD_long);
        code.loadConstant(way).ireturn();
    }

    private void handlers(Label start, Label end) {
        for (int i = 0; i < calls.size(); i += 2) {
            code.exceptionCatch(calls.get(i), calls.get(i + 1), plainHandler, Names.RUNTIME_EXCEPTION);
        }
        code.exceptionCatch(start, end, writingHandler, Names.RUNTIME_EXCEPTION);
        bindHandler(writingHandler);
        int reason = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(reason);
        registers.writeBackAll();
        code.aload(reason);
        interrupted();
        if (!calls.isEmpty()) {
            bindHandler(plainHandler);
            interrupted();
        }
    }

    private void bindHandler(Label handler) {
        code.labelBinding(handler);
        frames.add(
                StackMapFrameInfo.of(handler, locals, List.of(ObjectVerificationTypeInfo.of(Names.RUNTIME_EXCEPTION))));
    }

    private void interrupted() {
        code.aload(CPU).aload(SELF).lload(done).iload(place);
        code.invokestatic(Names.COMPILED, "interrupted", Names.type("XCGJII")).ireturn();
    }
}
