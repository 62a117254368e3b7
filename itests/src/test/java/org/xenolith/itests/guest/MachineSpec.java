// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.time.TimeMode;

/**
 * The machine that a test wants, in short.
 *
 * @param gic {@code v2} or {@code v3}
 * @param vcpus number of vCPUs
 * @param time how virtual time advances
 * @param settings further settings of the platform
 */
record MachineSpec(String gic, int vcpus, TimeMode time, Map<String, String> settings) {
    private static final long MIB = 1 << 20;

    /** One vCPU, GICv3, wall time, and the platform's defaults. */
    static final MachineSpec PLAIN = new MachineSpec("v3", 1, TimeMode.WALL, Map.of());

    MachineSpec with(String setting, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new MachineSpec(gic, vcpus, time, Map.copyOf(more));
    }

    MachineSpec withGic(String version) {
        return new MachineSpec(version, vcpus, time, settings);
    }

    MachineSpec withVcpus(int number) {
        return new MachineSpec(gic, number, time, settings);
    }

    /** The same, in counted time. */
    MachineSpec counted() {
        return new MachineSpec(gic, vcpus, TimeMode.COUNTED, settings);
    }

    /** A domain with one of the project's own guests. */
    DomainConfig bare(String name, String guest, String arguments) {
        return config(name, 64 * MIB, Project.guest(guest), Optional.empty(), arguments);
    }

    /** A domain with Debian's kernel and a shell on its console; skips the test if the kernel is not there. */
    DomainConfig debian(String name, String arguments) {
        return config(
                name,
                256 * MIB,
                Project.debian("vmlinuz"),
                Optional.of(Project.debian("initrd-shell.cpio")),
                "console=ttyAMA0 rdinit=/init " + arguments);
    }

    private DomainConfig config(String name, long memory, Path kernel, Optional<Path> ramdisk, String arguments) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("gic", gic);
        return new DomainConfig(name, "aarch64", memory, vcpus, kernel, ramdisk, arguments, time, all);
    }
}
