// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.call.CallHandler;
import org.xenolith.api.hypervisor.Domain;

/**
 * A virtual machine that the test plays itself: its domain never runs, and the test makes FF-A calls in the place of its
 * vCPU, one register set for each call. One thread.
 */
final class FfaClient {
    static final long ERROR = 0x8400_0060L;
    static final long SUCCESS = 0x8400_0061L;
    static final long SUCCESS_64 = 0xC400_0061L;
    static final long VERSION = 0x8400_0063L;
    static final long RX_RELEASE = 0x8400_0065L;
    static final long RXTX_MAP = 0xC400_0066L;
    static final long PARTITION_INFO_GET = 0x8400_0068L;
    static final long ID_GET = 0x8400_0069L;
    static final long YIELD = 0x8400_006CL;
    static final long RUN = 0x8400_006DL;
    static final long DIRECT_REQ = 0x8400_006FL;
    static final long DIRECT_RESP = 0x8400_0070L;
    static final long MEM_SHARE = 0xC400_0073L;
    static final long MEM_RECLAIM = 0x8400_0077L;
    static final long NOTIFICATION_BIND = 0x8400_007FL;
    static final long NOTIFICATION_SET = 0x8400_0081L;
    static final long NOTIFICATION_GET = 0x8400_0082L;
    static final long MSG_SEND2 = 0x8400_0086L;
    static final long INFO_GET_REGS = 0xC400_008BL;

    static final int INVALID_PARAMETERS = -2;
    static final int BUSY = -4;
    static final int DENIED = -6;
    static final int RETRY = -7;
    static final int ABORTED = -8;

    /** Guest-physical addresses of its buffers, in RAM [Xen public/arch-arm.h GUEST_RAM0_BASE]. */
    static final long TX = 0x4100_0000L;

    static final long RX = TX + 0x1000;
    static final long SHARED = TX + 0x2000;

    private static final int REGISTERS = 18;
    private static final int ENTRIES_PER_WINDOW = 5;

    private final Domain domain;
    private final List<CallHandler> handlers;
    private final long[] x = new long[REGISTERS];
    private final int id;

    /** What a complete enumeration has given. */
    record Listing(int tag, List<Integer> ids) {}

    private FfaClient(Domain domain, List<CallHandler> handlers) {
        this.domain = domain;
        this.handlers = handlers;
        assertEquals(0x1_0002, call(VERSION, 0x1_0002));
        assertEquals(SUCCESS, call(ID_GET));
        id = (int) x[2];
    }

    /** Negotiates FF-A 1.2 for a domain. */
    static FfaClient of(BundleContext context, Domain domain) throws InvalidSyntaxException {
        List<CallHandler> handlers = new ArrayList<>();
        for (ServiceReference<CallHandler> found :
                context.getServiceReferences(CallHandler.class, "(" + CallHandler.SMCCC_FIRST + "=*)")) {
            handlers.add(context.getService(found));
        }
        return new FfaClient(domain, handlers);
    }

    private final class Call implements CallContext {
        @Override
        public Domain domain() {
            return domain;
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

    /** Calls with so many registers, the others 0; returns x0. */
    long call(long... registers) {
        java.util.Arrays.fill(x, 0);
        System.arraycopy(registers, 0, x, 0, registers.length);
        CallContext call = new Call();
        for (CallHandler handler : handlers) {
            if (handler.call(call)) {
                return x[0];
            }
        }
        return -1;
    }

    /** Calls and returns the status: 0, or what the error says. */
    int status(long... registers) {
        long answer = call(registers);
        if (answer == ERROR) {
            return (int) x[2];
        }
        assertEquals(SUCCESS, answer & ~0x4000_0000L, () -> "x0=0x" + Long.toHexString(answer));
        return 0;
    }

    int id() {
        return id;
    }

    Domain domain() {
        return domain;
    }

    /** A register of the last answer. */
    long x(int index) {
        return x[index];
    }

    int map() {
        return status(RXTX_MAP, TX, RX, 1);
    }

    /** A direct request with its first word; returns x0. */
    long direct(int partition, long word) {
        return call(DIRECT_REQ, (long) id << 16 | partition, 0, word);
    }

    /** Sends some bytes of 0. */
    int send(int receiver, int size) {
        domain.memory().write(TX, 8, 0);
        domain.memory().write(TX + 8, 8, (long) receiver << 32 | (long) id << 48 | 40);
        domain.memory().write(TX + 16, 8, size);
        domain.memory().write(TX + 24, 8, 0);
        domain.memory().write(TX + 32, 8, 0);
        return status(MSG_SEND2);
    }

    /** Shares the page at {@link #SHARED}; the handle is in x2 and x3. */
    int share(int partition) {
        for (int at = 0; at < 96; at += 8) {
            domain.memory().write(TX + at, 8, 0);
        }
        domain.memory().write(TX, 8, id | 0x2FL << 16);
        domain.memory().write(TX + 24, 8, 16 | 1L << 32);
        domain.memory().write(TX + 32, 8, 48);
        domain.memory().write(TX + 48, 8, partition | 2L << 16 | 64L << 32);
        domain.memory().write(TX + 64, 8, 1 | 1L << 32);
        domain.memory().write(TX + 80, 8, SHARED);
        domain.memory().write(TX + 88, 8, 1);
        return status(MEM_SHARE, 96, 96);
    }

    /** Asks for a window of the list; the answer is in the registers. */
    int window(int start, int tag) {
        return status(INFO_GET_REGS, 0, 0, start | (long) tag << 16);
    }

    int lastIndex() {
        return (int) x[2] & 0xFFFF;
    }

    int currentIndex() {
        return (int) (x[2] >>> 16) & 0xFFFF;
    }

    int tag() {
        return (int) (x[2] >>> 32) & 0xFFFF;
    }

    /** Enumerates, from the beginning again where it is told so. */
    Listing list() {
        while (true) {
            List<Integer> ids = new ArrayList<>();
            int tag = 0;
            int status;
            do {
                status = window(ids.size(), tag);
                if (status == 0) {
                    tag = tag();
                    int count = currentIndex() - ids.size() + 1;
                    assertEquals(true, count > 0 && count <= ENTRIES_PER_WINDOW, () -> count + " entries in a window");
                    for (int i = 0; i < count; i++) {
                        ids.add((int) x[3 + 3 * i] & 0xFFFF);
                    }
                }
            } while (status == 0 && ids.size() <= lastIndex());
            if (status == 0) {
                return new Listing(tag, List.copyOf(ids));
            }
            assertEquals(RETRY, status);
        }
    }
}
