// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.xenolith.engine.support.ToyFrontEnd.word;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenolith.api.code.BlockListing;
import org.xenolith.api.code.CodeCounters;
import org.xenolith.engine.EngineCode;
import org.xenolith.engine.jit.BytecodeCompiler;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

/** What tools see of code: listings, counters, events. */
class InspectorTest {
    private static final long CODE = ToyGuest.CODE;
    private static final long LOOP = 8L * Promotion.COMPILE_AT;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ToyMachine machine = new ToyMachine(new ToyFrontEnd(), CodePolicy.compiling(new BytecodeCompiler()));
    private final EngineCode code = new EngineCode(machine.cluster, List.of(machine.cpu));

    @AfterEach
    void endTheCompiler() {
        machine.cluster.close();
    }

    /** A loop of two instructions, then one that leads to itself. */
    private void loop() {
        machine.code(
                CODE, word(ToyFrontEnd.ADD, 1, -1), word(ToyFrontEnd.BRANCH, 1, -1), word(ToyFrontEnd.BRANCH, 2, 0));
        machine.cpu.r[1] = Long.MAX_VALUE;
    }

    /** Executes the loop until it is executed as compiled code. */
    private void heat() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        loop();
        while (code.counters().execution().compiled() == 0) {
            machine.run(LOOP);
            assertTrue(System.nanoTime() < deadline, "nothing was compiled");
        }
    }

    private BlockListing block() {
        return code.block(0, CODE).orElseThrow();
    }

    @Test
    void aBlockIsShownInAllItsFormsBeforeItIsExecuted() {
        loop();
        BlockListing listing = block();
        assertEquals(BlockListing.State.NEW, listing.state());
        assertEquals(2, listing.instructions().size());
        assertEquals("0101ffff", listing.instructions().getFirst().code());
        assertEquals(
                List.of("addi r1, r1, -1"), listing.instructions().getFirst().ir());
        String jvm = String.join("\n", listing.instructions().getFirst().bytecode());
        assertTrue(jvm.contains("lload r1") && jvm.contains("lstore r1") && jvm.contains("ladd"), jvm);
        assertTrue(
                listing.exits().getFirst().startsWith("#0 direct"),
                listing.exits().toString());
        assertEquals(0, code.counters().blocks().translated());
        assertFalse(machine.memory.isWatched(CODE));
    }

    @Test
    void itsStateAndRegionFollowWhatBecomesOfIt() {
        loop();
        machine.run(2);
        assertEquals(BlockListing.State.TRANSLATED, block().state());
        machine.cpu.r[1] = Long.MAX_VALUE;
        machine.run(4 * Promotion.OPTIMISE_AT);
        assertEquals(BlockListing.State.OPTIMISED, block().state());
        heat();
        assertEquals(BlockListing.State.COMPILED, block().state());
        assertEquals(List.of(CODE), block().region());
        machine.memory.write(CODE, 4, word(ToyFrontEnd.ADD, 1, -2));
        assertEquals(BlockListing.State.NEW, block().state());
        assertEquals("0101fffe", block().instructions().getFirst().code());
    }

    @Test
    void theTableHasEachInstructionOnceAndBytecodeBesideIt() {
        loop();
        List<String> lines = block().text().lines().toList();
        assertEquals(1, lines.stream().filter(l -> l.contains("0101ffff")).count());
        int column = lines.get(2).indexOf("bytecode");
        assertTrue(lines.stream()
                .anyMatch(l -> l.length() > column && l.substring(column).matches("[0-9]+: ireturn")));
    }

    @Test
    void whereNothingIsMappedThereIsNoBlock() {
        assertTrue(code.block(0, 0xDEAD_0000L).isEmpty());
    }

    @Test
    void countersSayWhatWasExecutedHow() {
        heat();
        machine.run(LOOP);
        CodeCounters counters = code.counters();
        assertEquals(
                machine.cpu.instructions,
                counters.execution().interpreted() + counters.execution().compiled());
        assertTrue(counters.execution().interpreted() >= Promotion.COMPILE_AT);
        assertTrue(counters.execution().unchained() >= 1);
        assertEquals(1, counters.blocks().translated());
        assertEquals(1, counters.blocks().optimised());
        assertEquals(1, counters.blocks().compiled());
        assertEquals(1, counters.regions().compiled());
        assertTrue(counters.regions().bytecode() > 0);
        assertTrue(counters.regions().compilationNanos() > 0);
        assertTrue(counters.blocks().translationNanos() > 0);
        machine.memory.write(CODE, 4, word(ToyFrontEnd.ADD, 1, -2));
        assertEquals(1, code.counters().blocks().invalidated());
        assertEquals(1, code.counters().regions().dropped());
    }

    @Test
    void aRecordingHasTheEvents(@TempDir Path folder) throws IOException {
        try (Recording recording = new Recording()) {
            recording.start();
            heat();
            machine.memory.write(CODE, 4, word(ToyFrontEnd.ADD, 1, -2));
            code.summarise("toy");
            recording.stop();
            recording.dump(folder.resolve("toy.jfr"));
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(folder.resolve("toy.jfr"));
        RecordedEvent compiled = one(events, "org.xenolith.RegionCompiled");
        assertEquals(Long.toHexString(CODE), compiled.getString("address"));
        assertEquals(1, compiled.getInt("blocks"));
        assertTrue(compiled.getInt("bytecode") > 0);
        assertTrue(compiled.getDuration().toNanos() > 0);
        assertEquals(1, one(events, "org.xenolith.CodeDropped").getInt("regions"));
        RecordedEvent summary = one(events, "org.xenolith.DomainSummary");
        assertEquals("toy", summary.getString("domain"));
        assertEquals(1, summary.getLong("regions"));
        assertTrue(summary.getLong("compiled") > 0);
    }

    private static RecordedEvent one(List<RecordedEvent> events, String name) {
        List<RecordedEvent> found = events.stream()
                .filter(e -> e.getEventType().getName().equals(name))
                .toList();
        assertEquals(1, found.size(), name);
        return found.getFirst();
    }
}
