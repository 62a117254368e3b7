// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a command of the cross tool chain. */
final class Tool {
    private Tool() {}

    /**
     * Runs a command to its end and returns what it printed.
     *
     * @throws IOException if it cannot be started or fails; the message has its output
     */
    static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(command + " failed with status " + status + ":\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command + " was interrupted", e);
        }
        return output;
    }
}
