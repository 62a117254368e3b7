// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenolith.api.console.ConsoleBackend;
import org.xenolith.api.console.ConsoleBackend.Connection;
import org.xenolith.api.console.ConsoleBackend.Traffic;
import org.xenolith.core.console.SlotConsole;
import org.xenolith.core.time.InstructionClock;

/** Each sort of back end, and several at one console. */
@Timeout(60)
class BackendsTest {
    private final SlotConsole console = new SlotConsole(
            "uart0", new SlotConsole.Capacity(16, 64), new InstructionClock(1), Runnable::run, (what, e) -> {
                throw new AssertionError(what, e);
            });

    private void print(String text) {
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            assertTrue(console.put(b));
            console.notifyBackend();
        }
    }

    private String typed(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int taken = console.take();
            if (taken >= 0) {
                text.append((char) taken);
                console.notifyBackend();
            } else {
                Thread.onSpinWait();
            }
        }
        return text.toString();
    }

    @Test
    void aFileGetsWhatWasPrintedBeforeAndAfter(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("console.log");
        Files.writeString(file, "old ");
        print("before ");
        try (Connection connection = new FileBackend().connect(console, file.toString())) {
            print("after");
            assertEquals(new Traffic(12, 0, 0), connection.traffic());
        }
        print(" and later");
        assertEquals("old before after", Files.readString(file));
        assertThrows(IllegalArgumentException.class, () -> new FileBackend().connect(console, ""));
        assertThrows(IOException.class, () -> new FileBackend().connect(console, folder.toString()));
    }

    @Test
    void aClientAtThePortSeesTheConsoleAndTypes() throws Exception {
        print("before ");
        try (Connection connection = new TcpBackend().connect(console, "0")) {
            int port = Integer.parseInt(connection.describe().substring("tcp ".length()));
            try (Socket one = new Socket(InetAddress.getLoopbackAddress(), port);
                    Socket two = new Socket(InetAddress.getLoopbackAddress(), port)) {
                byte[] before = "before ".getBytes(StandardCharsets.US_ASCII);
                assertArrayEquals(before, one.getInputStream().readNBytes(before.length));
                assertArrayEquals(before, two.getInputStream().readNBytes(before.length));
                print("after");
                assertEquals("after", new String(one.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
                assertEquals("after", new String(two.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
                String long1 = "more than the sixteen bytes of the queue";
                one.getOutputStream().write(long1.getBytes(StandardCharsets.US_ASCII));
                assertEquals(long1, typed(long1.length()));
            }
            assertTrue(connection.traffic().out() >= 24, connection.traffic().toString());
        }
        for (String bad : new String[] {"", "-1", "65536", "http"}) {
            assertThrows(IllegalArgumentException.class, () -> new TcpBackend().connect(console, bad));
        }
    }

    @Test
    void standardStreamsCarryBothDirections() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConsoleBackend backend =
                new StandardStreams(new ByteArrayInputStream("typed".getBytes(StandardCharsets.US_ASCII)), out);
        try (Connection connection = backend.connect(console, "in")) {
            print("shown");
            assertEquals("typed", typed(5));
            assertEquals("shown", out.toString(StandardCharsets.US_ASCII));
            assertEquals("stdio", connection.describe());
        }
        assertThrows(IllegalArgumentException.class, () -> backend.connect(console, "out"));
    }

    @Test
    void aStreamThatFailsLosesItsOwnOutputOnly() throws Exception {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        };
        try (Connection failing = new StandardStreams(InputStream.nullInputStream(), broken).connect(console, "");
                Connection sound = new MemoryBackend().connect(console, "")) {
            print("hello\n");
            assertEquals(new Traffic(0, 0, 6), failing.traffic());
            assertTrue(failing.describe().endsWith("(broken)"));
            assertEquals(6, sound.traffic().out());
            assertEquals("memory, last line: hello", sound.describe());
        }
    }

    @Test
    void memoryKeepsTheLastBytes() throws Exception {
        try (Connection connection = new MemoryBackend().connect(console, "8")) {
            print("first\nsecond line");
            assertEquals(new Traffic(17, 0, 9), connection.traffic());
            assertEquals("memory, last line: ond line", connection.describe());
        }
        assertThrows(IllegalArgumentException.class, () -> new MemoryBackend().connect(console, "0"));
    }
}
