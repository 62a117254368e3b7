// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GoldenReaderTest {
    /** The exact figures, so that no form can get lost unseen. */
    @Test
    void coversEveryGroupOfTheInstructionSet() {
        Set<String> forms = new HashSet<>();
        int sequences = 0;
        int undefined = 0;
        for (String name : Recorder.files()) {
            for (GoldenVector vector : GoldenReader.resource(name).vectors()) {
                if (vector.form().startsWith("sequence.")) {
                    sequences++;
                } else if (vector.form().startsWith("random.")) {
                    undefined += vector.outcome(0) == Outcome.ILLEGAL ? 1 : 0;
                } else {
                    forms.add(vector.form());
                }
            }
        }
        assertEquals("2734 640 3874", forms.size() + " " + sequences + " " + undefined);
    }

    @Test
    void givesBackTheLinesThatTheWriterMade() {
        List<String> lines = example().format("a comment");
        assertEquals(lines, GoldenReader.read(lines).format("a comment"));
    }

    @Test
    void expectsTheStateThatWasRecorded() {
        GoldenVector vector = GoldenReader.read(example().format()).vectors().getFirst();
        GoldenState expected = vector.expected(1);
        assertEquals(Outcome.FAULT, vector.outcome(1));
        assertEquals(Layout.ENTRY + 4, expected.pc);
        assertEquals(0x1234, expected.x[3]);
        assertEquals(1, expected.v[5]);
        assertEquals(0xf, expected.v[4]);
        assertEquals((byte) 0xbe, expected.memory[0x801]);
        assertEquals(Layout.ENTRY + 8, vector.expected(0).pc);
    }

    @Test
    void refusesAFileWhoseInputStatesAreNotThoseOfTheRecording() {
        List<String> lines = new ArrayList<>(example().format());
        lines.set(1, "inputs 12345678");
        assertThrows(IllegalArgumentException.class, () -> GoldenReader.read(lines));
    }

    @Test
    void refusesALineThatItDoesNotKnow() {
        assertThrows(IllegalArgumentException.class, () -> GoldenReader.read(List.of("formula x")));
    }

    @Test
    void noticesEveryPartOfTheStateThatDiffers() {
        GoldenVector vector =
                new GoldenVector("nop", Profile.INTEGER, new int[] {0xd503201f}, List.of(), "nop", List.of("-"));
        for (String change :
                List.of("pc=0", "x30=1", "sp=0", "nzcv=10", "fpcr=1", "fpsr=2", "tpidr=3", "v31=4", "mfff=5a")) {
            assertFalse(vector.replay(new ChangingCpu(change), 0).isEmpty(), change);
        }
        assertEquals("", vector.replay(new ChangingCpu("-"), 0));
    }

    @Test
    void noticesAnotherOutcome() {
        GoldenVector vector =
                new GoldenVector("udf", Profile.INTEGER, new int[] {0}, List.of(), "udf", List.of("ILLEGAL -"));
        assertTrue(vector.replay(new ChangingCpu("-"), 0).contains("udf, state 0"));
    }

    private static GoldenFile example() {
        List<String> results = List.of("-", "FAULT pc=48000804 x3=1234 v2=1000000000000000f m801=beef");
        int[] words = {0xf8408461, 0xd503201f};
        List<Role> roles = List.of(new Role(3, 'b', -0x4000), new Role(31, 'u', 8), new Role(Role.ALL, 'i', 0));
        GoldenVector vector =
                new GoldenVector("example", Profile.SINGLE, words, roles, "ldr x1, [x3], #8; nop", results);
        return new GoldenFile(CpuModel.LSE, List.of(vector));
    }

    /** Executes everything as NOP, then changes the state as told. */
    private static final class ChangingCpu implements GoldenCpu {
        private final String change;
        private GoldenState state = new GoldenState();

        ChangingCpu(String change) {
            this.change = change;
        }

        @Override
        public void load(GoldenState from) {
            state = from.copy();
        }

        @Override
        public Outcome run(int[] words) {
            state.pc += 4L * words.length;
            StateDiff.apply(change, state);
            return Outcome.END;
        }

        @Override
        public GoldenState state() {
            return state.copy();
        }
    }
}
