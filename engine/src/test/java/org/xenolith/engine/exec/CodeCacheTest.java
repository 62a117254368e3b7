// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.xenolith.engine.support.ToyFrontEnd.word;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.engine.jit.BytecodeCompiler;
import org.xenolith.engine.support.ToyCpu;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

class CodeCacheTest {
    private static final long CODE = ToyGuest.CODE;
    private static final int ADD = word(ToyFrontEnd.ADD, 1, 1);
    private static final int END = word(ToyFrontEnd.BRANCH, 0, 0);

    private final ToyMachine machine = new ToyMachine();

    private Block find(long physical, long pc) {
        return machine.cluster.code().find(physical, pc, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0x100, 1, true",
        "0x10b, 1, true",
        "0xff, 1, false",
        "0xff, 2, true",
        "0x10c, 4, false",
        "0, 4096, true",
        "0x1000, 4096, false",
        "-0x1000, 0x2000, true",
        "-0x1000, 0x40000000, true",
        "0x10c, 0x40000000, false"
    })
    void aWriteDropsTheBlocksThatItTouches(String offset, String size, boolean dropped) {
        machine.code(CODE + 0x100, ADD, ADD, END);
        machine.cpu.r[ToyFrontEnd.PC] = CODE + 0x100;
        machine.run(3);
        Block block = find(CODE + 0x100, CODE + 0x100);
        assertNotNull(block);
        machine.cluster.code().invalidate(CODE + Long.decode(offset), Long.decode(size));
        assertEquals(!dropped, block.valid);
        assertEquals(!dropped, find(CODE + 0x100, CODE + 0x100) == block);
        assertEquals(!dropped, machine.memory.isWatched(CODE));
    }

    @Test
    void twoMappingsOfOnePageAreTwoBlocksAndOneWriteDropsBoth() {
        machine.code(CODE, ADD, END);
        machine.cpu.pages.put(0x70_0000L, ToyCpu.Page.of(CODE));
        machine.run(2);
        machine.cpu.r[ToyFrontEnd.PC] = 0x70_0000L;
        machine.run(2);
        Block first = find(CODE, CODE);
        Block second = find(CODE, 0x70_0000L);
        assertTrue(first != second && first.valid && second.valid);
        machine.memory.write(CODE + 4, 4, END);
        assertFalse(first.valid || second.valid);
        assertEquals(2, machine.cluster.counts().invalidated.get());
    }

    @Test
    void aBlockEndsWithItsPage() {
        machine.code(CODE + 4096 - 8, ADD, ADD, ADD, END);
        machine.cpu.r[ToyFrontEnd.PC] = CODE + 4096 - 8;
        machine.run(4);
        assertEquals(2, find(CODE + 4096 - 8, CODE + 4096 - 8).length);
        assertEquals(8, find(CODE + 4096 - 8, CODE + 4096 - 8).bytes);
        assertEquals(3, machine.cpu.r[1]);
    }

    @Test
    void aBlockCutShortByTheLimitIsNotKept() {
        machine.code(CODE, ADD, ADD, END);
        machine.run(1);
        assertEquals(3, find(CODE, CODE).length); // the whole one is
        assertEquals(1, machine.cpu.r[1]);
    }

    @Test
    void codeThatChangesWhileItIsTranslatedIsTranslatedAgain() {
        ToyFrontEnd toy = new ToyFrontEnd();
        ToyMachine[] holder = new ToyMachine[1];
        int[] translations = new int[1];
        FrontEnd changing = new FrontEnd() {
            @Override
            public int registers() {
                return toy.registers();
            }

            @Override
            public int pcRegister() {
                return toy.pcRegister();
            }

            @Override
            public Helpers helpers() {
                return toy.helpers();
            }

            @Override
            public void translate(CodeReader code, int mode, int limit, IrBuilder out) {
                toy.translate(code, mode, limit, out);
                if (translations[0]++ == 0) {
                    // as another vCPU may do it: nothing is kept for the page yet, so this ends its watch
                    holder[0].memory.write(CODE, 4, word(ToyFrontEnd.ADD, 1, 10));
                }
            }
        };
        holder[0] = new ToyMachine(changing, CodePolicy.interpreting());
        holder[0].code(CODE, ADD, END);
        holder[0].run(2);
        assertEquals(10, holder[0].cpu.r[1]);
        assertEquals(2, translations[0]);
        assertTrue(holder[0].memory.isWatched(CODE));
        holder[0].memory.write(CODE, 4, ADD);
        assertNull(holder[0].cluster.code().find(CODE, CODE, 0));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "7", "64"})
    void aFullCacheIsEmptiedAndTheGuestGoesOn(int most) {
        int blocks = 100;
        ToyMachine small = new ToyMachine(
                new ToyFrontEnd(),
                CodePolicy.compilingAtOnce(new BytecodeCompiler()).keeping(most));
        for (int i = 0; i < blocks; i++) {
            small.code(CODE + 64L * i, ADD, word(ToyFrontEnd.BRANCH, 1, i < blocks - 1 ? 15 : -16 * (blocks - 1) - 1));
        }
        Block first = null;
        for (int n = 1; n <= 5 * blocks; n++) {
            small.run(2);
            first = first == null ? small.cluster.code().find(CODE, CODE, 0) : first;
            assertEquals(n, small.cpu.r[1]);
            long kept = small.cluster.counts().translated.get()
                    - small.cluster.counts().invalidated.get();
            assertTrue(kept <= most, "blocks kept: " + kept);
        }
        assertFalse(first == null || first.valid || first.compiled != null);
        small.memory.write(CODE, 4, word(ToyFrontEnd.ADD, 1, 1000)); // what was dropped and came back is still watched
        small.run(2);
        assertEquals(5 * blocks + 1000, small.cpu.r[1]);
        small.cluster.close();
    }
}
