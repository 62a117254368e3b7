// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.util.function.Predicate;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.UnmappedAddressException;
import org.xenolith.engine.exec.Cpu;
import org.xenolith.engine.exec.GuestFault;
import org.xenolith.engine.exec.SoftMmu;
import org.xenolith.platform.arm.cpu.ArmCpu;

/** A vCPU's registers and memory as the handler of its call sees them. One per vCPU, used again for every call. */
final class CallFrame implements CallContext {
    private static final int REGISTERS = 18;

    private final ArmCpu cpu;
    private final Domain domain;

    CallFrame(ArmCpu cpu, Domain domain) {
        this.cpu = cpu;
        this.domain = domain;
    }

    /**
     * Asks services whether they answer the call. They may wait, for a lock too that somebody holds who changes this
     * guest's memory; so the vCPU counts as outside of its guest meanwhile.
     */
    boolean ask(Predicate<CallContext> services) {
        cpu.leaveGuest();
        try {
            return services.test(this);
        } finally {
            cpu.enterGuest();
        }
    }

    @Override
    public Domain domain() {
        return domain;
    }

    @Override
    public int vcpu() {
        return cpu.id;
    }

    @Override
    public long function() {
        return cpu.r[0] & 0xFFFF_FFFFL;
    }

    @Override
    public long register(int index) {
        return cpu.r[check(index)];
    }

    @Override
    public void setRegister(int index, long value) {
        cpu.r[check(index)] = value;
    }

    private static int check(int index) {
        if (index < 0 || index >= REGISTERS) {
            throw new IllegalArgumentException("register " + index + ", allowed: 0 to " + (REGISTERS - 1));
        }
        return index;
    }

    @Override
    public boolean readVirtual(long address, byte[] target, int offset, int length) {
        return copy(address, target, offset, length, false);
    }

    @Override
    public boolean writeVirtual(long address, byte[] source, int offset, int length) {
        return copy(address, source, offset, length, true);
    }

    @Override
    public boolean kicked() {
        return (cpu.attention() & Cpu.KICK) != 0;
    }

    /** Page by page, each translated as an access by the guest's kernel. */
    private boolean copy(long address, byte[] bytes, int offset, int length, boolean toGuest) {
        GuestMemory memory = cpu.cluster.memory();
        cpu.enterGuest();
        try {
            int done = 0;
            while (done < length) {
                long va = address + done;
                int part = Math.min(length - done, GuestMemory.PAGE_SIZE - (int) (va & (GuestMemory.PAGE_SIZE - 1)));
                long physical = SoftMmu.translate(cpu, va, toGuest ? GuestFault.WRITE : GuestFault.READ, false);
                if (toGuest) {
                    memory.write(physical, bytes, offset + done, part);
                } else {
                    memory.read(physical, bytes, offset + done, part);
                }
                done += part;
            }
            return true;
        } catch (GuestFault | UnmappedAddressException e) {
            return false;
        } finally {
            cpu.leaveGuest();
        }
    }
}
