// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What a partition hears of besides direct requests, one after the other on a thread of its own.
 *
 * <p>It is a platform thread, because a partition that never comes back keeps the thread that it is called on, and the
 * host's consoles share those of virtual threads. The queue is bounded, because guests fill it.
 */
final class Deliveries {
    /** How much may wait. */
    static final int LIMIT = 256;

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor thread;

    /** Creates an empty queue; there is a thread while there is something to do, and a little longer. */
    Deliveries(int partition) {
        thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(LIMIT),
                Thread.ofPlatform()
                        .daemon()
                        .name("xenolith-sp-" + Integer.toHexString(partition) + "-deliveries")
                        .factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /** Takes something to be done; false if too much waits, or it has been ended. */
    boolean offer(Runnable work) {
        try {
            thread.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Drops what waits, and interrupts what is being done. */
    void end() {
        thread.shutdownNow();
    }
}
