// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./xenolith aot} does: a JVM that runs the training makes a cache that another accepts. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class AotCacheTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aCacheMadeByTheTrainingIsUsedByTheNextRun() throws Exception {
        Path kernel = XenolithProcess.root().resolve("guests/images/lines.bin");
        Files.writeString(
                folder.resolve("guest.cfg"),
                "name = \"g\"\nkernel = \"" + kernel + "\"\nmemory = 64\nvuart = \"sbsa_uart\"\n"
                        + "extra = \"lines=30\"\n");
        XenolithProcess training = XenolithProcess.run(
                folder,
                List.of("-XX:AOTCacheOutput=training.aot"),
                List.of("train", "--expect", "line 000020", "guest.cfg"));
        assertEquals(0, training.code(), training.output());
        assertTrue(Files.size(folder.resolve("training.aot")) > 1 << 20, training.output());
        // in mode "on" a JVM that cannot use the cache does not start
        XenolithProcess run = XenolithProcess.run(
                folder,
                List.of("-XX:AOTCache=training.aot", "-XX:AOTMode=on", "-Xlog:class+load:file=classes.log"),
                List.of("run", "guest.cfg"));
        assertEquals(0, run.code(), run.output());
        assertTrue(run.output().contains("lines: done n=30"), run.output());
        String classes = Files.readString(folder.resolve("classes.log"));
        assertTrue(classes.contains("shared objects file"), "no class came from the cache");
    }
}
