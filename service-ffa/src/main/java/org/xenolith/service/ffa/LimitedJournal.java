// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa;

import java.util.function.LongSupplier;
import org.osgi.service.log.Logger;
import org.xenolith.service.ffa.mediator.Journal;

/** The log, at a rate that guests and partitions cannot exceed. */
final class LimitedJournal implements Journal {
    private static final long SECOND = 1_000_000_000L;
    private static final int LINES = 20;

    private final Logger logger;
    private final LongSupplier nanos;
    private long since;
    private int lines;
    private int dropped;

    LimitedJournal(Logger logger, LongSupplier nanos) {
        this.logger = logger;
        this.nanos = nanos;
        since = nanos.getAsLong();
    }

    /** Tells whether a line may be written, and how many were not before it; negative if it may not. */
    private synchronized int take() {
        long now = nanos.getAsLong();
        if (now - since >= SECOND) {
            since = now;
            lines = 0;
        }
        if (lines == LINES) {
            dropped++;
            return -1;
        }
        lines++;
        int before = dropped;
        dropped = 0;
        return before;
    }

    private static String text(String line, int before) {
        return before == 0 ? line : line + " (" + before + " lines before this one were dropped)";
    }

    @Override
    public void info(String line) {
        int before = take();
        if (before >= 0) {
            logger.info(text(line, before));
        }
    }

    @Override
    public void error(String line) {
        int before = take();
        if (before >= 0) {
            logger.error(text(line, before));
        }
    }
}
