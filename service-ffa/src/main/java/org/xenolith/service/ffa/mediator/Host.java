// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the parts of a mediator share. */
interface Host {
    /** Returns the firmware that is there now. */
    Firmware firmware();

    /** Returns the journal. */
    Journal journal();

    /** Does something later, on a thread of the host. */
    void later(long delay, TimeUnit unit, Runnable work);

    /** Returns host time in nanoseconds, for deadlines. */
    long nanos();

    /** Returns the endpoint of a virtual machine that has a context, by endpoint id; null if there is none. */
    @Nullable
    Endpoint endpoint(int id);
}
