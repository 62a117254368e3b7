// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import java.util.List;
import java.util.Optional;

/**
 * What a guest's device tree describes.
 *
 * @param banks RAM, as {@link ArmGuestMap#banks} gives it
 * @param extendedRegions as {@link ArmGuestMap#extendedRegions} gives them; in the hypervisor node
 * @param vcpus 1 to 128; at most 8 with GICv2
 * @param gic the interrupt controller
 * @param chosen what the kernel is told
 * @param uart how the UART is described
 * @param uartEdges whether its interrupt is edge-triggered
 * @param xen the hypervisor
 */
public record ArmGuestLayout(
        List<AddressRange> banks,
        List<AddressRange> extendedRegions,
        int vcpus,
        Gic gic,
        Chosen chosen,
        Uart uart,
        boolean uartEdges,
        Xen xen) {

    /** How the UART is described. */
    public enum Uart {
        /** Not at all. */
        NONE,
        /** As the generic UART of the Server Base System Architecture: {@code arm,sbsa-uart}. */
        SBSA,
        /** As the PrimeCell, which the driver identifies by its registers: {@code arm,pl011}, {@code arm,primecell}. */
        PRIMECELL
    }

    /** The version of the interrupt controller. */
    public enum Gic {
        V2(8),
        V3(128);

        private final int mostVcpus;

        Gic(int mostVcpus) {
            this.mostVcpus = mostVcpus;
        }
    }

    /**
     * The node {@code /chosen}.
     *
     * @param commandLine empty if there is none
     * @param initrd its first byte and length, if there is one
     * @param rngSeed random bytes for the guest, empty if there are none; libxl gives 128
     */
    public record Chosen(String commandLine, Optional<AddressRange> initrd, List<Byte> rngSeed) {
        public Chosen {
            rngSeed = List.copyOf(rngSeed);
        }
    }

    /**
     * The hypervisor.
     *
     * @param version as major.minor, for example 4.23
     * @param node whether {@code /hypervisor} is there; without it a Linux guest issues no hypercall
     */
    public record Xen(String version, boolean node) {}

    public ArmGuestLayout {
        banks = List.copyOf(banks);
        extendedRegions = List.copyOf(extendedRegions);
        if (vcpus < 1 || vcpus > gic.mostVcpus) {
            throw new IllegalArgumentException(vcpus + " vCPUs with GIC" + gic + "; allowed: 1 to " + gic.mostVcpus);
        }
        if (banks.isEmpty()) {
            throw new IllegalArgumentException("no RAM; allowed: at least one bank");
        }
    }

    /** The affinity of a vCPU: 16 to a cluster [Xen arch/arm, vMPIDR]. */
    public static int affinity(int vcpu) {
        return (vcpu & 0xf) | vcpu >> 4 << 8;
    }
}
