// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.Test;
import org.xenolith.engine.exec.BlockRun;
import org.xenolith.engine.exec.CompiledCode;
import org.xenolith.engine.exec.Region;
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
    private final Optimiser optimiser = new Optimiser(ToyFrontEnd.REGISTERS, 64, -1);
    /** How often a property saw compiled code left for the interpreter. */
    private int missed;

    @AfterProperty
    void someCodeWasLeftForTheInterpreter() {
        assertTrue(missed > 50, () -> "only " + missed);
    }

    @Property(tries = 600)
    void aCompiledBlockDoesWhatTheInterpreterDoes(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int instructions) {
        compare(List.of(new RandomIr(seed).block(BlockRun.PC, instructions)), 1, seed);
    }

    @Property(tries = 600)
    void soDoesAnOptimisedOne(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int instructions) {
        compare(List.of(optimiser.optimise(new RandomIr(seed).block(BlockRun.PC, instructions))), 1, seed);
    }

    @Property(tries = 1000)
    void aRegionDoesWhatItsBlocksDo(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 8) int size,
            @ForAll @IntRange(min = 1, max = 6) int instructions,
            @ForAll @IntRange(min = 1, max = 3) int turns,
            @ForAll boolean optimised) {
        long[] starts = new long[size];
        for (int i = 0; i < size; i++) {
            starts[i] = BlockRun.start(i);
        }
        RandomIr random = new RandomIr(seed).leadingTo(starts);
        List<IrBlock> forms = new ArrayList<>();
        for (long start : starts) {
            IrBlock block = random.block(start, instructions);
            forms.add(optimised ? optimiser.optimise(block) : block);
        }
        compare(forms, turns, seed);
    }

    private void compare(List<IrBlock> forms, int turns, long seed) {
        compare(forms, turns, seed, false);
        compare(forms, turns, seed, true);
    }

    private void compare(List<IrBlock> forms, int turns, long seed, boolean leftOnMiss) {
        Region region = run.region(forms, turns, leftOnMiss);
        CompiledCode code = compiler.compile(frontEnd, region);
        if (code == null) {
            return; // too large; its own test
        }
        for (long state = seed; state < seed + 4; state++) {
            long limit = 50 + (state & 63);
            BlockRun.Outcome compiled = run.run(region, code, state, limit);
            if (BlockRun.isMissed(compiled)) {
                missed++;
                List<BlockRun.Outcome> possible = run.before(region, state, limit, compiled);
                assertTrue(possible.contains(compiled), () -> compiled + "\nnot in " + possible + "\n" + text(forms));
            } else {
                assertEquals(run.run(region, null, state, limit), compiled, () -> text(forms));
            }
        }
    }

    private static String text(List<IrBlock> forms) {
        return forms.stream().map(IrBlock::toString).collect(Collectors.joining("\n"));
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
        assertNull(compiler.compile(frontEnd, run.region(List.of(ir.build()), true)));
    }
}
