// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of bundles in a recording of a whole run: bundles see little of the JDK, and events need some of it. */
class FlightRecorderTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRecordedRunTellsWhatWasCompiledAndHowTheDomainFared() throws Exception {
        Path kernel = XenolithProcess.root().resolve("guests/images/mix.bin");
        Files.writeString(
                folder.resolve("guest.cfg"),
                "name = \"g\"\nkernel = \"" + kernel + "\"\nmemory = 64\nvuart = \"sbsa_uart\"\n"
                        + "xenolith_tier = \"compiled\"\nextra = \"rounds=2 n=20\"\n");
        XenolithProcess run = XenolithProcess.run(
                folder, List.of("-XX:StartFlightRecording=filename=run.jfr"), List.of("run", "guest.cfg"));
        assertEquals(0, run.code(), run.output());
        assertTrue(!run.output().contains("NoClassDefFoundError"), run.output());
        List<RecordedEvent> events = RecordingFile.readAllEvents(folder.resolve("run.jfr"));
        var counts = events.stream()
                .map(event -> event.getEventType().getName())
                .filter(name -> name.startsWith("xenolith") || name.startsWith("org.xenolith"))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        assertTrue(counts.size() >= 2, counts::toString);
    }
}
