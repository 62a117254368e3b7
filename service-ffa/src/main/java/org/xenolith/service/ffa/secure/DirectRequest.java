// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.UUID;
import org.xenolith.api.ffa.DirectMessage;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FunctionId;

/** A request that an execution context works on; one for each context, used again. */
final class DirectRequest implements DirectMessage {
    static final int VM_CREATED = 0x8000_0004;
    static final int VM_DESTROYED = 0x8000_0006;

    private static final long WORD = 0xFFFF_FFFFL;

    private final ExecutionContext context;
    private final long[] x = new long[SecureCall.REGISTERS];
    private int framework;
    private int status;

    DirectRequest(ExecutionContext context) {
        this.context = context;
    }

    /** Takes a call over; a framework message is one if w2 says so. */
    void take(SecureCall call) {
        System.arraycopy(call.x, 0, x, 0, x.length);
        framework = id() != FunctionId.DIRECT_REQ2 && (int) x[2] < 0 ? (int) x[2] : 0;
        status = FfaStatus.OK;
    }

    private int id() {
        return (int) x[0];
    }

    /** Lets a partition answer. */
    void answer(SecurePartition partition) {
        switch (framework) {
            case VM_CREATED -> status = partition.vmCreated((int) x[5] & 0xFFFF);
            case VM_DESTROYED -> status = partition.vmDestroyed((int) x[5] & 0xFFFF);
            default -> partition.direct(this);
        }
    }

    /** Gives the response to the caller. */
    void respond(SecureCall call) {
        long parties = (x[1] & 0xFFFF) << 16 | x[1] >>> 16 & 0xFFFF;
        java.util.Arrays.fill(call.x, 0);
        call.x[1] = parties;
        if (framework != 0) {
            call.x[0] = FunctionId.DIRECT_RESP & WORD;
            call.x[2] = framework + 1 & WORD;
            call.x[3] = status & WORD;
            return;
        }
        boolean second = id() == FunctionId.DIRECT_REQ2;
        call.x[0] = x[0] + 1 & WORD;
        System.arraycopy(x, first(), call.x, first(), second ? 14 : 5);
    }

    private int first() {
        return id() == FunctionId.DIRECT_REQ2 ? 4 : 3;
    }

    @Override
    public int sender() {
        return (int) x[1] >>> 16;
    }

    @Override
    public UUID protocol() {
        return id() == FunctionId.DIRECT_REQ2 ? Bytes.uuid(x[2], x[3]) : new UUID(0, 0);
    }

    @Override
    public int words() {
        return id() == FunctionId.DIRECT_REQ2 ? 14 : 5;
    }

    @Override
    public int wordBits() {
        return (id() & FunctionId.WIDE) != 0 ? Long.SIZE : Integer.SIZE;
    }

    @Override
    public long word(int index) {
        return x[first() + java.util.Objects.checkIndex(index, words())];
    }

    @Override
    public void setWord(int index, long value) {
        long mask = wordBits() == Long.SIZE ? -1 : WORD;
        x[first() + java.util.Objects.checkIndex(index, words())] = value & mask;
    }

    @Override
    public void yield() {
        context.yieldToCaller();
    }
}
