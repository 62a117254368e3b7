// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.hypervisor;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The service that reads guest files in the {@code xl.cfg} format. */
@ProviderType
public interface GuestFiles {
    /**
     * Reads a guest file.
     *
     * @return what it describes
     * @throws GuestFileException if it cannot be read, is not well formed, or has keys or values that are not allowed
     */
    GuestFile read(Path file) throws GuestFileException;

    /**
     * A guest file that can be used.
     *
     * @param config what it describes
     * @param warnings what is in it without having an effect
     */
    record GuestFile(DomainConfig config, List<Problem> warnings) {
        /** Copies the list. */
        public GuestFile {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Something in a guest file that is wrong, or worth knowing.
     *
     * @param file where
     * @param line from 1; 0 if it concerns the whole file
     * @param column from 1; 0 likewise
     * @param found what stands there
     * @param allowed what could
     */
    record Problem(Path file, int line, int column, String found, String allowed) {
        @Override
        public String toString() {
            String place = line > 0 ? file + ":" + line + ":" + column : file.toString();
            return place + ": " + found + (allowed.isEmpty() ? "" : "; allowed: " + allowed);
        }
    }
}
