// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import org.xenolith.api.call.CallContext;
import org.xenolith.api.hypervisor.Domain;

/** The registers of a call. */
final class Registers implements CallContext {
    final long[] x = new long[18];
    volatile boolean kicked;

    Registers(long... first) {
        System.arraycopy(first, 0, x, 0, first.length);
    }

    @Override
    public Domain domain() {
        throw new IllegalStateException("no domain");
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
    public boolean kicked() {
        return kicked;
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
