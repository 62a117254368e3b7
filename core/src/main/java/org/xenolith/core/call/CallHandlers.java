// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.call;

import org.xenolith.api.call.CallContext;
import org.xenolith.api.call.CallHandler;

/** The call handlers that are there now: two immutable tables, exchanged when a handler comes or goes. Any thread. */
public final class CallHandlers {
    private static final long MAX_FUNCTION = 0xFFFF_FFFFL;

    private volatile CallTable functions = CallTable.EMPTY;
    private volatile CallTable hypercalls = CallTable.EMPTY;

    /**
     * Adds a handler of SMCCC functions.
     *
     * @param first first function id, inclusive, 0 to 2^32 - 1
     * @param last last function id, inclusive, from {@code first} to 2^32 - 1
     * @param order service ranking
     * @param id service id
     */
    public synchronized void addFunctions(long first, long last, int order, long id, CallHandler handler) {
        if (first < 0 || last < first || last > MAX_FUNCTION) {
            throw new IllegalArgumentException(
                    "function ids " + first + " to " + last + ", allowed: ascending, 0 to " + MAX_FUNCTION);
        }
        functions = functions.with(new CallTable.Entry(first, last, order, id, handler));
    }

    /** Adds a handler of a hypercall number; see {@link #addFunctions}. */
    public synchronized void addHypercall(int number, int order, long id, CallHandler handler) {
        if (number < 0) {
            throw new IllegalArgumentException("hypercall " + number + ", allowed: 0 and up");
        }
        hypercalls = hypercalls.with(new CallTable.Entry(number, number, order, id, handler));
    }

    /** Removes a handler; calls that are in it go on. */
    public synchronized void remove(CallHandler gone) {
        functions = functions.without(gone);
        hypercalls = hypercalls.without(gone);
    }

    /** Answers an SMCCC call; false if nobody knows it. */
    public boolean smccc(CallContext context) {
        return functions.call(context);
    }

    /** Answers a hypercall; false if nobody knows it. */
    public boolean hypercall(CallContext context) {
        return hypercalls.call(context);
    }
}
