// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.support;

import java.util.SplittableRandom;
import org.xenolith.engine.ir.Cond;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;
import org.xenolith.engine.ir.Rmw;
import org.xenolith.engine.mmu.Access;

/** Random blocks of every operation for the toy guest, the same for the same seed. */
public final class RandomIr {
    private static final long[] CORNERS = {
        0, 1, -1, 2, 7, 8, 31, 32, 63, 64, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, Long.MIN_VALUE, Long.MAX_VALUE
    };
    private static final int[] INTS = {0, 1, -1, 2, 8, 31, 32, 63, 64, Integer.MIN_VALUE, Integer.MAX_VALUE};

    private final SplittableRandom random;
    private final IrBuilder ir = new IrBuilder(ToyFrontEnd.REGISTERS, 64);
    private long pc;
    private long[] targets = {};
    /** The temporaries of the current instruction: this one and those below have values. */
    private int lastTemporary;

    public RandomIr(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Returns a value that is often a corner case. */
    public long value() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(16);
            default -> CORNERS[random.nextInt(CORNERS.length)];
        };
    }

    /**
     * Returns a block.
     *
     * @param address where it stands
     * @param instructions how many guest instructions it has
     */
    public IrBlock block(long address, int instructions) {
        pc = address;
        ir.begin(address);
        for (int i = 0; i < instructions; i++) {
            ir.instruction(pc);
            lastTemporary = ToyFrontEnd.REGISTERS - 1;
            int operations = random.nextInt(5);
            for (int k = 0; k < operations; k++) {
                operation();
            }
            pc += 4;
        }
        end();
        return ir.build();
    }

    private int guest() {
        return random.nextInt(ToyFrontEnd.GENERAL + 1) == 0 ? ToyFrontEnd.FLAGS : random.nextInt(ToyFrontEnd.GENERAL);
    }

    private int source() {
        int temporaries = lastTemporary - ToyFrontEnd.REGISTERS + 1;
        return temporaries > 0 && random.nextInt(3) == 0
                ? ToyFrontEnd.REGISTERS + random.nextInt(temporaries)
                : guest();
    }

    private int result() {
        return random.nextInt(3) == 0 && lastTemporary < ToyFrontEnd.REGISTERS + 50 ? temporary() : guest();
    }

    private int temporary() {
        lastTemporary = ir.temp();
        return lastTemporary;
    }

    /** Makes most exits lead to one of these addresses from now on. */
    public RandomIr leadingTo(long... addresses) {
        targets = addresses;
        return this;
    }

    private long target() {
        if (targets.length > 0 && random.nextInt(4) != 0) {
            return targets[random.nextInt(targets.length)];
        }
        return pc + 4L * random.nextInt(-64, 64);
    }

    private void operation() {
        switch (random.nextInt(12)) {
            case 0 -> constant();
            case 1 -> copy();
            case 2, 3 -> memory();
            case 4 -> sideExit();
            case 5 -> call();
            default -> plain(random.nextInt(Op.LD8U));
        }
    }

    private void constant() {
        long value = value();
        ir.constant(result(), value);
    }

    private void copy() {
        int a = source();
        ir.unary(Op.MOV, result(), a);
    }

    /** An operation without memory, calls and exits. */
    private void plain(int opcode) {
        if (opcode == Op.MOVI) {
            constant();
            return;
        }
        OpInfo info = Op.info(opcode);
        int a = source();
        int b = info.readsB() ? source() : 0;
        int c = info.readsC() ? source() : info.fields().contains("q") ? random.nextInt(Cond.GTU + 1) : 0;
        int imm = info.fields().contains("i") ? immediate(opcode) : 0;
        ir.emit(opcode, c, result(), a, b, imm);
    }

    private int immediate(int opcode) {
        switch (opcode) {
            case Op.UBFX, Op.SBFX, Op.DEP -> {
                int length = random.nextInt(1, 65);
                return random.nextInt(65 - length) | (length << 8);
            }
            case Op.FUNNEL -> {
                return random.nextInt(64);
            }
            case Op.FUNNELW -> {
                return random.nextInt(32);
            }
            case Op.SELF -> {
                return random.nextInt(0x10000);
            }
            default -> {
                return random.nextBoolean() ? INTS[random.nextInt(INTS.length)] : random.nextInt();
            }
        }
    }

    private int address(int size) {
        int from = source();
        int base = temporary();
        int t = temporary();
        ir.constant(base, ToyGuest.DATA);
        int mask = ToyGuest.DATA_SIZE - 1;
        ir.immediate(Op.ANDI, t, from, random.nextInt(4) == 0 ? mask : mask & -size);
        ir.binary(Op.ADD, t, t, base);
        return t;
    }

    private void memory() {
        int opcode = random.nextInt(Op.LD8U, Op.FENCE + 1);
        if (opcode == Op.FENCE) {
            ir.emit(Op.FENCE, 0, 0, 0, 0, 0);
            return;
        }
        int size = random.nextInt(4);
        int b = source();
        int e = source();
        int address = address(1 << size);
        int offset = random.nextInt(4) == 0 ? random.nextInt(-16, 16) : 0;
        int attributes = random.nextInt(4) == 0 ? Access.ALIGNED : 0;
        attributes |= random.nextInt(8) == 0 ? Access.MEMORY_ONLY : 0;
        switch (opcode) {
            case Op.LDA ->
                ir.load(
                        opcode,
                        result(),
                        address,
                        offset,
                        attributes
                                | size
                                | random.nextInt(2) * Access.SIGNED
                                | random.nextInt(2) * Access.MEMORY_SIGNED_32);
            case Op.STA -> ir.store(opcode, b, address, offset, attributes | size);
            case Op.RMW -> ir.emit(opcode, size, result(), address, b, random.nextInt(Rmw.AND + 1));
            case Op.CAS -> ir.emit(opcode, size, result(), address, b, e);
            case Op.ST8, Op.ST16, Op.ST32, Op.ST64 -> ir.store(opcode, b, address, offset, attributes);
            default -> ir.load(opcode, result(), address, offset, attributes);
        }
    }

    private void call() {
        int helper = random.nextInt(ToyFrontEnd.HELPERS);
        int a = source();
        int b = source();
        ir.sync(); // a helper looks at the time
        ir.call(helper, result(), random.nextInt(1000), a, b);
    }

    private void sideExit() {
        int a = source();
        int b = source();
        switch (random.nextInt(5)) {
            case 0 -> ir.exitIfFlags(random.nextInt(0x10000), ToyFrontEnd.FLAGS, target());
            case 1 -> ir.exitIf(Op.EXITC, random.nextInt(Cond.GTU + 1), a, b, target());
            case 2 -> ir.exitIf(Op.EXITCW, random.nextInt(Cond.GTU + 1), a, b, target());
            case 3 -> ir.exitIfBit(a, random.nextInt(64), random.nextBoolean(), target());
            default -> ir.poll(pc + 4);
        }
    }

    /** Returns a register with an address, often of one of the targets. */
    private int next() {
        if (targets.length == 0 || random.nextInt(4) == 0) {
            return source();
        }
        int next = random.nextBoolean() ? temporary() : random.nextInt(ToyFrontEnd.GENERAL);
        ir.constant(next, target());
        return next;
    }

    private void end() {
        switch (random.nextInt(6)) {
            case 0 -> ir.exitIndirect(next());
            case 1 -> ir.exitReturn(next());
            case 2 -> ir.exitCall(target(), targets.length > 0 ? target() : pc);
            case 3 -> ir.exitCallIndirect(next(), targets.length > 0 ? target() : pc);
            case 4 -> {
                ir.constant(ToyFrontEnd.PC, target());
                ir.exitState();
            }
            default -> ir.exit(target());
        }
    }
}
