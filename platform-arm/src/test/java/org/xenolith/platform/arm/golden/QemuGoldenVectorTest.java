// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Replays the vectors on what recorded them: proves the reader, and that the checked-in results are not stale. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QemuGoldenVectorTest extends GoldenVectorTest {
    @TempDir
    Path folder = Path.of("");

    private final List<QemuCpu> started = new ArrayList<>();

    @Override
    protected GoldenCpu cpu(CpuModel model) throws IOException {
        for (String command : List.of(QemuCpu.EMULATOR, QemuCpu.COMPILER)) {
            assumeTrue(QemuCpu.installed(command), command + " is not installed");
        }
        QemuCpu cpu = new QemuCpu(QemuCpu.build(folder), model);
        started.add(cpu);
        return cpu;
    }

    @AfterAll
    void stop() throws IOException {
        for (QemuCpu cpu : started) {
            cpu.close();
        }
    }
}
