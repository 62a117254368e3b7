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
import org.xenolith.engine.support.FlatMemory;
import org.xenolith.engine.support.RandomIr;
import org.xenolith.engine.support.ToyCpu;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

/** Executes one block from a random state, and says all that is different afterwards. */
public final class BlockRun {
    /** Where the block stands. */
    public static final long PC = ToyGuest.CODE + 0x400;

    /** Bytes between the blocks of a region. */
    public static final long SPACING = 0x80;

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

    /** Returns blocks as a region, each at a multiple of {@link #SPACING} from the first; none is linked. */
    public Region region(List<IrBlock> forms) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++) {
            long pc = PC + i * SPACING;
            Block block = new Block(pc, pc, cpu.mode(), 4 * forms.get(i).length(), forms.get(i));
            block.threshold = Integer.MAX_VALUE;
            blocks.add(block);
        }
        return new Region(cluster.frontEnd(), blocks);
    }

    /** Returns a block as the code cache would hold it; exits to its own start are linked. */
    public Block block(IrBlock ir) {
        Block block = new Block(PC, PC, cpu.mode(), 4 * ir.length(), ir);
        block.threshold = Integer.MAX_VALUE;
        for (int i = 0; i < ir.exits().length; i++) {
            Exit e = ir.exits()[i];
            if (e.kind() == Exit.Kind.DIRECT && e.target() == PC) {
                block.links[i] = block;
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
        region.code = code;
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
