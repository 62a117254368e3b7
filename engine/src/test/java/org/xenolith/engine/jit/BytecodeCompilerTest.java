// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.xenolith.engine.exec.Block;
import org.xenolith.engine.exec.BlockRun;
import org.xenolith.engine.exec.CompiledCode;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.opt.Optimiser;
import org.xenolith.engine.support.RandomIr;
import org.xenolith.engine.support.ToyFrontEnd;

class BytecodeCompilerTest {
    private final BlockRun run = new BlockRun();
    private final BytecodeCompiler compiler = new BytecodeCompiler();
    private final ToyFrontEnd frontEnd = new ToyFrontEnd();
    private final Optimiser optimiser = new Optimiser(ToyFrontEnd.REGISTERS, 64);

    @Property(tries = 1000)
    void compiledCodeDoesWhatTheInterpreterDoes(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int instructions) {
        compare(new RandomIr(seed).block(BlockRun.PC, instructions), seed);
    }

    @Property(tries = 1000)
    void soDoesOptimisedCode(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int instructions) {
        compare(optimiser.optimise(new RandomIr(seed).block(BlockRun.PC, instructions)), seed);
    }

    private void compare(IrBlock ir, long seed) {
        Block block = run.block(ir);
        CompiledCode code = compiler.compile(frontEnd, block);
        if (code == null) {
            return; // too large; its own test
        }
        for (long state = seed; state < seed + 4; state++) {
            assertEquals(run.run(block, null, state, 100), run.run(block, code, state, 100), ir::toString);
        }
    }

    @Test
    void aBlockTooLargeForTheJvmsCompilerStaysInterpreted() {
        IrBuilder ir = new IrBuilder(ToyFrontEnd.REGISTERS, 64);
        ir.begin(BlockRun.PC);
        ir.instruction(BlockRun.PC);
        for (int i = 0; i < 1000; i++) {
            ir.binary(Op.ADDW, 1, 2, 3);
        }
        ir.exit(0);
        assertNull(compiler.compile(frontEnd, run.block(ir.build())));
    }
}
