// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.hypervisor.DomainState;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.core.run.Execution;
import org.xenolith.core.run.Gate;
import org.xenolith.core.run.GuestThread;

/**
 * A domain's life: it runs, pauses, ends and goes.
 *
 * <p>The lock is the domain's lock, the first in the lock order: pauses, safepoints and destruction take turns. Threads
 * that execute the guest never take it, so waiting for them while holding it is safe; ending needs no lock.
 */
final class LifeCycle {
    private final ReentrantLock lock = new ReentrantLock();
    private final Gate gate = new Gate();
    private final AtomicReference<@Nullable ShutdownReason> reason = new AtomicReference<>();
    private final CompletableFuture<ShutdownReason> ended = new CompletableFuture<>();
    private final CountDownLatch announced = new CountDownLatch(1);
    private final Consumer<ShutdownReason> announce;
    private volatile @Nullable Thread announcer;
    private volatile @Nullable Execution execution;
    private volatile DomainState phase = DomainState.CREATED;

    /**
     * Creates a life that has not begun.
     *
     * @param announce tells others that the domain has ended, on a thread of its own
     */
    LifeCycle(Consumer<ShutdownReason> announce) {
        this.announce = announce;
    }

    Gate gate() {
        return gate;
    }

    /** Sets how the vCPUs are executed. */
    void execution(Execution how) {
        execution = how;
    }

    DomainState state() {
        DomainState now = phase;
        return now != DomainState.DESTROYED && reason.get() != null ? DomainState.SHUTDOWN : now;
    }

    @Nullable
    ShutdownReason reason() {
        return reason.get();
    }

    CompletableFuture<ShutdownReason> ended() {
        return ended.copy();
    }

    void wake(int vcpu) {
        Execution now = execution;
        if (now != null) {
            now.wake(vcpu);
        }
    }

    private void kick() {
        Execution now = execution;
        if (now != null) {
            now.kick();
        }
    }

    void unpause() {
        lock.lock();
        try {
            Execution how = execution;
            if (reason.get() != null || how == null) {
                return;
            }
            if (phase == DomainState.CREATED) {
                how.start();
            } else if (phase == DomainState.PAUSED) {
                gate.open();
            }
            phase = DomainState.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    void pause() {
        GuestThread.refuse("pause");
        lock.lock();
        try {
            if (phase == DomainState.RUNNING && reason.get() == null) {
                phase = DomainState.PAUSED;
                gate.close(this::kick);
            }
        } finally {
            lock.unlock();
        }
    }

    long atSafepoint(Runnable action) {
        GuestThread.refuse("safepoint");
        lock.lock();
        try {
            if (phase == DomainState.DESTROYED) {
                throw new IllegalStateException("the domain is destroyed");
            }
            long start = System.nanoTime();
            gate.close(this::kick);
            long stood = gate.stoodSince(start);
            long opened;
            try {
                action.run();
            } finally {
                opened = gate.open();
            }
            return opened - stood;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every vCPU has been between two instructions once.
     *
     * @param nanos how long to wait at most
     * @return whether they have
     */
    boolean quiesce(long nanos) {
        GuestThread.refuse("waiting for vCPUs");
        try {
            return gate.close(this::kick, nanos);
        } finally {
            gate.open();
        }
    }

    void shutdown(ShutdownReason why) {
        if (reason.compareAndSet(null, why)) {
            gate.end();
            kick();
            announcer = Thread.ofVirtual().name("xenolith-ended").unstarted(() -> announce(why));
            announcer.start();
        }
    }

    private void announce(ShutdownReason why) {
        try {
            announce.accept(why);
        } finally {
            announced.countDown();
            ended.complete(why);
        }
    }

    /**
     * Ends the domain if it has not ended, and releases it once no thread executes it.
     *
     * @param release gives everything back
     */
    void destroy(Runnable release) {
        GuestThread.refuse("destroy");
        shutdown(ShutdownReason.POWEROFF);
        awaitAnnounced();
        lock.lock();
        try {
            if (phase == DomainState.DESTROYED) {
                return;
            }
            Execution how = execution;
            if (how != null) {
                how.join();
            }
            release.run();
            phase = DomainState.DESTROYED;
        } finally {
            lock.unlock();
        }
    }

    /** Releases a domain that never was; nobody is told. */
    void abandon(Runnable release) {
        gate.end();
        lock.lock();
        try {
            release.run();
            phase = DomainState.DESTROYED;
        } finally {
            lock.unlock();
        }
    }

    /** Who is told of the end may destroy the domain right then, and may need the lock: neither waits. */
    private void awaitAnnounced() {
        if (lock.isHeldByCurrentThread() || Thread.currentThread() == announcer) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                announced.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
