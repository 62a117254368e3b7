// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.bus.Region;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.platform.arm.boot.ArmGuestMap;

/**
 * A whole machine in the {@code xen} profile with GICv3, for a few instructions at a time. Every vector of its vector
 * table, and the place behind the instructions, is a branch to itself, so that the program counter tells what happened.
 */
final class RowMachine implements AutoCloseable {
    /** Where the instructions of a row go. */
    static final long CODE = 0x4008_0000L;
    /** VBAR_EL1. */
    static final long VECTORS = 0x4010_0000L;

    static final long DEVICE_TREE = 0x4800_0000L;

    private static final long RAM = 0x4000_0000L;
    private static final long RAM_SIZE = 16 << 20;
    private static final long TABLE = 0x4030_0000L;

    private static final int BRANCH_TO_SELF = 0x1400_0000;
    private static final int HVC_0 = 0xD400_0002;
    private static final long PSCI_CPU_ON = 0xC400_0003L;

    private static final long DEVICE_BLOCK = 0x401; // AF, MAIR index 0
    private static final long NORMAL_BLOCK = 0x705; // AF, inner shareable, MAIR index 1

    private final BareContext context;
    private final ArmMachine machine;

    RowMachine(String cpu, String tier, int vcpus) throws DomainException {
        context = new BareContext(vcpus, RAM, RAM_SIZE);
        ArmSettings settings = ArmSettings.of(Map.of("profile", "xen", "cpu", cpu, "tier", tier));
        context.bus().map(new Region("uart0", ArmGuestMap.UART.base(), ArmGuestMap.UART.size()), new Refusal());
        machine = new ArmMachine(context, settings, (RAM + RAM_SIZE >>> 12) - 1, Memories.none());
        for (long vector = VECTORS; vector < VECTORS + 0x800; vector += 0x80) {
            context.memory().write(vector, 4, BRANCH_TO_SELF);
        }
        context.memory().write(RAM, 4, BRANCH_TO_SELF);
        machine.boot(RAM, DEVICE_TREE);
        machine.vcpus().get(0).run(1);
    }

    /** What answers calls that the machine does not. */
    void answer(Predicate<CallContext> calls) {
        context.answer(calls);
    }

    GuestMemory memory() {
        return context.memory();
    }

    long accesses() {
        return context.accesses();
    }

    Vcpu vcpu(int id) {
        return machine.vcpus().get(id);
    }

    /** Turns another vCPU on by a firmware call of vCPU 0. */
    void turnOn(int id) {
        Vcpu caller = vcpu(0);
        context.memory().write(RAM + 8, 4, HVC_0);
        caller.setRegister("x0", PSCI_CPU_ON);
        caller.setRegister("x1", (id & 15) | (long) (id >>> 4) << 8);
        caller.setRegister("x2", RAM);
        caller.setRegister("x3", DEVICE_TREE);
        caller.setRegister("pc", RAM + 8);
        caller.run(1);
        if (caller.register("x0") != 0) {
            throw new IllegalStateException("CPU_ON answers " + caller.register("x0"));
        }
        vcpu(id).run(1);
    }

    /** Turns a vCPU's MMU on: addresses stay, the first GiB is Device-nGnRnE, the second is Normal. */
    void map(int id) {
        context.memory().write(TABLE, 8, DEVICE_BLOCK);
        context.memory().write(TABLE + 8, 8, RAM | NORMAL_BLOCK);
        Vcpu vcpu = vcpu(id);
        vcpu.setRegister("mair_el1", 0xFF00);
        vcpu.setRegister("tcr_el1", 1 << 23 | 25); // EPD1; T0SZ: 39 bits
        vcpu.setRegister("ttbr0_el1", TABLE);
        vcpu.setRegister("sctlr_el1", vcpu.register("sctlr_el1") | 1);
    }

    /** Places instructions, and makes a vCPU start with them. */
    void code(int id, int... words) {
        long address = CODE;
        for (int word : words) {
            context.memory().write(address, 4, word);
            address += 4;
        }
        context.memory().write(address, 4, BRANCH_TO_SELF);
        vcpu(id).setRegister("vbar_el1", VECTORS);
        vcpu(id).setRegister("pc", CODE);
    }

    /**
     * Runs a vCPU until it branches to itself or stops for good.
     *
     * @return why it returned to the host each time
     */
    String run(int id) {
        StringJoiner exits = new StringJoiner(",");
        RunExit exit;
        do {
            exit = vcpu(id).run(64);
            exits.add(exit.name());
        } while (exit == RunExit.KICKED);
        return exits.toString();
    }

    @Override
    public void close() {
        machine.close();
    }

    /** A device that nobody shall reach. */
    private static final class Refusal implements MmioHandler {
        @Override
        public long read(int vcpu, long offset, int width) throws BusFault {
            throw BusFault.REFUSED;
        }

        @Override
        public void write(int vcpu, long offset, int width, long value) throws BusFault {
            throw BusFault.REFUSED;
        }
    }
}
