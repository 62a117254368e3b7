// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import org.jspecify.annotations.Nullable;
import org.xenolith.api.call.CallContext;

/** One call in progress: its arguments, wherever they came from, and the way to the guest's memory. One for each vCPU. */
final class HypercallFrame {
    static final int ARGUMENTS = 6;

    final GuestBuffer buffer = new GuestBuffer();
    private final long[] arguments = new long[ARGUMENTS];
    private @Nullable CallContext context;

    void begin(CallContext call) {
        context = call;
    }

    void set(int index, long value) {
        arguments[index] = value;
    }

    CallContext context() {
        CallContext call = context;
        if (call == null) {
            throw new IllegalStateException("no call in progress");
        }
        return call;
    }

    int vcpu() {
        return context().vcpu();
    }

    long argument(int index) {
        return arguments[index];
    }

    /** Returns the operation: argument 0, of which 32 bits count. */
    int operation() {
        return (int) arguments[0];
    }

    boolean fetch(long address, int length) {
        return buffer.fetch(context(), address, length);
    }

    boolean store(long address, int length) {
        return buffer.store(context(), address, length);
    }

    boolean store(long address, int offset, int length) {
        return buffer.store(context(), address, offset, length);
    }
}
