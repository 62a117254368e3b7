// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.concurrent.TimeUnit;

/**
 * Numbers that bound what is done for guests.
 *
 * @param partitions entries of the partition list, 1 to 512; more and the firmware is not used
 * @param pages pages in a shared region, from 1
 * @param regions shared regions of a virtual machine, from 1
 * @param teardownNanos after which memory that is not relinquished is taken
 * @param drainNanos how long turning VM-to-VM off waits for messages under way
 * @param enumerationNanos how long a switch of VM-to-VM waits for enumerations under way
 */
public record Limits(
        int partitions, int pages, int regions, long teardownNanos, long drainNanos, long enumerationNanos) {
    /** The values of Xen where it has them. */
    public static final Limits DEFAULT = new Limits(
            63,
            256,
            32,
            TimeUnit.SECONDS.toNanos(30),
            TimeUnit.MILLISECONDS.toNanos(1000),
            TimeUnit.MILLISECONDS.toNanos(250));
}
