// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The reference: the recorder program of {@code guests/recorder} under QEMU's user mode. Linux only. */
final class QemuCpu implements GoldenCpu, AutoCloseable {
    static final String EMULATOR = "qemu-aarch64";
    static final String COMPILER = "aarch64-linux-gnu-gcc";
    private static final int REQUEST_BYTES = 4 + 4 * Layout.MAX_WORDS + 4 + GoldenState.REGISTER_BYTES + Layout.PAGE;
    private static final int REPLY_BYTES = 8 + GoldenState.REGISTER_BYTES + Layout.PAGE;

    private final Process process;
    private final OutputStream requests;
    private final DataInputStream replies;
    private GoldenState state = new GoldenState();

    /** Starts the emulator. The program is what {@link #build} made. */
    QemuCpu(Path program, CpuModel model) throws IOException {
        process = new ProcessBuilder(EMULATOR, "-cpu", model.qemuName(), program.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = process.getOutputStream();
        replies = new DataInputStream(process.getInputStream());
    }

    /** Whether a command is on the search path. */
    static boolean installed(String command) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, command))) {
                return true;
            }
        }
        return false;
    }

    /** Compiles the recorder program into a folder. */
    static Path build(Path folder) throws IOException {
        Path output = folder.resolve("recorder").toAbsolutePath();
        Tool.run(List.of(repository().resolve("guests/recorder/build.sh").toString(), output.toString()));
        return output;
    }

    /** The top folder of the source tree: the nearest one upwards that has the recorder's source. */
    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("guests/recorder/recorder.c"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("No guests/recorder/recorder.c in this folder or above it");
            }
        }
        return folder;
    }

    @Override
    public void load(GoldenState from) {
        state = from.copy();
    }

    @Override
    public Outcome run(int[] words) {
        ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        request.putInt(words.length);
        for (int i = 0; i < Layout.MAX_WORDS; i++) {
            request.putInt(i < words.length ? words[i] : 0);
        }
        request.putInt(0);
        state.write(request);
        byte[] reply = new byte[REPLY_BYTES];
        try {
            requests.write(request.array());
            requests.flush();
            replies.readFully(reply);
        } catch (IOException e) {
            throw new UncheckedIOException("The recorder ended in the middle of a run", e);
        }
        ByteBuffer buffer = ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN);
        int signal = buffer.getInt();
        buffer.getInt();
        state.read(buffer);
        return outcome(signal);
    }

    /** Linux signal numbers. */
    private static Outcome outcome(int signal) {
        return switch (signal) {
            case 4 -> Outcome.ILLEGAL;
            case 5 -> Outcome.END;
            case 7 -> Outcome.ALIGNMENT;
            case 11 -> Outcome.FAULT;
            default -> throw new IllegalStateException("Unexpected signal " + signal);
        };
    }

    @Override
    public GoldenState state() {
        return state.copy();
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
