// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.ffa;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The FF-A mediator of this host: its switch between virtual machines, and what can be seen of it. Any thread. */
@ProviderType
public interface FfaMediator {
    /** Tells whether virtual machines see and reach each other. */
    boolean vmToVm();

    /**
     * Turns the switch between virtual machines, as its configuration property does; does nothing if it stands so
     * already. Once it has been turned off, no message between virtual machines can succeed when this returns, unless
     * messages are under way for longer than the configured drain time. The configuration's next change takes over.
     *
     * @param force turn off even without a secure world, so that endpoints see only themselves
     * @throws IllegalStateException if it cannot be turned off because there is no secure world, and is not forced
     */
    void vmToVm(boolean on, boolean force);

    /** Returns the tag of the partition list as guests see it, 0 to 0xFFFF. */
    int tag();

    /** Returns the number of messages between virtual machines that are under way. */
    int inflight();

    /** Returns the endpoint ids of the virtual machines that have negotiated, in the order of their doing so. */
    List<Integer> members();

    /** Returns the endpoint ids of all virtual machines that are endpoints, ascending, negotiated or not. */
    List<Integer> endpoints();

    /** Returns the number of regions of memory that virtual machines share. */
    int regions();
}
