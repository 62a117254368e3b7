// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.xenolith.engine.support.ToyFrontEnd.word;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.engine.jit.BytecodeCompiler;
import org.xenolith.engine.support.ToyCpu;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

class ExecutorTest {
    private static final long CODE = ToyGuest.CODE;

    private final ToyMachine machine = new ToyMachine();

    /** Counts r1 up and r2 down to zero, three instructions a turn; then again. */
    private static void loop(ToyMachine machine, int address) {
        machine.code(
                address,
                word(ToyFrontEnd.ADD, 1, 1),
                word(ToyFrontEnd.ADD, 2, -1),
                word(ToyFrontEnd.BRANCH, 2, -2),
                word(ToyFrontEnd.ADD, 2, 5),
                word(ToyFrontEnd.BRANCH, 2, -4));
    }

    @Property(tries = 200)
    void executesExactlyAsManyInstructionsAsAllowed(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 40) Integer> limits,
            @ForAll @IntRange(min = 0, max = 30) int words) {
        ToyMachine whole = new ToyMachine();
        ToyMachine parts = new ToyMachine();
        for (ToyMachine m : List.of(whole, parts)) {
            loop(m, (int) CODE + 4096 - 4 * words);
            m.cpu.r[ToyFrontEnd.PC] = CODE + 4096 - 4L * words;
            m.cpu.r[2] = 3;
        }
        long total = 0;
        for (int limit : limits) {
            assertEquals(RunExit.LIMIT, parts.run(limit));
            total += limit;
            assertEquals(total, parts.cpu.instructions);
        }
        whole.run(total);
        assertEquals(whole.pc(), parts.pc());
        assertEquals(whole.cpu.r[1], parts.cpu.r[1]);
        assertEquals(whole.cpu.r[2], parts.cpu.r[2]);
    }

    @Test
    void aFaultCountsAndTheProgramCounterIsThatOfItsInstruction() {
        machine.code(CODE, word(ToyFrontEnd.ADD, 1, 1), word(ToyFrontEnd.LOAD, 3, 0), word(ToyFrontEnd.BRANCH, 1, 1));
        machine.code(ToyGuest.VECTOR, word(ToyFrontEnd.ADD, 5, 1), word(ToyFrontEnd.BRANCH, 5, 1));
        machine.cpu.pages.put(ToyGuest.DATA, new ToyCpu.Page(ToyGuest.DATA, false, false, true, false));
        machine.cpu.r[15] = ToyGuest.DATA;
        machine.cpu.r[3] = 9;
        machine.run(2);
        assertEquals(1, machine.cpu.faults);
        assertEquals(CODE + 4, machine.cpu.faultPc);
        assertEquals(ToyCpu.TRANSLATION, machine.cpu.syndrome);
        assertEquals(9, machine.cpu.r[3]);
        assertEquals(1, machine.cpu.r[1]);
        assertEquals(ToyGuest.VECTOR, machine.pc());
        assertEquals(2, machine.cpu.instructions);
        machine.run(1);
        assertEquals(1, machine.cpu.r[5]);
    }

    @Test
    void anInstructionThatCannotBeFetchedFaults() {
        machine.cpu.r[ToyFrontEnd.PC] = ToyGuest.DEVICE;
        machine.run(1);
        assertEquals(ToyCpu.BUS, machine.cpu.syndrome);
        assertEquals(ToyGuest.DEVICE, machine.cpu.faultPc);
        assertEquals(1, machine.cpu.instructions);
    }

    @Test
    void aDeviceSeesTheExactTimeOfItsFirstAccessToo() {
        machine.code(
                CODE,
                word(ToyFrontEnd.ADD, 1, 1),
                word(ToyFrontEnd.ADD, 1, 1),
                word(ToyFrontEnd.LOAD, 3, 0),
                word(ToyFrontEnd.ADD, 1, 1),
                word(ToyFrontEnd.BRANCH, 1, -4));
        machine.cpu.r[15] = ToyGuest.DEVICE;
        machine.run(15);
        assertEquals(List.of(2L, 7L, 12L), machine.times);
        assertEquals(77, machine.cpu.r[3]);
        assertEquals(9, machine.cpu.r[1]); // nothing was executed twice
        assertEquals(15, machine.cpu.instructions);
    }

    @Test
    void aDeviceThatCannotAnswerYetIsTriedAgainAfterTheHostsTurn() {
        machine.code(
                CODE,
                word(ToyFrontEnd.ADD, 1, 1),
                word(ToyFrontEnd.STORE, 1, 0),
                word(ToyFrontEnd.ADD, 1, 1),
                word(ToyFrontEnd.BRANCH, 1, 1));
        machine.cpu.r[15] = ToyGuest.DEVICE;
        machine.retries = 2;
        assertEquals(RunExit.KICKED, machine.run(3));
        assertEquals(1, machine.cpu.instructions);
        assertEquals(CODE + 4, machine.pc());
        assertEquals(RunExit.KICKED, machine.run(2));
        assertEquals(RunExit.LIMIT, machine.run(2));
        assertEquals(List.of(1L), machine.times);
        assertEquals(2, machine.cpu.r[1]);
    }

    @Test
    void codeThatTheGuestOverwritesIsExecutedAsItIsNow() {
        machine.code(
                CODE, word(ToyFrontEnd.STORE, 4, 0), word(ToyFrontEnd.ADD, 1, 1), word(ToyFrontEnd.BRANCH, 1, 510));
        machine.code(CODE + 0x800, word(ToyFrontEnd.ADD, 1, 1), word(ToyFrontEnd.BRANCH, 1, -513));
        machine.cpu.r[15] = CODE + 0x800;
        machine.cpu.r[4] = word(ToyFrontEnd.ADD, 1, 1);
        machine.run(50);
        long before = machine.cpu.r[1];
        machine.cpu.r[4] = word(ToyFrontEnd.ADD, 1, 100);
        machine.run(5);
        assertEquals(before + 101, machine.cpu.r[1]);
    }

    @Test
    void anAddressSpaceThatChangesUnderALoopIsNoticed() {
        // the same virtual page shows one frame, then another: a link between blocks must not survive
        machine.code(CODE, word(ToyFrontEnd.ADD, 1, 1), word(ToyFrontEnd.BRANCH, 1, -1));
        machine.code(CODE + 4096, word(ToyFrontEnd.ADD, 1, 1000), word(ToyFrontEnd.BRANCH, 1, -1));
        machine.run(100);
        assertEquals(50, machine.cpu.r[1]);
        machine.cpu.pages.put(CODE, ToyCpu.Page.of(CODE + 4096));
        machine.cpu.flushPage(CODE);
        machine.run(2);
        assertEquals(1050, machine.cpu.r[1]);
    }

    @Test
    void aHotLoopIsCompiledAndStillEndsAtTheLimit() {
        ToyMachine compiled = new ToyMachine(new ToyFrontEnd(), CodePolicy.compiling(new BytecodeCompiler()));
        compiled.code(CODE, word(ToyFrontEnd.ADD, 1, 1), word(ToyFrontEnd.BRANCH, 1, -1));
        Block[] block = new Block[1];
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (block[0] == null || block[0].compiled == null) {
                compiled.run(10_001);
                block[0] = compiled.cluster.code().find(CODE, CODE, 0);
            }
        });
        assertNotNull(block[0]);
        compiled.run(1_000_001);
        assertEquals((compiled.cpu.instructions + 1) / 2, compiled.cpu.r[1]);
        compiled.memory.write(CODE, 4, word(ToyFrontEnd.ADD, 1, 3));
        compiled.cpu.r[1] = 0;
        compiled.cpu.r[ToyFrontEnd.PC] = CODE;
        compiled.run(20);
        assertEquals(30, compiled.cpu.r[1]);
        compiled.cluster.close();
    }

    @Test
    void compiledAtOnceNothingIsInterpretedButWhatTheLimitCutsShort() {
        ToyMachine compiled = new ToyMachine(new ToyFrontEnd(), CodePolicy.compilingAtOnce(new BytecodeCompiler()));
        compiled.code(CODE, word(ToyFrontEnd.ADD, 1, 1), word(ToyFrontEnd.BRANCH, 1, -1));
        compiled.run(2);
        assertNotNull(compiled.cluster.code().find(CODE, CODE, 0).compiled);
        compiled.run(1001);
        assertEquals(502, compiled.cpu.r[1]);
        Cpu cpu = compiled.cpu;
        // The loop is compiled four turns long: the first two limits are shorter than that, or leave less.
        assertEquals(3, cpu.instructions - cpu.tally.instructions);
        compiled.cluster.close();
    }
}
