// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.engine.exec.BlockRun;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.IrSyntaxException;
import org.xenolith.engine.ir.IrText;
import org.xenolith.engine.support.RandomIr;
import org.xenolith.engine.support.ToyFrontEnd;

class OptimiserTest {
    private static final String END = "\nexit #0\n#0 direct 0x10 after 1\n#1 direct 0x20 after 1\n";

    private final BlockRun run = new BlockRun();
    private final Optimiser optimiser = new Optimiser(ToyFrontEnd.REGISTERS, 64, -1);
    private final IrText text = new IrText(ToyFrontEnd.REGISTERS, n -> "r" + n);

    @Property(tries = 1000)
    void anOptimisedBlockDoesTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int instructions) {
        IrBlock block = new RandomIr(seed).block(BlockRun.PC, instructions);
        IrBlock optimised = optimiser.optimise(block);
        assertTrue(optimised.size() <= block.size());
        for (long state = seed; state < seed + 4; state++) {
            assertEquals(
                    run.run(run.block(block), state, 100),
                    run.run(run.block(optimised), state, 100),
                    () -> text.print(block) + "\nbecame\n" + text.print(optimised));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // constants and copies
                "movi t0, 0x5; add r1, r2, t0 | addi r1, r2, 5",
                "movi t0, 0x5; sub r1, r2, t0 | addi r1, r2, -5",
                "movi t0, 0x100000000; add r1, r2, t0 | movi t0, 0x100000000; add r1, r2, t0",
                "movi t0, 0x6; movi t1, 0x7; mul r1, t0, t1 | movi r1, 0x2a",
                "mov t0, r2; add r1, t0, t0 | add r1, r2, r2",
                "mov t0, r2; addi r2, r2, 1; add r1, t0, t0 | mov t0, r2; addi r2, r2, 1; add r1, t0, t0",
                "add.w r1, r2, r3; zext32 r1, r1 | add.w r1, r2, r3",
                "movi t0, 0x0; exitc t0, t0, ne, #1 | ''",
                // dead operations
                "subf r17, r1, r2; subf r17, r3, r4 | subf r17, r3, r4",
                "subf r17, r1, r2; self r17, r17, r17, r17, 1; subf r17, r3, r4 | subf r17, r3, r4",
                "subf r17, r1, r2; ld64 r5, r6, 0, 0; subf r17, r3, r4 |"
                        + "subf r17, r1, r2; ld64 r5, r6, 0, 0; subf r17, r3, r4",
                "subf r17, r1, r2; exitb r1, 3, 1, #1; subf r17, r3, r4 |"
                        + "subf r17, r1, r2; exitb r1, 3, 1, #1; subf r17, r3, r4",
                "subf r17, r1, r2; call r5, r6, r6, 1, 0; subf r17, r3, r4 |"
                        + "subf r17, r1, r2; call r5, r6, r6, 1, 0; subf r17, r3, r4",
                // results written in place
                "subfi t0, r1, 1; addi r1, r1, -1; mov r17, t0; exitf 0xf0f, r17, #1 |"
                        + "subfi r17, r1, 1; addi r1, r1, -1; exitf 0xf0f, r17, #1",
            })
    void makesBlocksShorter(String before, String after) throws IrSyntaxException {
        assertEquals(parse(after), optimiser.optimise(parse(before)));
    }

    private IrBlock parse(String operations) throws IrSyntaxException {
        return text.parse("@0\n" + operations.replace(";", "\n") + END);
    }
}
