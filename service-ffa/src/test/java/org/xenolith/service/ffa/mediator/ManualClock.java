// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A clock whose time a test makes pass. */
final class ManualClock implements Mediator.Clock {
    final Queue<Runnable> work = new ArrayDeque<>();
    long now;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void later(long delay, TimeUnit unit, Runnable next) {
        work.add(next);
    }

    /** A second passes; what was to be done then is done. */
    boolean tick() {
        now += TimeUnit.SECONDS.toNanos(1);
        Runnable next = work.poll();
        if (next == null) {
            return false;
        }
        next.run();
        return true;
    }
}
