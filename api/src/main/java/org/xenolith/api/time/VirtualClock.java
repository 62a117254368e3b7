// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.time;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A domain's clock.
 *
 * <p>Time is in nanoseconds since the domain was created, 63 bits, never negative and never going back. All methods may
 * be called from any thread.
 */
@ProviderType
public interface VirtualClock {

    /** A deadline that never comes. */
    long NEVER = Long.MAX_VALUE;

    /** Returns how time advances in this domain. */
    TimeMode mode();

    /** Returns the current virtual time in nanoseconds. */
    long nanos();

    /**
     * Creates an alarm that is not set.
     *
     * @param action what runs when the alarm fires: briefly, without blocking, on the clock's thread ({@link
     *     TimeMode#WALL}) or on the thread that executes the guest ({@link TimeMode#COUNTED})
     */
    Alarm alarm(Runnable action);

    /** One deadline that can be moved. Setting and cancelling are atomic; an alarm fires at most once per setting. */
    @ProviderType
    interface Alarm {
        /**
         * Sets or moves the deadline; one that has passed fires as soon as possible.
         *
         * @param deadline virtual nanoseconds; {@link #NEVER} cancels
         */
        void set(long deadline);

        /** Cancels the alarm: after this returns no firing begins for an earlier setting. */
        default void cancel() {
            set(NEVER);
        }
    }
}
