// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.xenolith.api.device.DeviceAccess;
import org.xenolith.api.device.DeviceSlot;

/**
 * Prints what a guest does with a device. At most {@link #PER_SECOND} accesses a second are printed, the others counted:
 * a guest that polls would flood any terminal. The guest waits for nothing.
 */
final class AccessTrace implements AutoCloseable {
    /** Lines in a second. */
    static final int PER_SECOND = 200;

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);
    private static final int WAITING = 1024;

    private final DeviceSlot slot;
    private final PrintStream out;
    private final BlockingQueue<DeviceAccess> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong omitted = new AtomicLong();
    private final CountDownLatch wanted;
    private final Thread printer;
    private final DeviceSlot.Trace trace;
    private long second;
    private int lines;

    private AccessTrace(DeviceSlot slot, PrintStream out, CountDownLatch wanted) {
        this.slot = slot;
        this.out = out;
        this.wanted = wanted;
        second = System.nanoTime();
        printer = Thread.ofVirtual().name("xenolith-trace").start(this::print);
        trace = slot.trace(this::note);
    }

    /**
     * Begins a trace.
     *
     * @param accesses how many to wait for in {@link #await}
     */
    static AccessTrace begin(DeviceSlot slot, PrintStream out, int accesses) {
        return new AccessTrace(slot, out, new CountDownLatch(accesses));
    }

    /** Waits until as many accesses as were asked for have been seen; tells whether they have. */
    boolean await(Duration limit) throws InterruptedException {
        return wanted.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the trace: nothing is printed after this. */
    @Override
    public void close() {
        trace.close();
        printer.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            printer.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        tellOmitted();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(DeviceAccess access) {
        if (!waiting.offer(access)) {
            omitted.incrementAndGet();
        }
    }

    private void print() {
        try {
            while (true) {
                show(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(DeviceAccess access) {
        long now = System.nanoTime();
        if (now - second >= WINDOW) {
            second = now;
            lines = 0;
            tellOmitted();
        }
        if (lines < PER_SECOND) {
            lines++;
            out.println("vcpu" + access.vcpu() + " " + slot.describe(access));
        } else {
            omitted.incrementAndGet();
        }
        wanted.countDown();
    }

    private void tellOmitted() {
        long left = omitted.getAndSet(0);
        if (left > 0) {
            out.println("... " + left + " accesses not shown");
        }
    }
}
