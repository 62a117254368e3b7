// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A CPU as software identifies it: names of registers, their constant values, and the extensions that it decodes.
 *
 * @param name for configurations
 * @param values the constants of identification registers; those not listed read as zero
 * @param extensions names as the instruction tables use them
 */
public record CpuModel(String name, Map<SystemRegister, Long> values, Set<String> extensions) {
    private static final Set<String> CRYPTO = Set.of("CRC32", "AES", "PMULL", "SHA1", "SHA2");

    /** Copies the collections. */
    public CpuModel {
        values = Map.copyOf(values);
        extensions = Set.copyOf(extensions);
    }

    /** Cortex-A53 r0p4, AArch64 only: on the safe lists of speculative-execution mitigations [DDI0500]. */
    public static CpuModel cortexA53() {
        Map<SystemRegister, Long> v = new HashMap<>();
        v.put(SystemRegister.MIDR_EL1, 0x410F_D034L);
        v.put(SystemRegister.ID_AA64PFR0_EL1, 0x11L);
        v.put(SystemRegister.ID_AA64DFR0_EL1, 0x1030_5006L);
        v.put(SystemRegister.ID_AA64ISAR0_EL1, 0x0001_1120L);
        v.put(SystemRegister.ID_AA64MMFR0_EL1, 0x0F00_1122L);
        caches(v, 0x8444_8004L);
        return new CpuModel("cortex-a53", v, CRYPTO);
    }

    /** Cortex-A57 r1p0 with its AArch32 registers, as a hypervisor's guest on such a host sees it [DDI0488]. */
    public static CpuModel cortexA57() {
        Map<SystemRegister, Long> v = new HashMap<>();
        v.put(SystemRegister.MIDR_EL1, 0x411F_D070L);
        v.put(SystemRegister.ID_PFR0_EL1, 0x131L);
        v.put(SystemRegister.ID_PFR1_EL1, 0x1_1011L);
        v.put(SystemRegister.ID_DFR0_EL1, 0x0301_0066L);
        v.put(SystemRegister.ID_MMFR0_EL1, 0x1010_1105L);
        v.put(SystemRegister.ID_MMFR1_EL1, 0x4000_0000L);
        v.put(SystemRegister.ID_MMFR2_EL1, 0x0126_0000L);
        v.put(SystemRegister.ID_MMFR3_EL1, 0x0210_2211L);
        v.put(SystemRegister.ID_ISAR0_EL1, 0x0210_1110L);
        v.put(SystemRegister.ID_ISAR1_EL1, 0x1311_2111L);
        v.put(SystemRegister.ID_ISAR2_EL1, 0x2123_2042L);
        v.put(SystemRegister.ID_ISAR3_EL1, 0x0111_2131L);
        v.put(SystemRegister.ID_ISAR4_EL1, 0x0001_1142L);
        v.put(SystemRegister.ID_ISAR5_EL1, 0x0001_1121L);
        v.put(SystemRegister.MVFR0_EL1, 0x1011_0222L);
        v.put(SystemRegister.MVFR1_EL1, 0x1211_1111L);
        v.put(SystemRegister.MVFR2_EL1, 0x43L);
        v.put(SystemRegister.ID_AA64PFR0_EL1, 0x2222L);
        v.put(SystemRegister.ID_AA64DFR0_EL1, 0x1030_5106L);
        v.put(SystemRegister.ID_AA64ISAR0_EL1, 0x0001_1120L);
        v.put(SystemRegister.ID_AA64MMFR0_EL1, 0x1124L);
        caches(v, 0x8444_C004L);
        return new CpuModel("cortex-a57", v, CRYPTO);
    }

    private static void caches(Map<SystemRegister, Long> v, long ctr) {
        v.put(SystemRegister.CTR_EL0, ctr);
        v.put(SystemRegister.DCZID_EL0, 4L);
        v.put(SystemRegister.CLIDR_EL1, 0x0A20_0023L);
    }

    /** Returns a model by name; the default model's name is {@code cortex-a53}. */
    public static CpuModel byName(String name) {
        return switch (name) {
            case "cortex-a53" -> cortexA53();
            case "cortex-a57" -> cortexA57();
            default -> throw new IllegalArgumentException("CPU model " + name + ", allowed: cortex-a53, cortex-a57");
        };
    }

    /** Returns this model with another value of one register and further extensions. */
    public CpuModel with(SystemRegister register, long value, String... more) {
        Map<SystemRegister, Long> v = new HashMap<>(values);
        v.put(register, value);
        Set<String> x = new java.util.HashSet<>(extensions);
        x.addAll(Set.of(more));
        return new CpuModel(name, v, x);
    }

    /** Returns a register's constant. */
    public long value(SystemRegister register) {
        return values.getOrDefault(register, 0L);
    }
}
