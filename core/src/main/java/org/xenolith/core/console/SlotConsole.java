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

    /** How long a full queue to the guest is left alone: not every device tells that it has read. */
    private static final long LOOK_NANOS = 10_000_000;

    private final String name;
    private final VirtualClock clock;
    private final boolean counted;
    private final Queues queues;
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

    /** The capacities of queues in the host's memory, in bytes. */
    public record Capacity(int in, int out) {}

    /** Creates a console with queues in the host's memory, without sinks; its ends are connected. */
    public SlotConsole(
            String name,
            Capacity capacity,
            VirtualClock clock,
            Executor executor,
            BiConsumer<String, Throwable> failures) {
        this(name, new HostQueues(capacity.in(), capacity.out()), clock, executor, failures);
        connect();
    }

    /**
     * Creates a console without sinks whose ends are not connected yet; closing it closes the queues.
     *
     * @param clock the domain's; its mode says how output is drained
     * @param executor runs the delivery to sinks while there is some
     * @param failures is told when a sink or a listener throws
     */
    public SlotConsole(
            String name, Queues queues, VirtualClock clock, Executor executor, BiConsumer<String, Throwable> failures) {
        this.name = name;
        this.clock = clock;
        this.failures = failures;
        counted = clock.mode() == TimeMode.COUNTED;
        this.queues = queues;
        fan = new SinkFan(failures);
        drain = counted
                ? new DrainTask(executor, this::deliverBacklog, () -> !backlog.isEmpty())
                : new DrainTask(executor, this::deliverQueue, this::workQueued);
    }

    /** Lets each end hear of the other; until then nothing moves but by itself. */
    public void connect() {
        queues.connect(this::hostNotified, this::deviceNotified);
    }

    @Override
    public String name() {
        return name;
    }

    // ---- the device's end

    @Override
    public int inQueued() {
        return queues.inQueued();
    }

    @Override
    public int inCapacity() {
        return queues.inCapacity();
    }

    @Override
    public int take() {
        return queues.take();
    }

    @Override
    public int outQueued() {
        return queues.outQueued();
    }

    @Override
    public int outCapacity() {
        return queues.outCapacity();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // the device is the only writer
    public boolean put(int value) {
        boolean taken = queues.put((byte) value);
        if (!taken) {
            refused++;
        }
        return taken;
    }

    @Override
    public void notifyBackend() {
        queues.notifyHost();
    }

    private void hostNotified() {
        queues.looking();
        if (counted) {
            emptyQueue();
        } else if (workQueued()) {
            drain.signal();
            if (queues.outQueued() > queues.outCapacity() / 2) {
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
        return queues.outPending() || scripted && queues.inRoom() > 0;
    }

    private boolean deliverQueue() {
        queues.looking();
        byte[] chunk = new byte[Math.min(CHUNK, Math.max(1, queues.outQueued()))];
        int count = queues.collect(chunk);
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
        while (queues.outPending()) {
            byte[] chunk = new byte[Math.min(CHUNK, queues.outQueued())];
            int count = queues.collect(chunk);
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
        int batch = -1;
        while (taken < length && batch != 0) {
            batch = offerBatch(bytes, offset + taken, length - taken);
            taken += batch;
            if (batch > 0) {
                tellDevice();
            }
        }
        return taken;
    }

    private int offerBatch(byte[] bytes, int offset, int length) {
        input.lock();
        try {
            return scripted ? 0 : queues.give(bytes, offset, length);
        } finally {
            input.unlock();
        }
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
            long left = 1;
            while ((scripted || queues.inRoom() == 0) && !closed && left > 0) {
                left = room.awaitNanos(LOOK_NANOS);
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
                    continue;
                }
                int given = queues.give(first, scriptOffset, first.length - scriptOffset);
                if (given == 0) {
                    break;
                }
                scriptOffset += given;
                moved = true;
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
        queues.notifyDevice();
    }

    private void deviceNotified() {
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
            deviceNotified();
        }
    }

    @Override
    public Counters counters() {
        return new Counters(queues.taken(), queues.given(), refused, dropped);
    }

    /** Lets go who waits for room, and gives the sinks what is left. */
    @Override
    public void close() {
        closed = true;
        signalRoom();
        drain.finish();
        queues.close();
    }
}
