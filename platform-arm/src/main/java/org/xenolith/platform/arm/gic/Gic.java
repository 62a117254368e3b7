// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.irq.InterruptController;
import org.xenolith.api.irq.InterruptLine;

/**
 * A generic interrupt controller of one machine.
 *
 * <p>Any thread may call anything. Outputs are told of changes after the controller's lock is free, see {@link
 * IrqOutput}; a vCPU that is about to take an interrupt asks {@link #irqAsserted}, which is the truth.
 *
 * @see GicProfile
 */
public final class Gic implements InterruptController {
    /** ICC_SGI1R_EL1: Aff3 in 55:48, RS in 47:44, Aff2 in 39:32; this machine has no vCPU with any of them set. */
    private static final long UPPER_AFFINITY_OR_RANGE = 0x00FF_F0FF_0000_0000L;

    private final GicCore core;
    private final DistributorFrame distributor;
    private final DistributorFrame redistributors;
    private final CpuInterfaceFrame cpuInterface;

    /** Builds a controller in its reset state, with vCPU 0 powered. */
    public Gic(GicConfig config, IrqOutput output) {
        core = new GicCore(config, output);
        distributor = DistributorFrame.distributor(core);
        redistributors = DistributorFrame.redistributors(core);
        cpuInterface = new CpuInterfaceFrame(core);
    }

    /** Returns what it was built from. */
    public GicConfig config() {
        return core.config;
    }

    /** Returns the distributor, 4 KiB (GICv2) or 64 KiB (GICv3). */
    public MmioHandler distributor() {
        return distributor;
    }

    /**
     * Returns GICv2's CPU interface, 8 KiB.
     *
     * @throws IllegalStateException on GICv3
     */
    public MmioHandler cpuInterface() {
        require(GicVersion.V2, "GICC");
        return cpuInterface;
    }

    /**
     * Returns GICv3's redistributors, 128 KiB for each vCPU; what is beyond the last refuses.
     *
     * @throws IllegalStateException on GICv2
     */
    public MmioHandler redistributors() {
        require(GicVersion.V3, "GICR");
        return redistributors;
    }

    private void require(GicVersion version, String what) {
        if (config().version() != version) {
            throw new IllegalStateException(what + " of a GIC" + config().version() + ", which has none");
        }
    }

    /**
     * Reads a GICv3 system register.
     *
     * @param vcpu the reading vCPU
     * @param register one that is {@link IccRegister#readable}; others read 0
     */
    public long readIcc(int vcpu, IccRegister register) {
        core.lock();
        try {
            return core.cpu(vcpu).read(register.onRead()) & 0xFFFF_FFFFL;
        } finally {
            core.unlock();
        }
    }

    /**
     * Writes a GICv3 system register.
     *
     * @param vcpu the writing vCPU
     * @param register one that is {@link IccRegister#writable}; others ignore it
     */
    public void writeIcc(int vcpu, IccRegister register, long value) {
        core.lock();
        try {
            if (register.onWrite() == Effect.SGI_GENERATE) {
                generate(vcpu, value);
            } else {
                core.cpu(vcpu).write(register.onWrite(), (int) value);
            }
        } finally {
            core.unlock();
        }
    }

    /** ICC_SGI1R_EL1: INTID in 27:24, all others by bit 40, else Aff1 in 23:16 and a list of 16 [IHI0069 12.2.18]. */
    private void generate(int sender, long value) {
        int intid = (int) (value >> 24) & 0xF;
        if ((value >> 40 & 1) != 0) {
            for (int v = 0; v < core.vcpus(); v++) {
                if (v != sender) {
                    core.send(intid, sender, v);
                }
            }
            return;
        }
        if ((value & UPPER_AFFINITY_OR_RANGE) != 0 && !core.config.has(GicTrait.SINGLE_TARGET)) {
            return;
        }
        int base = ((int) (value >> 16) & 0xFF) << 4;
        for (int rest = (int) value & 0xFFFF; rest != 0; rest &= rest - 1) {
            int v = base + Integer.numberOfTrailingZeros(rest);
            if (v < core.vcpus()) {
                core.send(intid, sender, v);
            }
        }
    }

    @Override
    public InterruptLine shared(int number) {
        int[] range = sharedRange();
        if (number < range[0] || number >= range[1]) {
            throw new IllegalArgumentException(
                    "SPI INTID " + number + ", allowed: " + range[0] + " to " + (range[1] - 1));
        }
        return line(0, number);
    }

    @Override
    public InterruptLine local(int vcpu, int number) {
        checkVcpu(vcpu);
        if (number < 16 || number >= GicConfig.PRIVATE) {
            throw new IllegalArgumentException("PPI INTID " + number + ", allowed: 16 to 31");
        }
        return line(vcpu, number);
    }

    @Override
    public int[] sharedRange() {
        return new int[] {GicConfig.PRIVATE, config().intids()};
    }

    @Override
    public void signal(int vcpu, int number) {
        if (number < 0 || number >= 16) {
            throw new IllegalArgumentException("SGI " + number + ", allowed: 0 to 15");
        }
        checkVcpu(vcpu);
        core.lock();
        try {
            core.send(number, vcpu, vcpu);
        } finally {
            core.unlock();
        }
    }

    @Override
    public boolean waiting(int vcpu) {
        return core.cpu(vcpu).asserted;
    }

    private InterruptLine line(int vcpu, int intid) {
        return new Input(existing(vcpu, intid));
    }

    private final class Input implements InterruptLine {
        private final Interrupt i;

        Input(Interrupt i) {
            this.i = i;
        }

        @Override
        public void set(boolean level) {
            if (i.line != level) {
                drive(i, level);
            }
        }

        @Override
        public void withdraw() {
            core.lock();
            try {
                i.line = false;
                core.injection.line(i, false);
                if (i.edge()) {
                    core.injection.withdraw(i);
                }
                core.refresh(i);
            } finally {
                core.unlock();
            }
        }
    }

    private void drive(Interrupt i, boolean level) {
        core.lock();
        try {
            if (i.line != level) {
                i.line = level;
                core.injection.line(i, level);
                core.refresh(i);
            }
        } finally {
            core.unlock();
        }
    }

    private Interrupt existing(int vcpu, int intid) {
        Interrupt i = core.interrupt(vcpu, intid);
        if (i == null) {
            throw new IllegalArgumentException("INTID " + intid + ", allowed: 0 to " + (config().intids() - 1));
        }
        return i;
    }

    private void checkVcpu(int vcpu) {
        if (vcpu < 0 || vcpu >= core.vcpus()) {
            throw new IllegalArgumentException("vCPU " + vcpu + ", allowed: 0 to " + (core.vcpus() - 1));
        }
    }

    /**
     * Makes an interrupt pending that no wire drives: an event-channel upcall, a notification of the hypervisor.
     *
     * @param vcpu whose private interrupt; does not matter for a shared one
     * @param intid which
     */
    public void inject(int vcpu, int intid) {
        checkVcpu(vcpu);
        Interrupt i = existing(vcpu, intid);
        core.lock();
        try {
            core.injection.pend(i);
            core.refresh(i);
        } finally {
            core.unlock();
        }
    }

    /** Tells whether a vCPU's IRQ output is asserted now. Takes no lock. */
    public boolean irqAsserted(int vcpu) {
        return core.cpu(vcpu).asserted;
    }

    /** Tells whether a vCPU that waits for an interrupt goes on; PSTATE.I does not matter. */
    public boolean hasDeliverable(int vcpu) {
        if (core.cpu(vcpu).asserted) {
            return true;
        }
        if (!config().has(GicTrait.WAIT_IGNORES_GROUP_ENABLE)) {
            return false;
        }
        core.lock();
        try {
            return core.cpu(vcpu).wakes();
        } finally {
            core.unlock();
        }
    }

    /** A vCPU is turned on: resets or keeps its CPU interface, and what it had pending, as the profile has it. */
    public void powerOn(int vcpu) {
        checkVcpu(vcpu);
        core.lock();
        try {
            core.powerOn(vcpu);
        } finally {
            core.unlock();
        }
    }

    /** A vCPU has been turned off. */
    public void powerOff(int vcpu) {
        checkVcpu(vcpu);
        core.lock();
        try {
            core.cpu(vcpu).online = false;
            core.reroute();
        } finally {
            core.unlock();
        }
    }

    /** Returns the name of the distributor's register at an offset, for a trace. */
    public String distributorRegister(long offset) {
        return distributor.map().nameAt(offset);
    }

    /** Returns the name of the register at an offset into the redistributors, for a trace. */
    public String redistributorRegister(long offset) {
        return redistributors.map().nameAt(offset & DistributorRegisters.SIZE_REDISTRIBUTOR - 1);
    }

    /** Returns the name of the memory-mapped CPU interface's register at an offset, for a trace. */
    public String cpuInterfaceRegister(long offset) {
        return cpuInterface.map().nameAt(offset);
    }

    /** Returns the whole state. */
    public DeviceState state() {
        core.lock();
        try {
            return GicState.save(core);
        } finally {
            core.unlock();
        }
    }

    /**
     * Takes over a state and signals the outputs that change.
     *
     * @throws DeviceException if it is that of a controller with another version or size, or damaged; nothing has
     *     changed then
     */
    public void restore(DeviceState state) throws DeviceException {
        core.lock();
        try {
            GicState.load(core, state);
        } finally {
            core.unlock();
        }
    }

    /** For tests: the register tables. */
    RegisterMap distributorMap() {
        return distributor.map();
    }

    RegisterMap redistributorMap() {
        return redistributors.map();
    }

    RegisterMap cpuInterfaceMap() {
        return cpuInterface.map();
    }
}
