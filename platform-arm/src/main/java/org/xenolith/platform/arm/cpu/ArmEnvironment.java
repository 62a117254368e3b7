// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

/** What surrounds a vCPU: its interrupt controller, its timers, and whoever answers its calls. */
public interface ArmEnvironment {
    /** Returns the CPU model. */
    CpuModel model();

    /**
     * Tells whether a system register belongs to the surroundings (GIC CPU interface, timers, performance monitors).
     *
     * @param key the encoding, see {@link SystemRegister#key}
     * @param privileged whether the access is made at EL1
     * @param write whether it writes
     */
    boolean hasRegister(int key, boolean privileged, boolean write);

    /**
     * Reads a register of the surroundings.
     *
     * @param word the instruction, for the syndrome should the access trap
     */
    long readRegister(ArmCpu cpu, int key, int word);

    /** Writes a register of the surroundings; see {@link #readRegister}. */
    void writeRegister(ArmCpu cpu, int key, int word, long value);

    /**
     * Answers HVC; the program counter is already behind the instruction.
     *
     * @return false to make it undefined
     */
    boolean hypervisorCall(ArmCpu cpu, int immediate);

    /** Answers SMC; see {@link #hypervisorCall}. */
    boolean secureMonitorCall(ArmCpu cpu, int immediate);

    /** Tells whether the interrupt input of a vCPU is asserted. */
    boolean interrupt(int vcpu);

    /** Tells whether an interrupt would be asserted but for the vCPU's own masks: what ends WFI. */
    boolean wakeup(int vcpu);

    /** Wakes all other vCPUs from WFE. */
    void sendEvent(int vcpu);

    /** Ends the domain as crashed. */
    void crash(ArmCpu cpu, String reason);

    /** Returns what the host does in its own way; the same as long as the machine lives. */
    HostBehaviour host();
}
