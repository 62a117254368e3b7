// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FunctionId;

/**
 * Calls of virtual machines that mean no good: random ids and arguments at the edges of what is allowed, and often
 * enough something that works. The virtual machines are the domains 0 to 3. One thread.
 */
final class HostileCalls {
    private static final int MACHINES = 4;
    /** How many handles are remembered. */
    static final int HANDLES = 16;

    private static final long[] EDGES = {
        0,
        1,
        2,
        3,
        4,
        5,
        0xF,
        0x10,
        0x14,
        0x27,
        0x28,
        0x30,
        0x60,
        0x70,
        0xFF,
        0x100,
        0xFFF,
        0x1000,
        0x1001,
        0x8001,
        0xFFFB,
        0xFFFC,
        0xFFFF,
        0x1_0000,
        0x1_0001,
        0x1_0002,
        0x2_8001L,
        0x1_8001L,
        0x8001_0001L,
        0x8001_0002L,
        0x8000_0000L,
        0x8000_0004L,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        FakeMachine.TX,
        FakeMachine.RX,
        FakeMachine.RX + 8,
        FakeMachine.END - 4096,
        FakeMachine.END,
        0xFFFF_FFFF_FFFF_F000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };

    private static final int[] EXTENSIONS = {
        FunctionId.MSG_WAIT,
        FunctionId.DIRECT_REQ_64,
        FunctionId.DIRECT_REQ2,
        FunctionId.DIRECT_RESP,
        FunctionId.MEM_LEND_64,
        FunctionId.MEM_DONATE_64,
        FunctionId.MEM_SHARE_64,
        FunctionId.MEM_RETRIEVE_REQ_64,
        FunctionId.MEM_RELINQUISH,
        FunctionId.MEM_RECLAIM
    };

    private final SplittableRandom random;
    /** Some of the handles that calls have returned. */
    private final long[] handles;

    HostileCalls(long seed) {
        this(seed, new long[HANDLES]);
    }

    /** Calls of one who is told the handles of others. */
    HostileCalls(long seed, long[] handles) {
        random = new SplittableRandom(seed);
        this.handles = handles;
    }

    /** Writes the next call of a virtual machine into its registers, and perhaps something into its transmit buffer. */
    void next(Registers r, FakeMachine vm) {
        int id = id();
        r.x[0] = id & 0xFFFF_FFFFL;
        for (int i = 1; i < r.x.length; i++) {
            r.x[i] = random.nextInt(8) == 0 ? random.nextLong() : edge();
        }
        if (random.nextBoolean()) {
            plausible(r, vm.domainId() + 1, id);
            scribble(vm, id);
        }
    }

    /** Learns from an answer. */
    void answered(int id, Registers r) {
        boolean gave = (id & ~FunctionId.WIDE) == (FunctionId.MEM_SHARE & ~FunctionId.WIDE)
                || (id & ~FunctionId.WIDE) == (FunctionId.MEM_LEND & ~FunctionId.WIDE)
                || (id & ~FunctionId.WIDE) == (FunctionId.MEM_DONATE & ~FunctionId.WIDE);
        if (gave && (int) r.x[0] == FunctionId.SUCCESS) {
            handles[random.nextInt(HANDLES)] = r.x[2] | r.x[3] << 32;
        }
    }

    private long edge() {
        return EDGES[random.nextInt(EDGES.length)];
    }

    private int id() {
        int number = FunctionId.FIRST_NUMBER + random.nextInt(FunctionId.LAST_NUMBER - FunctionId.FIRST_NUMBER + 2);
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt();
            case 1 -> 0x8400_0000 | random.nextInt(0x10000);
            case 2 -> 0xB200_0000 | random.nextInt(0x10000);
            case 3, 4, 5 -> EXTENSIONS[random.nextInt(EXTENSIONS.length)];
            default -> (random.nextBoolean() ? 0x8400_0000 : 0xC400_0000) | number;
        };
    }

    private int peer() {
        return 1 + random.nextInt(MACHINES);
    }

    private long handle() {
        return handles[random.nextInt(HANDLES)];
    }

    private void plausible(Registers r, int self, int id) {
        long bit = 1L << (r.x[6] & 3);
        long handle = handle();
        int receiver = random.nextBoolean() ? 0x8001 : peer();
        Arrays.fill(r.x, 1, 6, 0);
        switch (id) {
            case FunctionId.RXTX_MAP, FunctionId.RXTX_MAP_64 -> {
                r.x[1] = FakeMachine.TX;
                r.x[2] = FakeMachine.RX;
                r.x[3] = 1;
            }
            case FunctionId.MEM_SHARE,
                    FunctionId.MEM_SHARE_64,
                    FunctionId.MEM_LEND,
                    FunctionId.MEM_LEND_64,
                    FunctionId.MEM_DONATE,
                    FunctionId.MEM_DONATE_64,
                    FunctionId.MEM_RETRIEVE_REQ,
                    FunctionId.MEM_RETRIEVE_REQ_64 -> {
                r.x[1] = random.nextBoolean() ? 0x70 : 0x60;
                r.x[2] = r.x[1];
            }
            case FunctionId.NOTIFICATION_BIND, FunctionId.NOTIFICATION_UNBIND -> {
                r.x[1] = 0x8001_0000L | self;
                r.x[3] = bit;
            }
            case FunctionId.NOTIFICATION_SET -> {
                r.x[1] = (long) self << 16 | receiver;
                r.x[3] = bit;
            }
            case FunctionId.NOTIFICATION_GET -> r.x[1] = self;
            case FunctionId.MEM_RECLAIM -> {
                r.x[1] = handle & 0xFFFF_FFFFL;
                r.x[2] = handle >>> 32;
            }
            case FunctionId.PARTITION_INFO_GET, FunctionId.PARTITION_INFO_GET_REGS -> {}
            case FunctionId.RUN -> r.x[1] = (long) receiver << 16;
            default -> r.x[1] = (long) self << 16 | receiver;
        }
    }

    /** Writes what a call wants to find, or something like it, into a transmit buffer. */
    void scribble(FakeMachine vm, int id) {
        byte[] page = vm.page(FakeMachine.TX);
        int self = vm.domainId() + 1;
        switch (id) {
            case FunctionId.MEM_SHARE, FunctionId.MEM_SHARE_64 -> {
                if (random.nextBoolean()) {
                    byte[] good = FfaWorlds.descriptor("1.2");
                    System.arraycopy(good, 0, page, 0, good.length);
                    Bytes.put16(page, 0, self);
                } else {
                    describe(page, self, peer(), Transaction.SHARE, 0);
                }
            }
            case FunctionId.MEM_LEND, FunctionId.MEM_LEND_64 -> describe(page, self, peer(), Transaction.LEND, 0);
            case FunctionId.MEM_DONATE, FunctionId.MEM_DONATE_64 -> describe(page, self, peer(), Transaction.DONATE, 0);
            case FunctionId.MEM_RETRIEVE_REQ, FunctionId.MEM_RETRIEVE_REQ_64 -> {
                long handle = handle();
                describe(page, (int) (handle >>> 32) & 0x7FFF, self, Transaction.SHARE, handle);
                page[50] = 0;
                if (random.nextBoolean()) {
                    Bytes.put32(page, 52, 0);
                }
            }
            case FunctionId.MEM_RELINQUISH -> {
                Bytes.put64(page, 0, handle());
                Bytes.put32(page, 8, random.nextInt(4) == 0 ? 1 : 0);
                Bytes.put32(page, 12, 1);
                Bytes.put16(page, 16, self);
            }
            default -> {
                Bytes.put32(page, 8, 40);
                Bytes.put16(page, 12, random.nextInt(4) == 0 ? random.nextInt(6) : 1);
                Bytes.put16(page, 14, self);
                Bytes.put32(page, 16, 1 + random.nextInt(4096));
            }
        }
        if (random.nextInt(4) == 0) {
            Bytes.put32(page, random.nextInt(40) * 4, (int) edge());
        }
        Bytes.put32(page, 256 + random.nextInt(960) * 4, random.nextInt());
    }

    /** A descriptor of version 1.1 with one range of up to 257 pages. */
    private void describe(byte[] page, int owner, int receiver, Transaction kind, long handle) {
        int pages = random.nextInt(8) == 0 ? 1 + random.nextInt(257) : 1 + random.nextInt(2);
        long first = (handle == 0 ? FakeMachine.RAM : FakeMachine.END) + 0x1_0000L * (1 + random.nextInt(64));
        Arrays.fill(page, 0, 96, (byte) 0);
        Bytes.put16(page, 0, owner);
        Bytes.put16(page, 2, kind.attributes);
        Bytes.put32(page, 4, handle == 0 && random.nextInt(4) == 0 ? 1 : 0);
        Bytes.put64(page, 8, handle);
        Bytes.put32(page, 24, 16);
        Bytes.put32(page, 28, 1);
        Bytes.put32(page, 32, 48);
        Bytes.put16(page, 48, receiver);
        page[50] = (byte) kind.permissions;
        Bytes.put32(page, 52, 64);
        Bytes.put32(page, 64, pages);
        Bytes.put32(page, 68, 1);
        Bytes.put64(page, 80, first);
        Bytes.put32(page, 88, pages);
    }
}
