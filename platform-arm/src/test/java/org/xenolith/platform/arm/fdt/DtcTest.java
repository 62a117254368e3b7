// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with the device tree compiler, where Debian's package device-tree-compiler is installed. */
class DtcTest {
    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void needsDtc() {
        boolean installed = List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "dtc")));
        Assumptions.assumeTrue(installed, "dtc is not installed (package device-tree-compiler)");
    }

    private byte[] dtc(byte[] input, String from, String to) throws IOException, InterruptedException {
        Path in = Files.write(folder.resolve("in"), input);
        Path out = folder.resolve("out");
        Process dtc = new ProcessBuilder("dtc", "-q", "-I", from, "-O", to, "-o", out.toString(), in.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertEquals(true, dtc.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, dtc.exitValue(), () -> log(folder));
        return Files.readAllBytes(out);
    }

    private static String log(Path folder) {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    @Test
    void dtcWritesTheSameBytesForATreeThatItReads() throws IOException, InterruptedException {
        byte[] ours = FdtWriter.write(FdtTest.sample());
        assertArrayEquals(ours, dtc(ours, "dtb", "dtb"));
    }

    @Test
    void dtcCompilesOurTextToOurBytes() throws IOException, InterruptedException {
        byte[] ours = FdtWriter.write(FdtTest.sample());
        assertArrayEquals(ours, dtc(FdtText.of(FdtTest.sample()).getBytes(StandardCharsets.UTF_8), "dts", "dtb"));
    }

    @Test
    void readsWhatDtcCompiles() throws IOException, InterruptedException, FdtException {
        String source =
                "/dts-v1/; /memreserve/ 0x1000 0x20; / { a = \"x\", \"y\"; b = <1 2 3>; c; n@1 { d = [ 0a 0b ]; }; };";
        Fdt tree = FdtReader.read(dtc(source.getBytes(StandardCharsets.UTF_8), "dts", "dtb"));
        assertEquals(List.of(new Fdt.Reservation(0x1000, 0x20)), tree.reservations());
        FdtNode expected = FdtBuilder.root()
                .strings("a", "x", "y")
                .cells("b", 1, 2, 3)
                .flag("c")
                .node("n@1", n -> n.bytes("d", (byte) 0x0a, (byte) 0x0b))
                .build();
        assertEquals(expected, tree.root());
    }
}
