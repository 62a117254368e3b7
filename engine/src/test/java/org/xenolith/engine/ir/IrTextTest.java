// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.engine.support.RandomIr;
import org.xenolith.engine.support.ToyFrontEnd;

class IrTextTest {
    private static final String END = "\n    exit #0\n#0 direct 0x10 after 1\n";

    private final IrText text =
            new IrText(ToyFrontEnd.REGISTERS, n -> n == ToyFrontEnd.FLAGS ? "nzcv" : n < 16 ? "x" + n : "g" + n);

    @Property(tries = 2000)
    void readsBackWhatItPrints(@ForAll long seed, @ForAll @IntRange(min = 1, max = 64) int instructions)
            throws IrSyntaxException {
        IrBlock block = new RandomIr(seed).block(0x4000, instructions);
        assertEquals(block, text.parse(text.print(block)));
        assertEquals(block, new IrText().parse(new IrText().print(block)));
    }

    @Property(tries = 2000)
    void aDamagedTextIsReadOrRefusedWithItsLine(@ForAll long seed, @ForAll("damage") String damage) {
        String printed = text.print(new RandomIr(seed).block(0x4000, 5));
        SplittableRandom random = new SplittableRandom(seed);
        int from = random.nextInt(printed.length());
        int to = Math.min(printed.length(), from + random.nextInt(8));
        String damaged = printed.substring(0, from) + damage + printed.substring(to);
        try {
            IrBlock block = text.parse(damaged);
            assertEquals(block, text.parse(text.print(block)));
        } catch (IrSyntaxException e) {
            long lines = damaged.lines().count() + 1;
            assertTrue(e.line() >= 1 && e.line() <= lines, e::getMessage);
        }
    }

    @Provide
    Arbitrary<String> damage() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(6),
                Arbitraries.of(
                        "", ",", "#", "@", "-", "0x", "99999999999", "\n", "exit", " x0", "x99", "t64", ";", "mov"));
    }

    @Test
    void printsOneOperationALine() {
        IrBuilder ir = new IrBuilder(ToyFrontEnd.REGISTERS, 64);
        ir.begin(0x1000);
        ir.instruction(0x1000);
        int t = ir.constant(-2);
        ir.binary(Op.ADD, 1, 2, t);
        ir.instruction(0x1004);
        ir.load(Op.LD64, 3, 1, -8, 32);
        ir.exitIfFlags(0xF0F0, ToyFrontEnd.FLAGS, 0x2000);
        ir.exitCall(0x3000, 0x1008);
        assertEquals(
                """
                @0
                    movi t0, 0xfffffffffffffffe
                    add x1, x2, t0
                @4
                    ld64 x3, x1, 32, -8
                    exitf 0xf0f0, nzcv, #0
                    exit #1
                #0 direct 0x2000 after 2
                #1 direct 0x3000 after 2 call 0x1008
                """,
                text.print(ir.build()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mov x1, x2 | 1 | before the first instruction",
                "@0\\n mov x1 | 2 | more operands than 1",
                "@0\\n mov x1, x2, x3 | 2 | has 2 operands, not 3",
                "@0\\n move x1, x2 | 2 | named 'move'",
                "@0\\n mov x1, x99 | 2 | named 'x99'",
                "@0\\n ubfx x1, x2, 0 | 2 | field of 0 bits",
                "@0\\n ubfx x1, x2, 2112 | 2 | bits at bit 64",
                "@0\\n funnel.w x1, x2, x3, 32 | 2 | allowed: 0 to 31",
                "@0\\n rmw x1, x2, x3, 0, 10 | 2 | allowed: 0 to 9",
                "@0\\n setc x1, x2, x3, xx | 2 | condition is named 'xx'",
                "@0\\n exitc x1, x2, eq, #1 | 2 | exit #1 is not defined",
                "@zero | 1 | not a number",
                "@0\\n movi x1, 12 | 2 | start with 0x",
                "@0\\n exit #0\\n mov x1, x2 | 3 | after the end",
                "#1 direct 0x0 after 1 | 1 | expected #0",
                "#0 sideways 0x0 after 1 | 1 | direct, indirect",
                "#0 direct 0x0 | 1 | incomplete",
                "#0 state after 1\\n@0 | 2 | after the exits",
                "#0 state after 257 | 1 | allowed: 0 to 256"
            })
    void saysWhatIsWrongAndWhere(String wrong, int line, String reason) {
        String damaged = wrong.replace("\\n", "\n");
        String whole = damaged.contains("#0") ? damaged : damaged + END;
        IrSyntaxException e = assertThrows(IrSyntaxException.class, () -> text.parse(whole));
        assertEquals(line, e.line(), e::getMessage);
        assertTrue(e.getMessage().contains(reason), e::getMessage);
    }

    @Test
    void anOperationCarriesTheNumberOfItsInstruction() throws IrSyntaxException {
        IrBlock block = text.parse("@0\n mov x1, x2\n@4\n@8\n mov x2, x1\n exit #0\n#0 direct 0xc after 3\n");
        assertEquals(0, block.instruction(0));
        assertEquals(2, block.instruction(1));
        assertEquals(2, block.instruction(2));
    }

    @Test
    void aBlockHasAtMost256Instructions() throws IrSyntaxException {
        IrBlock largest = new RandomIr(1).block(0x4000, Op.MOST_INSTRUCTIONS);
        assertEquals(255, largest.instruction(largest.size() - 1));
        assertEquals(largest, text.parse(text.print(largest)));
        assertThrows(IllegalStateException.class, () -> new RandomIr(1).block(0x4000, Op.MOST_INSTRUCTIONS + 1));
        String more = "@0\n".repeat(Op.MOST_INSTRUCTIONS + 1) + END;
        assertEquals(
                257,
                assertThrows(IrSyntaxException.class, () -> text.parse(more)).line());
    }

    @Test
    void anEmptyTextHasNoEnd() {
        assertThrows(IrSyntaxException.class, () -> text.parse(""));
    }

    @Test
    void namesMustDiffer() {
        assertThrows(IllegalArgumentException.class, () -> new IrText(2, n -> "same"));
        assertThrows(IllegalArgumentException.class, () -> new IrText(2, n -> "t" + n));
    }
}
