// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.xenolith.engine.support.ToyFrontEnd.word;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.engine.jit.BytecodeCompiler;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

/** What is remembered of hot code from one run to the next. */
class HotCodeTest {
    private static final long CODE = ToyGuest.CODE;
    private static final int COUNT_DOWN = word(ToyFrontEnd.ADD, 1, -1);
    private static final int AGAIN = word(ToyFrontEnd.BRANCH, 1, -1);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder = Path.of("");

    private static ToyMachine machine(HotCode hot, int... code) {
        ToyMachine machine = new ToyMachine(
                new ToyFrontEnd(), CodePolicy.compiling(new BytecodeCompiler()).with(hot));
        machine.code(CODE, code);
        machine.cpu.r[1] = Long.MAX_VALUE;
        return machine;
    }

    private static long regions(ToyMachine machine) {
        return machine.cluster.counts().regions().compiled();
    }

    /** Runs until something is compiled, and returns about how many instructions that took. */
    private static long heat(ToyMachine machine, int step) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (regions(machine) == 0) {
            machine.run(step);
            assertTrue(System.nanoTime() < deadline, "nothing was compiled");
        }
        machine.cluster.close();
        return machine.cpu.instructions;
    }

    private Path learnt() throws IOException {
        Path file = folder.resolve("hot/code.hot");
        HotCode first = HotCode.empty();
        heat(machine(first, COUNT_DOWN, AGAIN), 8 * Promotion.COMPILE_AT);
        first.write(file);
        return file;
    }

    @Test
    void codeThatWasCompiledIsCompiledSoonerInTheNextRun() throws IOException {
        HotCode second = HotCode.read(learnt());
        assertEquals(1, second.size());
        ToyMachine machine = machine(second, COUNT_DOWN, AGAIN);
        machine.run(2);
        Block block = machine.cluster.code().find(CODE, CODE, 0);
        assertTrue(block != null && block.entries > Promotion.HEAD_START);
        heat(machine, 1);
    }

    @Test
    void otherCodeAtTheSamePlaceIsNotTakenForIt() throws IOException {
        HotCode second = HotCode.read(learnt());
        ToyMachine machine = machine(second, word(ToyFrontEnd.ADD, 1, -2), AGAIN);
        machine.run(2);
        Block block = machine.cluster.code().find(CODE, CODE, 0);
        assertTrue(block != null && block.entries < 3);
        machine.cluster.close();
    }

    @Test
    void nothingIsWrittenWhereNothingWasLearnt() throws IOException {
        Path file = learnt();
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1000));
        HotCode second = HotCode.read(file);
        heat(machine(second, COUNT_DOWN, AGAIN), 64);
        second.write(file);
        assertEquals(1000, Files.getLastModifiedTime(file).toMillis());
    }

    @Test
    void whatIsRememberedIsBoundedAndNewCodeStays() throws IOException {
        Path file = folder.resolve("much.hot");
        HotCode first = HotCode.empty();
        for (long key = 0; key < HotCode.MOST + 10; key++) {
            first.compiled(key);
        }
        first.write(file);
        HotCode second = HotCode.read(file);
        assertEquals(HotCode.MOST, second.size());
        second.compiled(-1);
        second.write(file);
        HotCode third = HotCode.read(file);
        assertEquals(HotCode.MOST, third.size());
        assertTrue(third.remembers(-1) && third.remembers(0));
        assertFalse(third.remembers(HotCode.MOST - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 4096})
    void aFileThatIsNotOursIsNoMemory(int size) throws IOException {
        Path file = folder.resolve("foreign.hot");
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        Files.write(file, bytes);
        assertEquals(0, HotCode.read(file).size());
        assertEquals(0, HotCode.read(folder.resolve("none.hot")).size());
    }

    @Property(tries = 200)
    void eachBitOfTheCodeCounts(@ForAll byte[] code, @ForAll int bit) {
        if (code.length == 0) {
            return;
        }
        ToyMachine machine = machine(HotCode.empty(), COUNT_DOWN);
        int length = Math.min(code.length, 256);
        long host = machine.memory.hostFrame(CODE) | (CODE & 4095);
        machine.memory.write(CODE, code, 0, length);
        long key = HotCode.key(host, length, 8, 0);
        assertNotEquals(key, HotCode.key(host, length, 12, 0));
        assertNotEquals(key, HotCode.key(host, length, 8, 1));
        assertEquals(key, HotCode.key(host, length, 8, 0));
        int flipped = Math.floorMod(bit, 8 * length);
        code[flipped / 8] ^= (byte) (1 << flipped % 8);
        machine.memory.write(CODE, code, 0, length);
        assertNotEquals(key, HotCode.key(host, length, 8, 0));
    }
}
