// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.xenolith.engine.support.ToyFrontEnd.word;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.code.CodeCounters;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.jit.BytecodeCompiler;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

/** What regions consist of, and how one leads to the next. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegionTest {
    private static final long LOOP = ToyGuest.CODE;
    private static final long OFTEN = LOOP + 4;
    private static final long LATER = LOOP + 16;
    private static final long ELSEWHERE = LOOP + 0x100;

    private final ToyMachine machine = new ToyMachine(new ToyFrontEnd(), CodePolicy.compiling(new BytecodeCompiler()));

    /** A loop with two ways, of which r2 chooses: the second adds to r3. */
    @BeforeEach
    void program() {
        machine.code(LOOP, word(ToyFrontEnd.BRANCH, 2, 4));
        machine.code(OFTEN, word(ToyFrontEnd.ADD, 1, -1), word(ToyFrontEnd.BRANCH, 1, -2));
        machine.code(LATER, word(ToyFrontEnd.ADD, 3, 1), word(ToyFrontEnd.BRANCH, 1, -5));
        machine.cpu.r[1] = Long.MAX_VALUE;
    }

    @AfterEach
    void close() {
        machine.cluster.close();
    }

    private Block block(long address) {
        return Objects.requireNonNull(machine.cluster.code().find(address, address, 0));
    }

    private Region region(long address) {
        return Objects.requireNonNull(block(address).compiled);
    }

    private boolean isCompiled(long address) {
        Block block = machine.cluster.code().find(address, address, 0);
        return block != null && block.compiled != null;
    }

    /** Makes a region of the loop's first way, then one of the second, to which it leads; both are at their begin. */
    private Region twoRegions() {
        Region first = oneRegion();
        machine.cpu.r[2] = 1;
        while (!isCompiled(LATER)) {
            machine.run(3_000);
        }
        machine.cpu.r[ToyFrontEnd.PC] = LOOP;
        return first;
    }

    private Region oneRegion() {
        while (!isCompiled(LOOP)) {
            machine.run(3_000);
        }
        return region(LOOP);
    }

    @Test
    void oneThatOftenLeadsToAnotherIsGrownAgainAndHasItsBlocks() throws InterruptedException {
        Region first = twoRegions();
        assertFalse(first.blocks().contains(block(LATER)));
        first.leavings = Promotion.REGROW_AT - 1;
        machine.run(3_000);
        while (region(LOOP) == first) {
            Thread.sleep(1);
        }
        Region second = region(LOOP);
        assertTrue(second.blocks().containsAll(first.blocks()));
        assertTrue(second.blocks().contains(block(LATER)));
        assertEquals(1, second.generation);
        assertFalse(first.isValid());
        assertTrue(Arrays.stream(first.next).allMatch(Objects::isNull), "it would keep others from being unloaded");
        machine.cpu.r[ToyFrontEnd.PC] = LOOP;
        machine.cpu.r[3] = 0;
        machine.run(3_000);
        assertEquals(1_000, machine.cpu.r[3]);
    }

    @Test
    void aBlockThatJoinsOneWhileItWaitsHasToBeEnteredFromOutsideAsOften() throws InterruptedException {
        machine.run(3 * Promotion.OPTIMISE_AT + 3);
        Block loop = block(LOOP);
        Block often = block(OFTEN);
        assertEquals(Promotion.COMPILE_AT, often.threshold);
        synchronized (machine.cluster.code()) { // nothing is installed meanwhile
            machine.cluster.promotion().consider(loop, machine.cpu.instructions);
            machine.cluster.promotion().consider(often, machine.cpu.instructions);
            assertEquals(Integer.MAX_VALUE, often.threshold);
        }
        while (often.threshold == Integer.MAX_VALUE) {
            Thread.sleep(1);
        }
        assertTrue(region(LOOP).blocks().contains(often));
        assertNull(often.compiled);
        assertEquals(Promotion.COMPILE_AT, often.threshold);
        assertEquals(0, often.entries);
        machine.cluster.promotion().consider(often, machine.cpu.instructions);
        while (often.compiled == null) {
            Thread.sleep(1);
        }
    }

    @Test
    void oneThatHasAllThatFollowsIsNotGrownAgain() {
        Region first = oneRegion();
        assertFalse(first.exceeds(first));
        machine.cluster.promotion().regrow(first);
        machine.code(ELSEWHERE, word(ToyFrontEnd.ADD, 4, 1), word(ToyFrontEnd.BRANCH, 4, -1));
        machine.cpu.r[ToyFrontEnd.PC] = ELSEWHERE;
        while (!isCompiled(ELSEWHERE)) {
            machine.run(3_000); // the compiler's thread does one after the other
        }
        assertSame(first, region(LOOP));
        assertTrue(first.isValid());
    }

    @Test
    void soManyAreKeptAsThePolicySaysAndMoreCanBeMade() {
        CodePolicy policy = CodePolicy.compiling(new BytecodeCompiler()).keeping(1 << 9);
        ToyMachine small = new ToyMachine(new ToyFrontEnd(), policy);
        int loops = 3 * policy.regions();
        for (int n = 0; n < loops; n++) {
            long address = ToyGuest.CODE + 16L * n;
            small.code(address, word(ToyFrontEnd.ADD, 1, 1), word(ToyFrontEnd.BRANCH, 1, -1));
            small.cpu.r[ToyFrontEnd.PC] = address;
            while (isNotCompiled(small, address)) {
                small.run(3_000);
            }
            CodeCounters.Regions counted = small.cluster.counts().regions();
            assertTrue(counted.compiled() - counted.dropped() <= policy.regions(), counted::toString);
        }
        assertTrue(small.cluster.counts().regions().dropped() >= policy.regions());
        small.cluster.close();
    }

    private static boolean isNotCompiled(ToyMachine machine, long address) {
        Block block = machine.cluster.code().find(address, address, 0);
        return block == null || block.compiled == null;
    }

    @Test
    void whatFollowsIsNotEnteredAnyMoreOnceItsCodeIsAnother() {
        Region first = twoRegions();
        machine.run(3_000);
        Region later = region(LATER);
        assertTrue(Arrays.asList(first.next).contains(later), "no link to test");
        machine.code(LATER, word(ToyFrontEnd.ADD, 3, 1_000));
        machine.cluster.code().invalidate(LATER, 4);
        assertTrue(first.isValid());
        machine.cpu.r[ToyFrontEnd.PC] = LOOP;
        machine.cpu.r[3] = 0;
        machine.run(3_000);
        assertEquals(1_000_000, machine.cpu.r[3]);
        assertFalse(Arrays.asList(first.next).contains(later));
    }

    @Test
    void anInstructionThatMayChangeTheStateLeadsToTheMembersThatWereSeen() {
        BlockRun run = new BlockRun();
        Region region = run.region(List.of(arriving(0, BlockRun.start(1)), arriving(1, BlockRun.start(0))), false);
        int way = region.way(0, 0);
        assertArrayEquals(new int[] {1, 0}, region.targets(way));
        assertTrue(region.isDisturbed(way));
        assertTrue(region.isChecked(way, 0, 1), "attention, mode and deadline are looked at");
        CompiledCode code = new BytecodeCompiler().compile(new ToyFrontEnd(), region);
        assertEquals(run.run(region, null, 1, 100), run.run(region, code, 1, 100));
    }

    private static IrBlock arriving(int number, long target) {
        IrBuilder ir = new IrBuilder(ToyFrontEnd.REGISTERS, 64);
        ir.begin(BlockRun.start(number));
        ir.instruction(BlockRun.start(number));
        ir.immediate(Op.ADDI, ToyFrontEnd.PC, ir.constant(target), 0);
        ir.exitState();
        return ir.build();
    }
}
