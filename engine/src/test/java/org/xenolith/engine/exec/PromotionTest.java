// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.xenolith.engine.support.ToyFrontEnd.word;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenolith.engine.jit.BytecodeCompiler;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

/** When a block is compiled: early if much of what is executed is in it, else only after many more entries. */
class PromotionTest {
    private static final long MANY = 1L << 40;

    private final ToyMachine machine = new ToyMachine(new ToyFrontEnd(), CodePolicy.compiling(new BytecodeCompiler()));
    private final Promotion promotion = machine.cluster.promotion();

    @AfterEach
    void close() {
        machine.cluster.close();
    }

    /** A block that has been entered once. */
    private Block block() {
        machine.code(ToyGuest.CODE, word(ToyFrontEnd.ADD, 1, -1), word(ToyFrontEnd.BRANCH, 1, -1));
        machine.cpu.r[1] = Long.MAX_VALUE;
        machine.run(2);
        Block block = Objects.requireNonNull(machine.cluster.code().find(ToyGuest.CODE, ToyGuest.CODE, 0));
        promotion.consider(block, 1000);
        assertTrue(block.optimised);
        assertEquals(Promotion.COMPILE_AT, block.threshold);
        return block;
    }

    /** Tells whether the compiler has it, or is done with it. */
    private static boolean isTaken(Block block) {
        return block.threshold == Integer.MAX_VALUE || block.threshold == 0;
    }

    @Test
    void muchOfWhatIsExecutedIsCompiledEarly() {
        Block block = block();
        promotion.consider(block, 1000 + Promotion.COMPILE_AT * (long) block.length);
        assertTrue(isTaken(block));
    }

    @Test
    void whatIsEnteredSeldomWaits() {
        Block block = block();
        promotion.consider(block, MANY);
        assertEquals(Promotion.COMPILE_COLDER_AT, block.threshold);
        promotion.consider(block, 2 * MANY);
        assertTrue(isTaken(block));
    }

    @Test
    void codeThatWasCompiledIsNotAskedAgainWhetherItIsHot() throws InterruptedException {
        Block block = block();
        promotion.consider(block, 1001);
        Region region = compiled(block);
        region.drop();
        assertEquals(Promotion.COMPILE_AT, block.threshold - block.entries);
        block.entries = block.threshold;
        promotion.consider(block, MANY);
        assertNotSame(region, compiled(block));
    }

    @Test
    void codeThatMissesTooOftenIsCompiledAgainAtOnce() throws InterruptedException {
        Block block = block();
        promotion.consider(block, 1001);
        Region region = compiled(block);
        machine.cluster.code().callOnMiss(region);
        assertEquals(Promotion.COMPILE_AT - Promotion.HEAD_START, block.threshold - block.entries);
        block.entries = block.threshold;
        promotion.consider(block, MANY);
        assertFalse(compiled(block).isLeftOnMiss());
    }

    /** Waits for the compiler. */
    private static Region compiled(Block block) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (block.compiled == null && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        return Objects.requireNonNull(block.compiled, "nothing was compiled");
    }
}
