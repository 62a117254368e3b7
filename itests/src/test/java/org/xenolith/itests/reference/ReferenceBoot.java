// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.time.TimeMode;

/**
 * A boot of which there is a transcript from real Xen.
 *
 * @param release of Xen, 4.17 or 4.23
 * @param gic {@code v2} or {@code v3}
 * @param vcpus number of vCPUs
 * @param enhanced whether the device tree has {@code /hypervisor}
 */
record ReferenceBoot(String release, String gic, int vcpus, boolean enhanced) {
    private static final String COMMAND_LINE = "console=ttyAMA0 earlycon=pl011,0x22000000 rdinit=/init";

    /** All boots that there are transcripts of. */
    static List<ReferenceBoot> all() {
        return Stream.of("4.23", "4.17")
                .flatMap(release -> Stream.of("v2", "v3")
                        .flatMap(gic -> Stream.of(
                                new ReferenceBoot(release, gic, 1, false),
                                new ReferenceBoot(release, gic, 2, false),
                                new ReferenceBoot(release, gic, 2, true))))
                .toList();
    }

    /** What the guest printed on real Xen. */
    List<String> transcript() {
        return resource("xen-" + release + "-gic" + gic + "-" + vcpus + "cpu" + (enhanced ? "-enhanced" : "") + ".txt");
    }

    /** The same domain here. */
    DomainConfig config(Path kernel, Path ramdisk) {
        return new DomainConfig(
                "reference",
                "aarch64",
                256L << 20,
                vcpus,
                kernel,
                Optional.of(ramdisk),
                COMMAND_LINE,
                TimeMode.COUNTED,
                Map.of(
                        "profile",
                        "xen",
                        "builder",
                        "dom0less",
                        "cpu",
                        "cortex-a57",
                        "gic",
                        gic,
                        "xen-release",
                        release,
                        "hypervisor-node",
                        Boolean.toString(enhanced)));
    }

    /** The lines of a file beside this class. */
    static List<String> resource(String name) {
        try (InputStream in = ReferenceBoot.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
