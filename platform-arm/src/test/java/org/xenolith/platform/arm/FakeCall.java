// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm;

import java.util.Arrays;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.hypervisor.Domain;

/** A call with registers and one block of guest-virtual memory. */
public class FakeCall implements CallContext {
    private final long[] registers = new long[18];
    private final long base;
    private final byte[] memory;
    private final int vcpu;
    /** How many bytes calls have moved. */
    private long moved;

    /** A call without memory. */
    public FakeCall(int vcpu, long... registers) {
        this(vcpu, 0, new byte[0], registers);
    }

    /**
     * A call with memory.
     *
     * @param base guest-virtual address of the first byte
     */
    public FakeCall(int vcpu, long base, byte[] memory, long... registers) {
        this.vcpu = vcpu;
        this.base = base;
        this.memory = memory;
        System.arraycopy(registers, 0, this.registers, 0, registers.length);
    }

    /** Sets a register and returns the call. */
    public FakeCall with(int index, long value) {
        registers[index] = value;
        return this;
    }

    /** Returns a copy of the registers. */
    public long[] registers() {
        return Arrays.copyOf(registers, registers.length);
    }

    /** Returns how many bytes were read and written. */
    public long moved() {
        return moved;
    }

    @Override
    public Domain domain() {
        throw new IllegalStateException("this call has no domain");
    }

    @Override
    public int vcpu() {
        return vcpu;
    }

    @Override
    public long function() {
        return registers[0] & 0xFFFF_FFFFL;
    }

    @Override
    public long register(int index) {
        return registers[index];
    }

    @Override
    public void setRegister(int index, long value) {
        registers[index] = value;
    }

    private boolean outside(long address, int length) {
        return Long.compareUnsigned(address - base, memory.length - (long) length) > 0 || length > memory.length;
    }

    @Override
    public boolean readVirtual(long address, byte[] target, int offset, int length) {
        if (outside(address, length)) {
            return false;
        }
        moved += length;
        System.arraycopy(memory, (int) (address - base), target, offset, length);
        return true;
    }

    @Override
    public boolean writeVirtual(long address, byte[] source, int offset, int length) {
        if (outside(address, length)) {
            return false;
        }
        moved += length;
        System.arraycopy(source, offset, memory, (int) (address - base), length);
        return true;
    }
}
