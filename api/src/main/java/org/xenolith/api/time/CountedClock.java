// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.time;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The clock of a domain in {@link TimeMode#COUNTED}, as the thread that executes the guest drives it.
 *
 * <p>Only that thread calls the methods declared here.
 */
@ProviderType
public interface CountedClock extends VirtualClock {

    /** Returns the virtual nanoseconds that one guest instruction takes, at least 1. */
    int nanosPerInstruction();

    /** Returns the earliest deadline of any alarm that is set, or {@link #NEVER}. */
    long nextDeadline();

    /**
     * Moves time forward without firing alarms.
     *
     * @param nanos the new time; a value before the current time is ignored
     */
    void advanceTo(long nanos);

    /** Runs the actions of all alarms whose deadline is not after the current time, earliest first. */
    void fireDue();
}
