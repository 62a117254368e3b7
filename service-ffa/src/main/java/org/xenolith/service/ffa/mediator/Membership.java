// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part, and the switch between virtual machines.
 *
 * <p>Readers take the current {@link Roster}, without a lock; changes exchange it under this object's monitor. A message
 * enters by {@link #enter}, which counts it before it looks at the mode for good; turning off changes the mode before it
 * looks at the count. So a message either sees the change or is waited for.
 */
final class Membership {
    /** The first tag, of the host and of each member. */
    private static final int FIRST = 1;

    private final Settings settings;
    private final Journal journal;
    private final AtomicInteger inflight = new AtomicInteger();
    private final Object switching = new Object();
    private volatile Roster roster;
    private volatile boolean tainted;

    Membership(Settings settings, boolean on, AccessList access, Journal journal) {
        this.settings = settings;
        this.journal = journal;
        roster = new Roster(
                on ? Mode.ON : Mode.OFF, FIRST, new Endpoint[0], new int[0], new int[0], access, PartitionList.EMPTY);
        if (on) {
            taint();
        }
    }

    Roster roster() {
        return roster;
    }

    boolean on() {
        return roster.mode() == Mode.ON;
    }

    int inflight() {
        return inflight.get();
    }

    boolean tainted() {
        return tainted;
    }

    private void taint() {
        if (!tainted) {
            tainted = true;
            journal.error("FF-A messages between virtual machines are on: "
                    + (roster.access().isOpen()
                            ? "insecure, no access list restricts who sees whom"
                            : "an access list restricts who sees whom"));
        }
    }

    private int next(int tag) {
        int next = tag + 1;
        return (next & 0xFFFF) == 0 && !settings.has(Quirk.TAG_ZERO) ? next + 1 : next;
    }

    /**
     * The tags of a change.
     *
     * @param who comes or goes: those who do not see it do not see a change either; null if all see one
     */
    private Roster moved(Roster now, @Nullable Endpoint who) {
        int[] tags = now.tags().clone();
        for (int i = 0; i < tags.length; i++) {
            if (who == null || now.access().allows(now.members()[i].vm, who.vm)) {
                tags[i] = next(tags[i]);
            }
        }
        return now.withTags(next(now.tag()), tags);
    }

    /** A virtual machine has negotiated. */
    synchronized void join(Endpoint endpoint) {
        Roster now = on() ? moved(roster, endpoint) : roster;
        int count = now.members().length;
        Endpoint[] members = Arrays.copyOf(now.members(), count + 1);
        int[] tags = Arrays.copyOf(now.tags(), count + 1);
        members[count] = endpoint;
        tags[count] = FIRST;
        roster = now.withMembers(members, tags);
    }

    /** A virtual machine goes; harmless if it is no member. */
    synchronized void leave(Endpoint endpoint) {
        int at = roster.position(endpoint);
        if (at == roster.members().length) {
            return;
        }
        Roster now = on() ? moved(roster, endpoint) : roster;
        int left = now.members().length - 1;
        Endpoint[] members = new Endpoint[left];
        int[] tags = new int[left];
        System.arraycopy(now.members(), 0, members, 0, at);
        System.arraycopy(now.members(), at + 1, members, at, left - at);
        System.arraycopy(now.tags(), 0, tags, 0, at);
        System.arraycopy(now.tags(), at + 1, tags, at, left - at);
        roster = now.withMembers(members, tags);
    }

    /** The firmware's list of partitions is known, or has changed while guests run. */
    synchronized void partitions(PartitionList list, boolean changed) {
        roster = (changed ? moved(roster, null) : roster).with(list);
    }

    /** Replaces the access list; one change of every tag. */
    synchronized void access(AccessList list) {
        Roster now = roster;
        // No tag of a member is above that of the host: each moves to one that it has not had.
        int tag = next(now.tag());
        int[] tags = new int[now.tags().length];
        Arrays.fill(tags, tag);
        roster = now.withTags(tag, tags).with(list);
    }

    /** Sets the tag, for tests of its end. */
    synchronized void tag(int tag) {
        roster = roster.withTags(tag, roster.tags());
    }

    /** Lets a message to another virtual machine through; {@link #exit} must follow. */
    boolean enter() {
        if (!on()) {
            return false; // and is not counted, so that those who keep trying do not look like messages under way
        }
        inflight.incrementAndGet();
        if (on()) {
            return true;
        }
        exit();
        return false;
    }

    void exit() {
        if (inflight.decrementAndGet() == 0 && roster.mode() == Mode.CLOSING) {
            closed();
        }
    }

    private synchronized void closed() {
        if (roster.mode() == Mode.CLOSING && inflight.get() == 0) {
            roster = roster.with(Mode.OFF);
        }
    }

    /** Turns the switch; returns when no message of before can succeed any more, or the limit has passed. */
    void turn(boolean on) {
        synchronized (switching) {
            if (on == this.on()) {
                return;
            }
            awaitEnumerations();
            synchronized (this) {
                roster = moved(roster, null).with(on ? Mode.ON : Mode.CLOSING);
            }
            if (on) {
                taint();
            } else {
                drain();
            }
        }
    }

    /** A guest in the middle of an enumeration by windows may not begin again: it gets a moment to finish. */
    private void awaitEnumerations() {
        long deadline = System.nanoTime() + settings.limits().enumerationNanos();
        while (enumerating() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean enumerating() {
        long now = System.nanoTime();
        for (Endpoint e : roster.members()) {
            long at = e.windowAt;
            if (at != 0 && now - at < settings.limits().enumerationNanos()) {
                return true;
            }
        }
        return false;
    }

    private void drain() {
        long deadline = System.nanoTime() + settings.limits().drainNanos();
        closed();
        while (roster.mode() == Mode.CLOSING && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(100_000);
            closed();
        }
        if (roster.mode() == Mode.CLOSING) {
            journal.error("messages between virtual machines are still under way; they end in the background");
        }
    }
}
