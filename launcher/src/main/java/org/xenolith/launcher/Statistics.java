// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.io.PrintStream;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;

/** What a guest has used. */
final class Statistics {
    private Statistics() {}

    /** Prints instructions and times of a domain whose vCPUs stand. */
    static void print(PrintStream out, Domain domain, long hostNanos) {
        long instructions =
                domain.vcpus().stream().mapToLong(Vcpu::instructions).sum();
        double seconds = hostNanos / 1e9;
        out.printf(
                "%nxenolith: %,d guest instructions, %.2f s on the host (%.1f million a second), %.3f s in the guest%n",
                instructions,
                seconds,
                instructions / seconds / 1e6,
                domain.clock().nanos() / 1e9);
        domain.code().ifPresent(code -> out.println(code.counters().text()));
    }
}
