// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.hypervisor;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.xenolith.api.time.TimeMode;

/**
 * What a domain is to be.
 *
 * @param name unique among living domains
 * @param arch the platform's architecture, such as {@code aarch64}
 * @param memory bytes of RAM, a positive multiple of 1 MiB
 * @param vcpus number of vCPUs, from 1
 * @param kernel the image to boot
 * @param ramdisk the initial RAM disk
 * @param commandLine the kernel's command line
 * @param timeMode how virtual time advances
 * @param settings further settings by name, as the platform documents them; unknown names are refused
 */
public record DomainConfig(
        String name,
        String arch,
        long memory,
        int vcpus,
        Path kernel,
        Optional<Path> ramdisk,
        String commandLine,
        TimeMode timeMode,
        Map<String, String> settings) {
    /** Copies the settings. */
    public DomainConfig {
        settings = Map.copyOf(settings);
    }
}
