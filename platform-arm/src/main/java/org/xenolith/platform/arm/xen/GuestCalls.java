// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.util.function.LongSupplier;
import org.xenolith.api.call.CallContext;
import org.xenolith.platform.arm.psci.SmcccDispatcher;
import org.xenolith.platform.arm.psci.SmcccDispatcher.Conduit;

/**
 * Where HVC and SMC from EL1 end. The immediate selects: 0 is the SMC calling convention, 0xEA1 a hypercall, and debug
 * builds of the hypervisor print for 0xFF00 to 0xFFFF.
 */
public final class GuestCalls {
    private static final int DEBUG_FIRST = 0xFF00;
    private static final int PRINT_REGISTER_FIRST = 0xFFE0;
    private static final int PRINT_REGISTER_LAST = 0xFFEF;
    private static final int PRINT_PC = 0xFFFD;
    private static final int PRINT_CHARACTER = 0xFFFE;
    private static final int PRINT_STATE = 0xFFFF;

    private final XenHost host;
    private final boolean debug;
    private final SmcccDispatcher firmware;
    private final Hypercalls hypercalls;

    /** Combines the two dispatchers. */
    public GuestCalls(XenHost host, XenProfile profile, SmcccDispatcher firmware, Hypercalls hypercalls) {
        this.host = host;
        this.debug = profile.varied().debug();
        this.firmware = firmware;
        this.hypercalls = hypercalls;
    }

    /** What becomes of the instruction. */
    public enum Outcome {
        /** The call has been answered; execution goes on behind the instruction. */
        ANSWERED,
        /**
         * The instruction is undefined. For HVC the exception's return address is behind the instruction, because that is
         * where HVC returns to; for SMC it is the instruction.
         */
        UNDEFINED
    }

    /**
     * HVC at EL1.
     *
     * @param immediate 16 bits
     * @param pc supplies the program counter, for a debug print
     */
    public Outcome hvc(int immediate, CallContext call, LongSupplier pc) {
        if (immediate == 0) {
            firmware.call(Conduit.HVC, call);
            return Outcome.ANSWERED;
        }
        if (immediate == Hypercalls.IMMEDIATE) {
            hypercalls.call(call);
            return Outcome.ANSWERED;
        }
        if (debug && immediate >= DEBUG_FIRST) {
            host.log(print(immediate, call, pc));
            return Outcome.ANSWERED;
        }
        return Outcome.UNDEFINED;
    }

    /**
     * SMC at EL1.
     *
     * @param immediate 16 bits
     */
    public Outcome smc(int immediate, CallContext call) {
        if (immediate != 0) {
            return Outcome.UNDEFINED;
        }
        firmware.call(Conduit.SMC, call);
        return Outcome.ANSWERED;
    }

    private static String print(int immediate, CallContext call, LongSupplier pc) {
        if (immediate >= PRINT_REGISTER_FIRST && immediate <= PRINT_REGISTER_LAST) {
            int n = immediate & 0xF;
            return "X" + n + " = " + Long.toHexString(call.register(n));
        }
        return switch (immediate) {
            case PRINT_PC -> "PC = " + Long.toHexString(pc.getAsLong());
            case PRINT_CHARACTER -> printable((int) call.register(0) & 0xFF);
            case PRINT_STATE -> state(call, pc);
            default -> "debug call " + Integer.toHexString(immediate);
        };
    }

    private static String printable(int c) {
        return c >= ' ' && c <= '~' ? String.valueOf((char) c) : "\\x" + Integer.toHexString(c);
    }

    private static String state(CallContext call, LongSupplier pc) {
        StringBuilder text = new StringBuilder("PC = ").append(Long.toHexString(pc.getAsLong()));
        for (int n = 0; n < 18; n++) {
            text.append(" X").append(n).append(" = ").append(Long.toHexString(call.register(n)));
        }
        return text.toString();
    }
}
