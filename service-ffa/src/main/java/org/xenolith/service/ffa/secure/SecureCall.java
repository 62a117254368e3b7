// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.FunctionId;

/**
 * A call into the secure world and its answer. One for each vCPU, used again for every call; one thread at a time.
 *
 * <p>The hypervisor's transmit and receive pages are part of it, so calls of different vCPUs do not wait for each other.
 */
public final class SecureCall {
    /** Registers that a call has. */
    public static final int REGISTERS = 18;

    /** x0 to x17. */
    public final long[] x = new long[REGISTERS];

    private static final byte[] NOTHING = {};

    private byte[] page = NOTHING;
    private List<PinnedFrame> frames = List.of();
    private final int owner;
    private final BooleanSupplier interrupted;

    /** Creates a call of the hypervisor itself. */
    public SecureCall() {
        this(0, () -> false);
    }

    /**
     * Creates a call.
     *
     * @param owner endpoint id of the virtual machine that it is made for
     * @param interrupted tells whether an interrupt waits for the calling vCPU
     */
    public SecureCall(int owner, BooleanSupplier interrupted) {
        this.owner = owner;
        this.interrupted = interrupted;
    }

    /** Returns the endpoint id of the virtual machine that the call is made for, 0 for the hypervisor. */
    public int owner() {
        return owner;
    }

    /** Begins a call: the id and up to three arguments, everything else zero. */
    public SecureCall begin(int id, long x1, long x2, long x3) {
        Arrays.fill(x, 0);
        frames = List.of();
        x[0] = id & 0xFFFF_FFFFL;
        x[1] = x1;
        x[2] = x2;
        x[3] = x3;
        return this;
    }

    /** Sets the frames at the addresses that the transmit page names, in their order. */
    public void frames(List<PinnedFrame> named) {
        frames = named;
    }

    /** Returns the frames at the addresses that the transmit page names. */
    public List<PinnedFrame> frames() {
        return frames;
    }

    /** Returns the hypervisor's page: what it transmits, and what it receives. 4096 bytes. */
    public byte[] page() {
        if (page.length == 0) {
            page = new byte[4096];
        }
        return page;
    }

    /** Returns the function id. */
    public int id() {
        return (int) x[0];
    }

    /** Tells whether an interrupt waits for the calling vCPU. */
    public boolean interrupted() {
        return interrupted.getAsBoolean();
    }

    /** Answers with an error. */
    public void fail(int code) {
        Arrays.fill(x, 0);
        x[0] = FunctionId.ERROR & 0xFFFF_FFFFL;
        x[2] = code & 0xFFFF_FFFFL;
    }

    /** Answers FFA_VERSION. */
    void version(int value) {
        begin(value, 0, 0, 0);
    }

    /** Answers with success. */
    public void succeed(long x2, long x3) {
        Arrays.fill(x, 0);
        x[0] = FunctionId.SUCCESS & 0xFFFF_FFFFL;
        x[2] = x2;
        x[3] = x3;
    }
}
