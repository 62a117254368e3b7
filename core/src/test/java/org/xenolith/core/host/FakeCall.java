// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import org.xenolith.api.call.CallContext;
import org.xenolith.api.hypervisor.Domain;

/** A call without registers and memory. */
record FakeCall(Domain domain, long function) implements CallContext {
    @Override
    public int vcpu() {
        return 0;
    }

    @Override
    public long register(int index) {
        return 0;
    }

    @Override
    public void setRegister(int index, long value) {}

    @Override
    public boolean readVirtual(long address, byte[] target, int offset, int length) {
        return false;
    }

    @Override
    public boolean writeVirtual(long address, byte[] source, int offset, int length) {
        return false;
    }
}
