// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench.ffa;

import org.xenolith.api.call.CallContext;
import org.xenolith.api.hypervisor.Domain;

/** Registers of a call that no guest makes. */
final class RegisterSet implements CallContext {
    final long[] x = new long[18];

    /** Begins a call: four registers, the others 0. */
    RegisterSet begin(long x0, long x1, long x2, long x3) {
        java.util.Arrays.fill(x, 0);
        x[0] = x0;
        x[1] = x1;
        x[2] = x2;
        x[3] = x3;
        return this;
    }

    @Override
    public Domain domain() {
        throw new IllegalStateException("the mediator is called without a domain");
    }

    @Override
    public int vcpu() {
        return 0;
    }

    @Override
    public long function() {
        return x[0] & 0xFFFF_FFFFL;
    }

    @Override
    public long register(int index) {
        return x[index];
    }

    @Override
    public void setRegister(int index, long value) {
        x[index] = value;
    }

    @Override
    public boolean readVirtual(long address, byte[] target, int offset, int length) {
        return false;
    }

    @Override
    public boolean writeVirtual(long address, byte[] source, int offset, int length) {
        return false;
    }
}
