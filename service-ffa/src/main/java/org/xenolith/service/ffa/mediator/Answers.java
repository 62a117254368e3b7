// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.secure.SecureCall;

/** Writes results into a guest's registers. */
final class Answers {
    private static final long WORD = 0xFFFF_FFFFL;
    private static final int LAST = 17;

    private Answers() {}

    static void error(CallContext c, Endpoint e, int code) {
        put(c, e, FunctionId.ERROR, code & WORD, 0);
    }

    static void ok(CallContext c, Endpoint e, long w2, long w3) {
        put(c, e, FunctionId.SUCCESS, w2, w3);
    }

    /** Success, or the error if there is one. */
    static void status(CallContext c, Endpoint e, int code) {
        if (code == FfaStatus.OK) {
            ok(c, e, 0, 0);
        } else {
            error(c, e, code);
        }
    }

    static void put(CallContext c, Endpoint e, int id, long x2, long x3) {
        c.setRegister(0, id & WORD);
        c.setRegister(1, 0);
        c.setRegister(2, x2);
        c.setRegister(3, x3);
        zero(c, 4, e.clearsUpper() ? LAST : 7);
    }

    /** A bare value in w0, as VERSION answers. */
    static void value(CallContext c, Endpoint e, int value) {
        c.setRegister(0, value & WORD);
        zero(c, 1, e.clearsUpper() ? LAST : 7);
    }

    private static void zero(CallContext c, int first, int last) {
        for (int i = first; i <= last; i++) {
            c.setRegister(i, 0);
        }
    }

    /** Hands on what the secure world answered: x0 to x7, cut to 32 bits if the answer is of that convention. */
    static void passOn(CallContext c, Endpoint e, SecureCall call) {
        long mask = (call.id() & FunctionId.WIDE) != 0 ? -1 : WORD;
        c.setRegister(0, call.x[0]);
        for (int i = 1; i <= 7; i++) {
            c.setRegister(i, call.x[i] & mask);
        }
        if (e.clearsUpper()) {
            zero(c, 8, LAST);
        }
    }

    /** Hands on all of x0 to x17. */
    static void passOnAll(CallContext c, SecureCall call) {
        for (int i = 0; i <= LAST; i++) {
            c.setRegister(i, call.x[i]);
        }
    }
}
