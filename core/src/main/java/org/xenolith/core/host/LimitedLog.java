// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A log that lets a few lines through in each second and says how many it has left out. */
final class LimitedLog implements HostLog {
    private final HostLog target;
    private final String prefix;
    private final int linesPerSecond;
    private final LongSupplier nanos;
    private long second = Long.MIN_VALUE;
    private int lines;
    private long omitted;

    /**
     * Creates a log.
     *
     * @param prefix begins every line
     * @param nanos a monotonic clock
     */
    LimitedLog(HostLog target, String prefix, int linesPerSecond, LongSupplier nanos) {
        this.target = target;
        this.prefix = prefix;
        this.linesPerSecond = linesPerSecond;
        this.nanos = nanos;
    }

    @Override
    public void write(Level level, String message, @Nullable Throwable cause) {
        long left;
        synchronized (this) {
            long now = Math.floorDiv(nanos.getAsLong(), TimeUnit.SECONDS.toNanos(1));
            if (now != second) {
                second = now;
                lines = 0;
            }
            if (lines >= linesPerSecond) {
                omitted++;
                return;
            }
            lines++;
            left = omitted;
            omitted = 0;
        }
        String note = left == 0 ? "" : " (" + left + " lines omitted before)";
        target.write(level, prefix + message + note, cause);
    }
}
