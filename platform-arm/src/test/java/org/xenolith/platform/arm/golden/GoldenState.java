// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Everything an instruction at EL0 can see: registers and the data page. Mutable, and not shared between threads. */
public final class GoldenState {
    static final int REGISTER_BYTES = (31 + 6 + 64) * Long.BYTES;

    /** X0 to X30. */
    public final long[] x = new long[31];
    /** SP of the running exception level. */
    public long sp;
    /** Program counter. */
    public long pc = Layout.ENTRY;
    /** The flags in 4 bits: N=8, Z=4, C=2, V=1. */
    public long nzcv;
    /** FPCR: only AHP (26), DN (25), FZ (24) and RMode (23:22) are ever set. */
    public long fpcr;
    /** FPSR: only QC (27), IDC (7) and IXC, UFC, OFC, DZC, IOC (4:0) are ever set. */
    public long fpsr;
    /** TPIDR_EL0. */
    public long tpidr;
    /** V0 to V31: bits 63:0 of Vn at 2n, bits 127:64 at 2n+1. */
    public final long[] v = new long[64];
    /** The data page at {@link Layout#DATA}. */
    public final byte[] memory = new byte[Layout.PAGE];

    /** An independent copy. */
    public GoldenState copy() {
        GoldenState copy = new GoldenState();
        ByteBuffer buffer = ByteBuffer.allocate(REGISTER_BYTES + Layout.PAGE).order(ByteOrder.LITTLE_ENDIAN);
        write(buffer);
        copy.read(buffer.flip());
        return copy;
    }

    /** Appends all registers and the data page, in the order of the recorder's {@code struct registers}. */
    void write(ByteBuffer to) {
        for (long value : x) {
            to.putLong(value);
        }
        to.putLong(sp).putLong(pc).putLong(nzcv).putLong(fpcr).putLong(fpsr).putLong(tpidr);
        for (long value : v) {
            to.putLong(value);
        }
        to.put(memory);
    }

    void read(ByteBuffer from) {
        for (int i = 0; i < x.length; i++) {
            x[i] = from.getLong();
        }
        sp = from.getLong();
        pc = from.getLong();
        nzcv = from.getLong();
        fpcr = from.getLong();
        fpsr = from.getLong();
        tpidr = from.getLong();
        for (int i = 0; i < v.length; i++) {
            v[i] = from.getLong();
        }
        from.get(memory);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GoldenState that
                && Arrays.equals(x, that.x)
                && Arrays.equals(v, that.v)
                && Arrays.equals(memory, that.memory)
                && sp == that.sp
                && pc == that.pc
                && nzcv == that.nzcv
                && fpcr == that.fpcr
                && fpsr == that.fpsr
                && tpidr == that.tpidr;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(x) * 31 + Arrays.hashCode(v);
    }

    /** The differences to the state that {@link InputStates} made of nothing, for messages. */
    @Override
    public String toString() {
        return StateDiff.between(new GoldenState(), this);
    }
}
