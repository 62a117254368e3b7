// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.xenolith.engine.exec.HotCode;

/**
 * What was hot in earlier runs of a kernel image, in a file named by what the image is.
 *
 * @param hot the code
 * @param file where it is kept, if it is
 * @param log takes what fails; nothing depends on it
 */
record Memories(HotCode hot, Optional<Path> file, Consumer<String> log) {

    /** Returns memories that are not kept. */
    static Memories none() {
        return new Memories(HotCode.empty(), Optional.empty(), _ -> {});
    }

    /**
     * Reads the memories of an image.
     *
     * @param cache the host's folder for what may be forgotten
     * @param kernel the image, unpacked
     */
    static Memories of(Path cache, byte[] kernel, Consumer<String> log) {
        // two images of one name would only compile the wrong code early
        Path file = cache.resolve("hot").resolve(name(kernel));
        try {
            return new Memories(HotCode.read(file), Optional.of(file), log);
        } catch (IOException e) {
            log.accept("hot code of earlier runs cannot be read: " + e);
            return new Memories(HotCode.empty(), Optional.of(file), log);
        }
    }

    private static String name(byte[] image) {
        return String.format("%08x%08x-%x.hot", sum(new CRC32(), image), sum(new CRC32C(), image), image.length);
    }

    private static long sum(Checksum checksum, byte[] image) {
        checksum.update(image, 0, image.length);
        return checksum.getValue();
    }

    /** Keeps them for later runs. */
    void keep() {
        if (file.isPresent()) {
            try {
                hot.write(file.get());
            } catch (IOException e) {
                log.accept("hot code cannot be kept for later runs: " + e);
            }
        }
    }
}
