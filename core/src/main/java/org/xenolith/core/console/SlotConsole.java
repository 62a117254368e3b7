// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleLine;
import org.xenolith.api.console.ConsoleSink;
import org.xenolith.api.time.TimeMode;
import org.xenolith.api.time.VirtualClock;

/**
 * Both ends of a slot's console.
 *
 * <p>In wall time a thread takes the guest's output from the queue, so that the guest feels a slow sink. In counted time
 * the guest's own thread empties the queue in {@link #notifyBackend}, and a backlog keeps the bytes for the sinks: what
 * the guest sees of the queue then never depends on the host.
 *
 * <p>Locks: {@code notification} is held while the device's listener runs (the device's lock comes after it), {@code
 * input} while bytes are put into the queue to the guest; neither while a sink runs.
 */
public final class SlotConsole implements ConsoleLine, Console, AutoCloseable {
    private static final int CHUNK = 2048;

    private final String name;
    private final VirtualClock clock;
    private final boolean counted;
    private final SingleProducerRing in;
    private final SingleProducerRing out;
    private final OutputBacklog backlog = new OutputBacklog();
    private final SinkFan fan;
    private final DrainTask drain;
    private final BiConsumer<String, Throwable> failures;

    private final ReentrantLock notification = new ReentrantLock();
    private volatile Runnable listener = () -> {};
    private boolean held;
    private boolean missed;

    private final ReentrantLock input = new ReentrantLock();
    private final Condition room = input.newCondition();
    private final Deque<byte[]> script = new ArrayDeque<>();
    private int scriptOffset;
    private volatile boolean scripted;
    private volatile int waiting;
    private volatile boolean closed;
    private volatile long refused;
    private volatile long dropped;

    /** What a console is made of: the capacities of its queues in bytes. */
    public record Capacity(int in, int out) {}

    /**
     * Creates a console without sinks.
     *
     * @param clock the domain's; its mode says how output is drained
     * @param executor runs the delivery to sinks while there is some
     * @param failures is told when a sink or a listener throws
     */
    public SlotConsole(
            String name,
            Capacity capacity,
            VirtualClock clock,
            Executor executor,
            BiConsumer<String, Throwable> failures) {
        this.name = name;
        this.clock = clock;
        this.failures = failures;
        counted = clock.mode() == TimeMode.COUNTED;
        in = new SingleProducerRing(capacity.in());
        out = new SingleProducerRing(capacity.out());
        fan = new SinkFan(failures);
        drain = counted
                ? new DrainTask(executor, this::deliverBacklog, () -> !backlog.isEmpty())
                : new DrainTask(executor, this::deliverQueue, this::workQueued);
    }

    @Override
    public String name() {
        return name;
    }

    // ---- the device's end

    @Override
    public int inQueued() {
        return in.queued();
    }

    @Override
    public int inCapacity() {
        return in.capacity();
    }

    @Override
    public int take() {
        return in.take();
    }

    @Override
    public int outQueued() {
        return out.queued();
    }

    @Override
    public int outCapacity() {
        return out.capacity();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // the device is the only writer
    public boolean put(int value) {
        boolean taken = out.put((byte) value);
        if (!taken) {
            refused++;
        }
        return taken;
    }

    @Override
    public void notifyBackend() {
        if (counted) {
            emptyQueue();
        } else if (workQueued()) {
            drain.signal();
            if (out.queued() > out.capacity() / 2) {
                drain.hurry();
            }
        }
        if (waiting > 0) {
            signalRoom();
        }
    }

    @Override
    public void onBackend(Runnable listener) {
        this.listener = listener;
    }

    // ---- output

    private boolean workQueued() {
        return out.queued() > 0 || scripted && in.queued() < in.capacity();
    }

    private boolean deliverQueue() {
        byte[] chunk = new byte[Math.min(CHUNK, Math.max(1, out.queued()))];
        int count = out.take(chunk);
        boolean refilled = refill();
        if (count == 0 && !refilled) {
            return false;
        }
        tellDevice();
        if (count > 0) {
            fan.deliver(chunk, count);
        }
        return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the guest's thread is the only writer
    private void emptyQueue() {
        boolean moved = false;
        while (out.queued() > 0) {
            byte[] chunk = new byte[Math.min(CHUNK, out.queued())];
            int count = out.take(chunk);
            dropped += backlog.append(chunk, count);
            moved = true;
        }
        if (moved) {
            drain.signal();
        }
        if (refill() || moved) {
            tellDevice();
        }
    }

    private boolean deliverBacklog() {
        byte[] all = backlog.take();
        if (all.length == 0) {
            return false;
        }
        fan.deliver(all, all.length);
        return true;
    }

    @Override
    public Attachment attach(ConsoleSink sink, boolean replay) {
        return fan.attach(sink, replay);
    }

    // ---- input

    @Override
    public int offer(byte[] bytes, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        int taken = 0;
        input.lock();
        try {
            while (!scripted && taken < length && in.put(bytes[offset + taken])) {
                taken++;
            }
        } finally {
            input.unlock();
        }
        if (taken > 0) {
            tellDevice();
        }
        return taken;
    }

    @Override
    public void input(byte[] bytes) throws InterruptedException {
        int done = offer(bytes, 0, bytes.length);
        while (done < bytes.length && !closed) {
            awaitRoom();
            done += offer(bytes, done, bytes.length - done);
        }
    }

    private void awaitRoom() throws InterruptedException {
        input.lockInterruptibly();
        try {
            waiting++;
            while ((scripted || in.queued() == in.capacity()) && !closed) {
                room.await();
            }
        } finally {
            waiting--;
            input.unlock();
        }
    }

    private void signalRoom() {
        input.lock();
        try {
            room.signalAll();
        } finally {
            input.unlock();
        }
    }

    @Override
    public void inputAt(long nanos, byte[] bytes) {
        byte[] copy = bytes.clone();
        clock.alarm(() -> {
                    input.lock();
                    try {
                        script.add(copy);
                        scripted = true;
                    } finally {
                        input.unlock();
                    }
                    if (refill()) {
                        tellDevice();
                    }
                })
                .set(nanos);
    }

    /** Moves scripted input into the queue as far as there is room; tells whether some was moved. */
    private boolean refill() {
        if (!scripted) {
            return false;
        }
        boolean moved = false;
        input.lock();
        try {
            byte[] first = script.peek();
            while (first != null) {
                if (scriptOffset == first.length) {
                    script.remove();
                    scriptOffset = 0;
                    first = script.peek();
                } else if (in.put(first[scriptOffset])) {
                    scriptOffset++;
                    moved = true;
                } else {
                    break;
                }
            }
            scripted = first != null;
            if (!scripted) {
                room.signalAll();
            }
        } finally {
            input.unlock();
        }
        return moved;
    }

    // ---- the device's listener

    private void tellDevice() {
        notification.lock();
        try {
            if (held) {
                missed = true;
            } else {
                listener.run();
            }
        } catch (RuntimeException e) {
            failures.accept("the console listener of " + name + " failed", e);
        } finally {
            notification.unlock();
        }
    }

    /** Keeps notifications back; when this returns none is in progress. */
    public void hold() {
        notification.lock();
        try {
            held = true;
        } finally {
            notification.unlock();
        }
    }

    /** Ends {@link #hold}: gives the listener one notification if there were any. */
    public void resume() {
        boolean tell;
        notification.lock();
        try {
            held = false;
            tell = missed;
            missed = false;
        } finally {
            notification.unlock();
        }
        if (tell) {
            tellDevice();
        }
    }

    @Override
    public Counters counters() {
        return new Counters(in.consumed(), out.produced(), refused, dropped);
    }

    /** Lets go who waits for room, and gives the sinks what is left. */
    @Override
    public void close() {
        closed = true;
        signalRoom();
        drain.finish();
    }
}
