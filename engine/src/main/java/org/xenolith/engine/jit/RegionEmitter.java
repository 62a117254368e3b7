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
import java.lang.constant.ClassDesc;
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

    /**
     * Most accesses to memory times registers for which the handler writes back. For each access the JVM's compilers move
     * each register to where the handler expects it: in a very large region that is most of its machine code.
     */
    private static final int LAZY = 500;

    /** A way out that is written after the straight path. */
    private record Stub(Label label, int member, int way, BitSet dirty, int flags) {}

    private final CodeBuilder code;
    /** Whether the code says what it belongs to. */
    private final boolean tables;

    private final FrontEnd frontEnd;
    private final Region region;
    private final Flow flow;
    /** Instructions from when the current member was entered to the deadline. */
    private final int left;
    /** The current translation table. */
    private final int table;
    /** Member and instruction that may fault. */
    private final int place;
    /** The address that an indirect way leads to. */
    private final int goal;

    private final LazyFlags flags;
    /** Whether registers are written back before each access to memory, and not by the handler of a fault. */
    private final boolean eager;

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

    RegionEmitter(CodeBuilder code, FrontEnd frontEnd, Region region, boolean tables) {
        this.code = code;
        this.tables = tables;
        this.frontEnd = frontEnd;
        this.region = region;
        this.left = code.allocateLocal(TypeKind.LONG);
        this.table = code.allocateLocal(TypeKind.REFERENCE);
        this.place = code.allocateLocal(TypeKind.INT);
        this.goal = code.allocateLocal(TypeKind.LONG);
        this.flags = new LazyFlags(code, region, frontEnd.registers());
        this.registers = new Registers(code, frontEnd, region, flags);
        this.eager = accesses(region) * registers.count() > LAZY;
        this.flow = new Flow(frontEnd, region, flags.register, eager);
        this.conditions = new Conditions(code, registers, flags);
        this.operations = new Operations(code, registers, conditions, table, region.isLeftOnMiss());
        this.heads = new Label[region.size()];
        for (int m = 0; m < heads.length; m++) {
            heads[m] = code.newLabel();
        }
        this.writingHandler = code.newLabel();
        this.plainHandler = code.newLabel();
        describeLocals();
    }

    private static int accesses(Region region) {
        int count = 0;
        for (int m = 0; m < region.size(); m++) {
            int[] c = region.form(m).code();
            for (int ip = 0; ip < c.length; ip += Op.STRIDE) {
                count += Op.info(c[ip] & 0xFF).accessesMemory() ? 1 : 0;
            }
        }
        return count;
    }

    private void describeLocals() {
        locals.add(SimpleVerificationTypeInfo.TOP); // this is not needed
        locals.add(ObjectVerificationTypeInfo.of(Names.CPU));
        locals.add(ObjectVerificationTypeInfo.of(Names.REGISTERS));
        locals.add(ObjectVerificationTypeInfo.of(Names.REGION));
        locals.add(SimpleVerificationTypeInfo.LONG);
        locals.add(ObjectVerificationTypeInfo.of(Names.REGISTERS));
        locals.add(SimpleVerificationTypeInfo.INTEGER);
        locals.add(SimpleVerificationTypeInfo.LONG);
        locals.add(SimpleVerificationTypeInfo.LONG);
        locals.add(SimpleVerificationTypeInfo.LONG);
        locals.add(SimpleVerificationTypeInfo.INTEGER);
        for (int i = 0; i < registers.count(); i++) {
            locals.add(SimpleVerificationTypeInfo.LONG);
        }
    }

    /** Writes the method. */
    void emit() {
        line(BytecodeText.ENTRY);
        prologue();
        Label start = code.newBoundLabel();
        for (int m = 0; m < region.size(); m++) {
            member(m);
        }
        for (int i = 0; i < stubs.size(); i++) {
            Stub stub = stubs.get(i);
            line(BytecodeText.line(stub.member, Math.max(0, region.instructions(stub.way) - 1)));
            bind(stub.label);
            flags.become(stub.flags);
            go(stub.member, stub.way, stub.dirty);
        }
        Label end = code.newBoundLabel();
        line(BytecodeText.END);
        handlers(start, end);
        if (tables) {
            nameLocals(code.newBoundLabel());
        }
        code.with(StackMapTableAttribute.of(frames));
    }

    private void line(int line) {
        if (tables) {
            code.lineNumber(line);
        }
    }

    private void nameLocals(Label end) {
        name(CPU, "cpu", Names.CPU, end);
        name(ARRAY, "r", Names.REGISTERS, end);
        name(SELF, "self", Names.REGION, end);
        name(left, "left", ConstantDescs.CD_long, end);
        name(table, "table", Names.REGISTERS, end);
        name(place, "place", ConstantDescs.CD_int, end);
        name(goal, "goal", ConstantDescs.CD_long, end);
        flags.names()
                .forEach((slot, name) -> name(
                        slot, name, name.equals("flags_kind") ? ConstantDescs.CD_int : ConstantDescs.CD_long, end));
        registers.slots().forEach((register, slot) -> {
            int guest = frontEnd.registers();
            String name = register < guest ? frontEnd.registerName(register) : "t" + (register - guest);
            name(slot, name.replace('.', '_'), ConstantDescs.CD_long, end);
        });
    }

    private void name(int slot, String name, ClassDesc type, Label end) {
        code.localVariable(slot, name, type, code.startLabel(), end);
    }

    private void prologue() {
        code.aload(CPU).getfield(Names.CPU, "deadline", ConstantDescs.CD_long);
        code.aload(CPU).getfield(Names.CPU, "instructions", ConstantDescs.CD_long);
        code.lsub().lstore(left);
        loadTable();
        code.iconst_0().istore(place);
        code.lconst_0().lstore(goal);
        flags.prologue();
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
        flags.become(flow.kind(m));
        conditions.begin();
        IrBlock ir = region.form(m);
        for (int i = 0; i < ir.size(); i++) {
            line(BytecodeText.line(m, ir.instruction(i)));
            operation(m, ir, i);
        }
    }

    private void operation(int m, IrBlock ir, int index) {
        int[] c = ir.code();
        int ip = index * Op.STRIDE;
        int opcode = c[ip] & 0xFF;
        OpInfo info = Op.info(opcode);
        if (info.accessesMemory()) {
            if (eager) {
                registers.writeBackPlain();
            }
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
            tellInstructions(c[ip + 4]);
        } else {
            operations.pure(c, ip);
        }
    }

    /** Notes where a fault would come from. */
    private void place(int m, IrBlock ir, int index) {
        code.loadConstant((flags.kind() << CompiledCode.FLAGS_SHIFT)
                        | (m << CompiledCode.INSTRUCTION_BITS)
                        | ir.instruction(index))
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
            case Op.EXIT -> go(m, way, registers.dirty());
            case Op.EXITS -> {
                code.aload(ARRAY).loadConstant(frontEnd.pcRegister()).laload().lstore(goal);
                arrive(m, way);
            }
            case Op.EXITR -> {
                registers.push(c[ip + 2]);
                code.lstore(goal);
                arrive(m, way);
            }
            default -> {
                Label label = code.newLabel();
                stubs.add(new Stub(label, m, way, registers.dirty(), flags.kind()));
                conditions.branch(opcode, c, ip, label);
            }
        }
    }

    /** Takes a way to an address that was found out: to the member that is there, else out. */
    private void arrive(int m, int way) {
        int[] targets = region.targets(way);
        if (targets.length == 0) {
            tellAddress();
            out(way, registers.dirty(), region.instructions(way));
            return;
        }
        BitSet lacking = settle(registers.dirty());
        count(way);
        Label outside = code.newLabel();
        for (int t = 0; t < targets.length; t++) {
            boolean last = t == targets.length - 1;
            Label other = last ? outside : code.newLabel();
            code.lload(goal).loadConstant(region.member(targets[t]).pc).lcmp().ifne(other);
            edge(m, way, targets[t], outside);
            if (!last) {
                bind(other);
            }
        }
        bind(outside);
        tellAddress();
        out(way, lacking, 0);
    }

    private void tellAddress() {
        code.aload(ARRAY).loadConstant(frontEnd.pcRegister()).lload(goal).lastore();
    }

    /**
     * Writes back what members do not find in locals only.
     *
     * @param dirty what the array lacks
     * @return what it lacks then
     */
    private BitSet settle(BitSet dirty) {
        if (!eager) {
            return dirty;
        }
        BitSet plain = registers.plain(dirty);
        registers.writeBack(plain);
        dirty.andNot(plain);
        return dirty;
    }

    /** Takes a way: to another member if it leads to one, else out. */
    private void go(int m, int way, BitSet dirty) {
        int[] targets = region.targets(way);
        if (targets.length == 0) {
            out(way, dirty, region.instructions(way));
            return;
        }
        BitSet lacking = settle(dirty);
        count(way);
        Label outside = code.newLabel();
        if (edge(m, way, targets[0], outside)) {
            bind(outside);
            out(way, lacking, 0);
        }
    }

    private void count(int way) {
        code.lload(left).loadConstant((long) region.instructions(way)).lsub().lstore(left);
    }

    /**
     * Goes to a member, its way's instructions being counted.
     *
     * @param outside where to go instead if attention, the deadline or the mapping forbid it
     * @return whether something may
     */
    private boolean edge(int m, int way, int target, Label outside) {
        boolean guarded = region.isGuarded(m, target);
        if (guarded) {
            code.aload(CPU).aload(SELF).loadConstant(target);
            code.invokestatic(Names.COMPILED, "isMapped", Names.type("CGIZ")).ifeq(outside);
        }
        flags.convert(flow.kind(target));
        if (!region.isChecked(way, m, target)) {
            code.goto_(heads[target]);
            return guarded;
        }
        code.aload(CPU).invokevirtual(Names.CPU, "attention", Names.type("I")).ifne(outside);
        if (region.isDisturbed(way)) {
            code.aload(CPU)
                    .invokevirtual(Names.CPU, "mode", Names.type("I"))
                    .loadConstant(region.member(target).mode)
                    .if_icmpne(outside);
        }
        code.lload(left).loadConstant((long) region.headroom(target));
        code.lcmp().iflt(outside).goto_(heads[target]);
        return true;
    }

    private void out(int way, BitSet dirty, int instructions) {
        registers.writeBack(dirty);
        tellInstructions(instructions);
        code.loadConstant(way).ireturn();
    }

    /** Sets the vCPU's instruction count. */
    private void tellInstructions(int more) {
        code.aload(CPU);
        pushDone();
        if (more != 0) {
            code.loadConstant((long) more).ladd();
        }
        code.putfield(Names.CPU, "instructions", ConstantDescs.CD_long);
    }

    /** Pushes the instructions that had been executed when the current member was entered. */
    private void pushDone() {
        code.aload(CPU).getfield(Names.CPU, "deadline", ConstantDescs.CD_long);
        code.lload(left).lsub();
    }

    private void handlers(Label start, Label end) {
        for (int i = 0; i < calls.size(); i += 2) {
            code.exceptionCatch(calls.get(i), calls.get(i + 1), plainHandler, Names.RUNTIME_EXCEPTION);
        }
        code.exceptionCatch(start, end, writingHandler, Names.RUNTIME_EXCEPTION);
        bindHandler(writingHandler);
        int reason = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(reason);
        registers.writeBackAt(place, !eager);
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
        code.aload(CPU).aload(SELF);
        pushDone();
        code.iload(place);
        code.invokestatic(Names.COMPILED, "interrupted", Names.type("XCGJII")).ireturn();
    }
}
