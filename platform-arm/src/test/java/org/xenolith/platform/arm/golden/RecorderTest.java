// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecorderTest {
    @TempDir
    Path folder = Path.of("");

    static Stream<String> groups() {
        return Recorder.groupNames().stream();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void wouldRecordTheSequencesThatAreCheckedIn(String group) throws IOException {
        for (String command : List.of(QemuCpu.COMPILER, Assembler.AS, Assembler.OBJCOPY)) {
            assumeTrue(QemuCpu.installed(command), command + " is not installed");
        }
        List<GoldenVector> now = new Recorder(folder).sequences(group);
        List<GoldenVector> then = GoldenReader.resource(Recorder.file(group)).vectors();
        assertEquals(heads(then), heads(now), "the forms changed after the recording: run the recorder again");
    }

    /** All of a vector but its results. */
    private static List<String> heads(List<GoldenVector> vectors) {
        return vectors.stream()
                .map(v -> v.form() + " " + v.profile().letter() + " "
                        + v.results().size() + " " + GoldenFile.head(v))
                .toList();
    }
}
