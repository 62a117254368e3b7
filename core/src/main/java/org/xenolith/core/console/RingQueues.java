// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.memory.SharedFrame;
import org.xenolith.core.event.ConsumerPort;
import org.xenolith.core.event.TwoLevelChannels;

/**
 * Queues in a page of guest memory, with an event channel between the ends: what Xen calls a console back end in a
 * domain. The host's end behaves as xenconsoled.
 *
 * <p>Threat model: the guest may write to the page, give it away, and change every index at any time. It then loses or
 * garbles its own console; the host copies at most a ring per step, from inside the page, and says once that a ring is
 * broken. The page stays the console's when the guest gives its frame away.
 *
 * <p>Set up in the order page, port (its handler off), handler; taken down in reverse, so that no handler ever meets a
 * page that is gone. A step that fails undoes those before it.
 */
public final class RingQueues implements Queues {
    /** Bytes that the daemon reads from its terminal at a time. */
    static final int BATCH = 80;

    /** Where a ring is. */
    public record Site(GuestMemory memory, long address, TwoLevelChannels events, int daemonDomain) {}

    private final ConsolePage page;
    private final ConsumerPort port;
    private final Runnable broken;
    private final AtomicBoolean complained = new AtomicBoolean();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong given = new AtomicLong();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private volatile ConsumerPort.@Nullable FarEnd daemon;

    private RingQueues(ConsolePage page, ConsumerPort port, Runnable broken, Deque<Runnable> undo) {
        this.page = page;
        this.port = port;
        this.broken = broken;
        this.undo.addAll(undo);
    }

    /**
     * Takes a page of guest RAM as a console's ring, with what is in it, and allocates an event channel.
     *
     * @param broken runs when the guest has broken a ring that was whole
     * @throws RingException EINVAL if the address is not that of a frame of RAM, ENOSPC if there is no free port; nothing
     *     is left behind
     */
    public static RingQueues open(Site site, Runnable broken) throws RingException {
        Deque<Runnable> undo = new ArrayDeque<>();
        boolean done = false;
        try {
            ConsolePage page = attach(site, undo);
            ConsumerPort port = allocate(site, undo);
            done = true;
            return new RingQueues(page, port, broken, undo);
        } finally {
            if (!done) {
                undo.forEach(Runnable::run);
            }
        }
    }

    private static ConsolePage attach(Site site, Deque<Runnable> undo) throws RingException {
        GuestMemory memory = site.memory();
        long address = site.address();
        boolean aligned = (address & GuestMemory.PAGE_SIZE - 1) == 0;
        if (!aligned || !memory.contains(address, GuestMemory.PAGE_SIZE)) {
            throw new RingException(
                    RingException.EINVAL, "console ring at 0x" + Long.toHexString(address) + ": not a frame of RAM");
        }
        byte[] contents = new byte[GuestMemory.PAGE_SIZE];
        memory.read(address, contents, 0, contents.length);
        SharedFrame frame = memory.allocateShared();
        frame.segment().asByteBuffer().put(contents);
        memory.mapShared(address, frame);
        ConsolePage page = new ConsolePage(frame.segment());
        undo.push(page::detach);
        return page;
    }

    private static ConsumerPort allocate(Site site, Deque<Runnable> undo) throws RingException {
        ConsumerPort port = site.events().bindConsumer(site.daemonDomain());
        if (port == null) {
            throw new RingException(RingException.ENOSPC, "no event channel is free for the console");
        }
        undo.push(port::close);
        return port;
    }

    /** Returns the event channel's port in the guest's number space, 0 when closed. */
    public int port() {
        return port.number();
    }

    @Override
    public int inCapacity() {
        return ConsolePage.IN_BYTES;
    }

    @Override
    public int outCapacity() {
        return ConsolePage.OUT_BYTES;
    }

    @Override
    public int inQueued() {
        return page.inLevel();
    }

    @Override
    public int outQueued() {
        return page.outLevel();
    }

    @Override
    public int take() {
        int value = page.pop();
        if (value >= 0) {
            taken.setRelease(taken.getPlain() + 1);
        }
        return value;
    }

    @Override
    public boolean put(byte value) {
        boolean pushed = page.push(value);
        if (pushed) {
            given.setRelease(given.getPlain() + 1);
        }
        return pushed;
    }

    @Override
    public void notifyHost() {
        port.send();
    }

    @Override
    public boolean outPending() {
        return daemon != null && page.outPending() > 0;
    }

    @Override
    public int collect(byte[] target) {
        int count = daemon == null ? 0 : page.collect(target);
        if (count != ConsolePage.BROKEN) {
            complained.set(false);
            return count;
        }
        if (complained.compareAndSet(false, true)) {
            broken.run();
        }
        return 0;
    }

    @Override
    public int inRoom() {
        return daemon == null ? 0 : page.inRoom();
    }

    @Override
    public int give(byte[] source, int offset, int length) {
        return daemon == null ? 0 : page.give(source, offset, Math.min(length, BATCH));
    }

    @Override
    public void looking() {
        ConsumerPort.FarEnd end = daemon;
        if (end != null) {
            end.takePending();
        }
    }

    @Override
    public void notifyDevice() {
        ConsumerPort.FarEnd end = daemon;
        if (end != null) {
            end.send();
        }
    }

    @Override
    public long taken() {
        return taken.getAcquire();
    }

    @Override
    public long given() {
        return given.getAcquire();
    }

    /** Turns the handler on and lets the daemon bind, which looks at the rings at once: earlier events are lost. */
    @Override
    public void connect(Runnable toHost, Runnable toDevice) {
        port.enable(toDevice);
        undo.push(port::disable);
        daemon = port.connect(toHost);
        undo.push(() -> daemon = null);
        toHost.run();
    }

    @Override
    public synchronized void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
