// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import org.jspecify.annotations.Nullable;

/**
 * The toolstack's call that gives a domain a virtual UART's ring and event channel (Xen: XEN_DOMCTL_vuart_op, 81).
 *
 * <p>A second initialisation is refused; the first release of the emulation took it for a success and left the caller's
 * port as it was. For the thread that constructs or destroys the domain.
 */
public final class VuartControl {
    /** The only command. */
    public static final int INIT = 0;

    /** The only type: a PL011. */
    public static final int VPL011 = 0;

    /**
     * The call's arguments.
     *
     * @param command what to do
     * @param type which UART
     * @param padding must be 0
     * @param frame guest frame number of the ring
     * @param consoleDomain id of the domain whose daemon serves the ring
     * @param port what the caller's field for the port holds
     */
    public record Request(int command, int type, int padding, long frame, int consoleDomain, int port) {}

    /** Opens queues in a guest frame for a daemon. */
    @FunctionalInterface
    public interface Opener {
        /** Opens them, or leaves everything as it was. */
        RingQueues open(long frame, int consoleDomain) throws RingException;
    }

    private final boolean secondSucceeds;
    private final Opener opener;
    private @Nullable RingQueues queues;
    private boolean created;

    /**
     * Creates the control of a domain without a virtual UART.
     *
     * @param secondSucceeds a second initialisation does nothing and succeeds
     */
    public VuartControl(boolean secondSucceeds, Opener opener) {
        this.secondSucceeds = secondSucceeds;
        this.opener = opener;
    }

    /**
     * Makes the call.
     *
     * @return the port, in the guest's number space
     * @throws RingException EPERM once the domain has been created, EOPNOTSUPP for another type, EINVAL for another
     *     command, for padding, or if it is initialised already; what the ring's set-up throws
     */
    public int call(Request request) throws RingException {
        if (created) {
            throw new RingException(RingException.EPERM, "a virtual UART for a domain that has been created");
        }
        if (request.command() != INIT || request.padding() != 0) {
            throw new RingException(RingException.EINVAL, "virtual UART: " + request);
        }
        if (request.type() != VPL011) {
            throw new RingException(RingException.EOPNOTSUPP, "virtual UART of type " + request.type());
        }
        if (queues != null) {
            if (secondSucceeds) {
                return request.port();
            }
            throw new RingException(RingException.EINVAL, "the domain has a virtual UART");
        }
        RingQueues opened = opener.open(request.frame(), request.consoleDomain());
        queues = opened;
        return opened.port();
    }

    /**
     * Returns the queues.
     *
     * @throws IllegalStateException if there are none yet
     */
    public RingQueues opened() {
        RingQueues open = queues;
        if (open == null) {
            throw new IllegalStateException("the domain has no virtual UART");
        }
        return open;
    }

    /** The domain has been created: no virtual UART can be added any more. */
    public void creationFinished() {
        created = true;
    }

    /** Undoes the initialisation; again, or without one, it has no effect. */
    public void deinit() {
        RingQueues open = queues;
        queues = null;
        if (open != null) {
            open.close();
        }
    }
}
