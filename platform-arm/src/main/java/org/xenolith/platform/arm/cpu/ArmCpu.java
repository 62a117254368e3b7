// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import static org.xenolith.platform.arm.cpu.ArmRegisters.DAIF;
import static org.xenolith.platform.arm.cpu.ArmRegisters.MODE;
import static org.xenolith.platform.arm.cpu.ArmRegisters.NZCV;
import static org.xenolith.platform.arm.cpu.ArmRegisters.PC;
import static org.xenolith.platform.arm.cpu.ArmRegisters.SP;

import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.engine.exec.Cluster;
import org.xenolith.engine.exec.Cpu;
import org.xenolith.engine.exec.GuestFault;
import org.xenolith.engine.mmu.Translation;

/** An AArch64 vCPU: exceptions, modes and address translation of EL1 and EL0 [DDI0487 D1, D8]. */
public final class ArmCpu extends Cpu {
    /** SPSR mode fields. */
    static final int EL0T = 0;

    static final int EL1T = 4;
    static final int EL1H = 5;

    private static final int ALL_MASKED = 0x3C0;
    private static final int IRQ_MASK = 0x80;

    private final ArmEnvironment environment;
    private final TableWalk walk = new TableWalk(this);
    /** Whether an exception return to a state that does not exist was tried [DDI0487 PSTATE.IL]. */
    private boolean illegal;
    /** MDSCR_EL1, where debug is not hidden. */
    long mdscr;
    /** Room for the elements of a structure load, used within one helper. */
    final long[] vectorScratch = new long[8];

    /** Creates a vCPU in its reset state. */
    public ArmCpu(Cluster cluster, int id, MmioPort port, ArmEnvironment environment) {
        super(cluster, id, port);
        this.environment = environment;
        reset(0, 0);
    }

    /** Returns what surrounds the vCPU. */
    public ArmEnvironment environment() {
        return environment;
    }

    /**
     * Sets the registers that starting a vCPU sets: general registers zero, EL1h with everything masked, MMU off.
     *
     * @param entry address of the first instruction
     * @param argument value of X0
     */
    public void reset(long entry, long argument) {
        java.util.Arrays.fill(r, 0, 31, 0);
        r[0] = argument;
        r[PC] = entry;
        r[SP] = 0;
        r[NZCV] = 0;
        r[MODE] = EL1H;
        r[DAIF] = ALL_MASKED;
        r[ArmRegisters.SP_EL0] = 0;
        r[ArmRegisters.SP_EL1] = 0;
        r[ArmRegisters.SCTLR_EL1] = SystemRegisters.SCTLR_RESET;
        r[ArmRegisters.TCR_EL1] = 0;
        r[ArmRegisters.TTBR0_EL1] = 0;
        r[ArmRegisters.TTBR1_EL1] = 0;
        r[ArmRegisters.EXCLUSIVE_SIZE] = 0;
        illegal = false;
        flushAll();
        modeChanged();
    }

    // ---- modes

    /** Tells whether the vCPU is at EL1. */
    public boolean privileged() {
        return r[MODE] != EL0T;
    }

    /** Computes everything that depends on the level and the controls. */
    void modeChanged() {
        boolean el1 = privileged();
        int fpen = (int) (r[ArmRegisters.CPACR_EL1] >>> 20) & 3;
        long sctlr = r[ArmRegisters.SCTLR_EL1];
        boolean checkSp = (sctlr >>> (el1 ? 3 : 4) & 1) != 0;
        mode = (el1 ? ArmMode.EL1 : 0)
                | (fpen == 3 || (fpen == 1 && el1) ? ArmMode.FP : 0)
                | (checkSp && (r[SP] & 15) != 0 ? ArmMode.SP_MISALIGNED : 0)
                | (illegal ? ArmMode.ILLEGAL : 0)
                | (r[MODE] == EL1T ? ArmMode.EL1T : 0);
        selectSpace(spaceKey(), el1 ? 1 : 0, 0);
    }

    /** The identity of the current translation tables: their base, and the address space identifier above it. */
    private long spaceKey() {
        if ((r[ArmRegisters.SCTLR_EL1] & 1) == 0) {
            return -1;
        }
        boolean from1 = (r[ArmRegisters.TCR_EL1] >>> 22 & 1) != 0;
        long asid = (from1 ? r[ArmRegisters.TTBR1_EL1] : r[ArmRegisters.TTBR0_EL1]) >>> 48;
        return (r[ArmRegisters.TTBR0_EL1] & 0x0000_FFFF_FFFF_FFFEL) | (asid << 48);
    }

    /** Returns PSTATE in the layout of SPSR. */
    public long pstate() {
        return (r[NZCV] << 28) | (illegal ? 1 << 20 : 0) | r[DAIF] | r[MODE];
    }

    /** Changes the level and the stack pointer in use. */
    void enterMode(int next) {
        int current = (int) r[MODE];
        if (current == EL1H) {
            r[ArmRegisters.SP_EL1] = r[SP];
        } else {
            r[ArmRegisters.SP_EL0] = r[SP];
        }
        r[MODE] = next;
        r[SP] = next == EL1H ? r[ArmRegisters.SP_EL1] : r[ArmRegisters.SP_EL0];
        modeChanged();
    }

    // ---- exceptions

    /**
     * Enters a synchronous exception at EL1.
     *
     * @param syndrome for ESR_EL1
     * @param from for ELR_EL1
     */
    public void enterException(int syndrome, long from) {
        r[ArmRegisters.ESR_EL1] = syndrome & 0xFFFF_FFFFL;
        enterVector(0, from, false);
    }

    /** Enters an exception of which the host says that it always goes to the EL1h vector. */
    void enterInjected(int syndrome, long from) {
        r[ArmRegisters.ESR_EL1] = syndrome & 0xFFFF_FFFFL;
        enterVector(0, from, true);
    }

    private void enterVector(int offset, long from, boolean injected) {
        int source = (int) r[MODE];
        int group = source == EL0T ? 0x400 : source == EL1H || injected ? 0x200 : 0x000;
        r[ArmRegisters.SPSR_EL1] = pstate();
        r[ArmRegisters.ELR_EL1] = from;
        r[DAIF] = ALL_MASKED;
        illegal = false;
        enterMode(EL1H);
        r[PC] = r[ArmRegisters.VBAR_EL1] + group + offset;
    }

    /** Returns from an exception: PSTATE from SPSR_EL1, PC from ELR_EL1 [DDI0487 D1.3.4]. */
    void exceptionReturn() {
        long spsr = r[ArmRegisters.SPSR_EL1];
        int next = (int) spsr & 0x1F;
        r[ArmRegisters.EXCLUSIVE_SIZE] = 0;
        r[ArmRegisters.EVENT] = 1;
        r[NZCV] = (spsr >>> 28) & 15;
        r[DAIF] = spsr & ALL_MASKED;
        boolean exists = next == EL0T || next == EL1T || next == EL1H;
        illegal = !exists || (spsr >>> 20 & 1) != 0;
        r[PC] = r[ArmRegisters.ELR_EL1];
        enterMode(exists ? next : (int) r[MODE]);
        interruptsChanged();
    }

    /** Returns {@link #fault} with a syndrome; FAR_EL1 takes the address if the class has one. */
    public GuestFault fault(int syndrome, long address) {
        fault.syndrome = syndrome;
        fault.address = address;
        return fault;
    }

    /** Returns {@link #fault} for a data or instruction abort. */
    GuestFault abort(long address, int access, int status) {
        boolean el1 = privileged();
        fault.access = access;
        if (access == GuestFault.FETCH) {
            return fault(
                    Syndrome.of(el1 ? Syndrome.INSTRUCTION_ABORT : Syndrome.INSTRUCTION_ABORT_LOWER, status), address);
        }
        int iss = status | (access == GuestFault.WRITE ? Syndrome.WNR : 0);
        return fault(Syndrome.of(el1 ? Syndrome.DATA_ABORT : Syndrome.DATA_ABORT_LOWER, iss), address);
    }

    boolean plainAborts() {
        return environment.host().plainAborts();
    }

    @Override
    protected GuestFault alignmentFault(long address, int access) {
        return abort(address, access, Syndrome.ALIGNMENT);
    }

    @Override
    protected GuestFault busFault(long address, long physical, int access, BusFault reason) {
        if (reason == BusFault.CRASH) {
            environment.crash(this, "access to 0x" + Long.toHexString(physical));
        }
        if (!environment.host().plainAborts()) {
            return abort(address, access, Syndrome.EXTERNAL);
        }
        GuestFault f = abort(address, access, 0);
        f.syndrome &= ~Syndrome.WNR;
        return f;
    }

    @Override
    protected void deliver(GuestFault f) {
        int c = Syndrome.exceptionClass(f.syndrome);
        if ((c >= Syndrome.INSTRUCTION_ABORT_LOWER && c <= Syndrome.DATA_ABORT)) {
            r[ArmRegisters.FAR_EL1] = f.address;
        }
        boolean injected = environment.host().plainAborts() && (f.syndrome & 0x1FFFFFF) == 0;
        if (injected) {
            enterInjected(f.syndrome, r[PC]);
        } else {
            enterException(f.syndrome, r[PC]);
        }
    }

    // ---- interrupts

    @Override
    protected void takeInterrupt() {
        ignore(INTERRUPT);
        if (environment.interrupt(id)) {
            if ((r[DAIF] & IRQ_MASK) == 0) {
                enterVector(0x80, r[PC], false);
            }
        }
    }

    /** Looks at the interrupt input again after the masks have changed. */
    void interruptsChanged() {
        if ((r[DAIF] & IRQ_MASK) == 0 && environment.interrupt(id)) {
            attend(INTERRUPT);
        }
    }

    @Override
    protected boolean wakeable() {
        return environment.wakeup(id);
    }

    @Override
    protected void walk(long address, int access, boolean unprivileged, Translation out) {
        walk.walk(address, access, !unprivileged && privileged(), out);
    }

    /** Drops what depends on translation controls after one of them has changed. */
    void translationChanged() {
        flushAll();
        modeChanged();
    }
}
