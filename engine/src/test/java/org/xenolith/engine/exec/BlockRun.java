// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.engine.ir.Exit;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.support.FlatMemory;
import org.xenolith.engine.support.RandomIr;
import org.xenolith.engine.support.ToyCpu;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

/** Executes one block from a random state, and says all that is different afterwards. */
public final class BlockRun {
    /** Where the block stands. */
    public static final long PC = ToyGuest.CODE + 0x400;

    private static final long SPACING = 0x80;

    /** Data pages that are not plain RAM, by number. */
    private static final int UNREADABLE = 3;

    private static final int READ_ONLY = 5;
    private static final int STRICT = 7;
    private static final int DEVICE = 9;
    private static final int WATCHED = 11;

    /** All that a guest or its host can observe of an execution. */
    public record Outcome(
            int exit,
            List<Long> registers,
            long instructions,
            int attention,
            List<Long> fault,
            long memory,
            List<String> accesses) {}

    private final FlatMemory memory = new FlatMemory();
    private final Cluster cluster;
    private final ToyCpu cpu;
    private final List<String> accesses = new ArrayList<>();
    private final byte[] initial = new byte[ToyGuest.DATA_SIZE];

    /** Creates the guest that blocks are executed in, one after the other. */
    public BlockRun() {
        memory.populate(ToyGuest.CODE, ToyGuest.CODE_SIZE);
        memory.populate(ToyGuest.DATA, DEVICE * 4096);
        memory.populate(ToyGuest.DATA + (DEVICE + 1) * 4096, ToyGuest.DATA_SIZE - (DEVICE + 1) * 4096);
        memory.watch(ToyGuest.DATA + WATCHED * 4096);
        cluster = new Cluster(new ToyFrontEnd(), memory);
        cpu = new ToyCpu(cluster, 0, new RecordingPort());
        page(UNREADABLE, false, false, false);
        page(READ_ONLY, true, false, false);
        page(STRICT, true, true, true);
        for (int i = 0; i < initial.length; i++) {
            initial[i] = (byte) (i * 31 + (i >> 8));
        }
    }

    private void page(int number, boolean readable, boolean writable, boolean strict) {
        long address = ToyGuest.DATA + number * 4096L;
        cpu.pages.put(address, new ToyCpu.Page(address, readable, writable, true, strict));
    }

    public ToyCpu cpu() {
        return cpu;
    }

    /** Returns where a block of a region stands; every third is in another page than the others. */
    public static long start(int number) {
        return PC + number * SPACING + (number % 3 == 2 ? 4096 : 0);
    }

    /** Returns blocks as a region, each at its {@link #start}; none is linked, jumps have been seen to lead somewhere. */
    public Region region(List<IrBlock> forms, boolean leftOnMiss) {
        return region(forms, 1, leftOnMiss);
    }

    /** Returns blocks as a region in which they are so many times, one round behind the other. */
    public Region region(List<IrBlock> forms, int turns, boolean leftOnMiss) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++) {
            long pc = start(i);
            Block block = new Block(pc, pc, cpu.mode(), 4 * forms.get(i).length(), forms.get(i));
            block.threshold = Integer.MAX_VALUE;
            blocks.add(block);
        }
        for (int i = 0; i < blocks.size(); i++) {
            for (int exit = 0; exit < blocks.get(i).exits.length; exit++) {
                blocks.get(i).saw(exit, blocks.get((i * 5 + 3) % blocks.size()));
                blocks.get(i).saw(exit, blocks.get((i * 3 + exit) % blocks.size()));
            }
        }
        List<Block> members = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            members.addAll(blocks);
        }
        return new Region(cluster.frontEnd(), members, leftOnMiss);
    }

    /** Returns a block as the code cache would hold it; exits to its own start are linked. */
    public Block block(IrBlock ir) {
        Block block = new Block(PC, PC, cpu.mode(), 4 * ir.length(), ir);
        block.threshold = Integer.MAX_VALUE;
        for (int i = 0; i < ir.exits().length; i++) {
            Exit e = ir.exits()[i];
            if (e.kind() == Exit.Kind.DIRECT && e.target() == PC) {
                block.link(i, block);
            }
        }
        return block;
    }

    /**
     * Executes a block by the interpreter.
     *
     * @param limit instructions at which a loop ends
     */
    public Outcome run(Block block, long seed, long limit) {
        prepare(seed, limit);
        block.valid = true;
        return outcome(new Interpreter(cpu).run(block));
    }

    /**
     * Goes from one of a region's blocks to the next until none follows, or the next does not fit the limit any more.
     *
     * @param code of the region, or null: each block is interpreted
     * @param limit most instructions
     */
    public Outcome run(Region region, @Nullable CompiledCode code, long seed, long limit) {
        prepare(seed, limit);
        if (region.isLeftOnMiss()) {
            fillTable();
        }
        region.code = code;
        for (int m = 0; m < region.size(); m++) {
            Block block = region.member(m);
            if ((seed >> m & 3) != 0) {
                ((Cpu) cpu).space.jumps[AddressSpace.jumpIndex(block.pc)] = block; // as if it had been looked up
            }
        }
        int seen = 0;
        int exit;
        while (true) {
            long left = ((Cpu) cpu).deadline - cpu.instructions;
            Block block = at(region, cpu.r[ToyFrontEnd.PC]);
            if (block == null || block.length > left) {
                return outcome(0);
            }
            if (code != null && block == region.member(0) && region.headroom(0) <= left) {
                block.compiled = null; // so that it comes back here
                exit = new CompiledChain(cpu).run(region);
            } else {
                exit = new Interpreter(cpu).run(block);
            }
            seen |= cpu.attention();
            cpu.ignore(-1);
            block.valid = true;
            if (exit < 0) {
                cpu.attend(seen & ~Cpu.TRANSLATION);
                return outcome(exit);
            }
        }
    }

    /** Accesses every page as far as the guest may, so that little else is missed. */
    private void fillTable() {
        for (long page = ToyGuest.DATA - 4096; page < ToyGuest.DATA + ToyGuest.DATA_SIZE; page += 4096) {
            long number = (page - ToyGuest.DATA) / 4096;
            if (page < ToyGuest.DATA || number != DEVICE && number != UNREADABLE) {
                long value = SoftMmu.load(cpu, page, 3);
                if (page < ToyGuest.DATA || number != READ_ONLY) {
                    SoftMmu.store(cpu, page, value, 3);
                }
            }
        }
    }

    /** Tells whether an execution ended because compiled code was left for the interpreter. */
    public static boolean isMissed(Outcome outcome) {
        return outcome.exit == Interpreter.MISSED;
    }

    /**
     * Interprets a region's blocks up to an instruction, and returns what can be observed before each operation of it.
     *
     * @param missed where compiled code was left
     */
    public List<Outcome> before(Region region, long seed, long limit, Outcome missed) {
        List<Outcome> before = new ArrayList<>();
        for (int operation = 0; ; operation++) {
            prepare(seed, limit);
            fillTable();
            if (!interpret(region, missed.instructions, operation)) {
                return before;
            }
            before.add(outcome(Interpreter.MISSED));
        }
    }

    /** Interprets up to an operation of the instruction at a count; false if it does not get there, or has no such. */
    private boolean interpret(Region region, long instructions, int operation) {
        int seen = 0;
        while (true) {
            Block block = at(region, cpu.r[ToyFrontEnd.PC]);
            if (block == null || cpu.instructions > instructions) {
                return false;
            }
            int rest = (int) (instructions - cpu.instructions);
            int cutExit = block.exits.length;
            if (rest < block.length) {
                int at = firstOf(block.ir(), rest) + operation;
                if (at < block.ir().size() && block.ir().instruction(at) == rest) {
                    block = cut(block, at, rest); // which may be left before
                }
            }
            int exit = new Interpreter(cpu).run(block);
            seen |= cpu.attention();
            cpu.ignore(-1);
            if (exit < 0 || exit == cutExit) {
                cpu.attend(seen & ~Cpu.TRANSLATION);
                return exit == cutExit;
            }
        }
    }

    private static int firstOf(IrBlock ir, int instruction) {
        int first = 0;
        while (first < ir.size() && ir.instruction(first) < instruction) {
            first++;
        }
        return first;
    }

    /** A block up to an operation, with an exit there. */
    private Block cut(Block block, int operation, int instruction) {
        IrBlock ir = block.ir();
        int[] code = Arrays.copyOf(ir.code(), (operation + 1) * Op.STRIDE);
        Exit[] exits = Arrays.copyOf(ir.exits(), ir.exits().length + 1);
        exits[ir.exits().length] =
                new Exit(Exit.Kind.DIRECT, block.pc + ir.offsets()[instruction], instruction, false, 0);
        Arrays.fill(code, operation * Op.STRIDE, code.length, 0);
        code[operation * Op.STRIDE] = Op.EXIT | instruction << 8;
        code[operation * Op.STRIDE + 1] = instruction;
        code[operation * Op.STRIDE + 4] = ir.exits().length;
        IrBlock part = new IrBlock(code, ir.offsets(), exits);
        Block result = new Block(block.pc, block.physical, block.mode, block.bytes, part);
        result.threshold = Integer.MAX_VALUE;
        return result;
    }

    private static @Nullable Block at(Region region, long pc) {
        for (int m = 0; m < region.size(); m++) {
            if (region.member(m).pc == pc) {
                return region.member(m);
            }
        }
        return null;
    }

    private void prepare(long seed, long limit) {
        RandomIr values = new RandomIr(seed);
        Arrays.fill(cpu.r, 0xDEADL); // temporaries have no meaning
        for (int i = 0; i < ToyFrontEnd.REGISTERS; i++) {
            cpu.r[i] = i == ToyFrontEnd.FLAGS ? values.value() & 15 : values.value();
        }
        cpu.r[ToyFrontEnd.PC] = PC;
        for (int at = 0; at < initial.length; at += 4096) {
            if (at != DEVICE * 4096) {
                memory.write(ToyGuest.DATA + at, initial, at, 4096);
            }
        }
        memory.write(ToyGuest.DATA - 4096, initial, 0, 4096); // within reach of negative offsets
        cpu.flushAll();
        cpu.ignore(-1);
        cpu.instructions = 1000;
        ((Cpu) cpu).deadline = 1000 + limit;
        cpu.fault.address = 0;
        accesses.clear();
    }

    private Outcome outcome(int exit) {
        List<Long> registers = new ArrayList<>();
        for (int i = 0; i < ToyFrontEnd.REGISTERS; i++) {
            registers.add(cpu.r[i]);
        }
        List<Long> fault = exit == Interpreter.FAULT
                ? List.of(cpu.fault.address, (long) cpu.fault.access, (long) cpu.fault.syndrome)
                : List.of();
        long sum = 0;
        for (long a = ToyGuest.DATA - 4096; a < ToyGuest.DATA + ToyGuest.DATA_SIZE; a += 8) {
            if (a < ToyGuest.DATA || (a - ToyGuest.DATA) / 4096 != DEVICE) {
                sum = sum * 31 + memory.read(a, 8);
            }
        }
        return new Outcome(exit, registers, cpu.instructions, cpu.attention(), fault, sum, List.copyOf(accesses));
    }

    private final class RecordingPort implements MmioPort {
        @Override
        public long read(long address, int width) throws BusFault {
            check(address);
            accesses.add("read " + address + " " + width);
            return address * 0x9E3779B97F4A7C15L >>> (64 - 8 * width);
        }

        @Override
        public void write(long address, int width, long value) throws BusFault {
            check(address);
            accesses.add("write " + address + " " + width + " " + value);
        }

        private void check(long address) throws BusFault {
            switch ((int) (address >> 3) & 7) {
                case 0 -> throw BusFault.RETRY;
                case 1 -> throw BusFault.UNCLAIMED;
                default -> {}
            }
        }
    }
}
