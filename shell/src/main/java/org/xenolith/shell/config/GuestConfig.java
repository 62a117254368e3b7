// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A guest, as its {@code xl.cfg} file describes it. Every value is checked; every path is absolute.
 *
 * @param identity name, type and UUID
 * @param boot kernel, ramdisk and command line
 * @param memory RAM
 * @param cpus vCPUs
 * @param arm UART, interrupt controller, firmware services
 * @param lifecycle what happens when the guest stops
 * @param xenolith the project's own options
 */
public record GuestConfig(
        Identity identity,
        BootFiles boot,
        Memory memory,
        CpuCount cpus,
        ArmOptions arm,
        Lifecycle lifecycle,
        XenolithOptions xenolith) {

    /**
     * Who the domain is.
     *
     * @param name not empty, printable, without '/'
     * @param uuid the file's, if it has one
     */
    public record Identity(String name, GuestType type, Optional<UUID> uuid) {}

    /**
     * A guest file that can be used, and what is worth knowing about it.
     *
     * @param warnings keys without effect and values that were changed, in the order of the file
     */
    public record Loaded(GuestConfig config, List<ConfigProblem> warnings) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /** The domain's name. */
    public String name() {
        return identity.name();
    }
}
