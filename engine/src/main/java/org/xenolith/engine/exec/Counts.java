// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.concurrent.atomic.AtomicLong;
import org.xenolith.api.code.CodeCounters;

/** What has become of a cluster's code. Nothing here is counted while code is executed. */
final class Counts {
    final AtomicLong translated = new AtomicLong();
    final AtomicLong optimised = new AtomicLong();
    final AtomicLong invalidated = new AtomicLong();
    final AtomicLong translationNanos = new AtomicLong();
    final AtomicLong tooLarge = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong compilationNanos = new AtomicLong();
    private final AtomicLong regions = new AtomicLong();
    private final AtomicLong members = new AtomicLong();
    private final AtomicLong bytecode = new AtomicLong();

    /** A region has become what is executed. */
    void installed(Region region) {
        regions.incrementAndGet();
        members.addAndGet(region.blocks().size());
        bytecode.addAndGet(region.bytecode);
    }

    CodeCounters.Blocks blocks() {
        return new CodeCounters.Blocks(
                translated.get(), optimised.get(), members.get(), invalidated.get(), translationNanos.get());
    }

    CodeCounters.Regions regions() {
        return new CodeCounters.Regions(
                regions.get(), tooLarge.get(), dropped.get(), bytecode.get(), compilationNanos.get());
    }
}
