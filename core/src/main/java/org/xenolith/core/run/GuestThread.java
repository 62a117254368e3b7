// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.run;

/** A host thread that executes guest code of one domain. It must never wait for that domain to stand. */
public final class GuestThread extends Thread {
    private final Gate gate;

    GuestThread(String name, Gate gate, Runnable body) {
        super(null, body, name);
        this.gate = gate;
        setDaemon(true);
    }

    Gate gate() {
        return gate;
    }

    /**
     * Refuses to go on if the calling thread executes a guest.
     *
     * @param what what was tried, for the message
     * @throws IllegalStateException if it does
     */
    public static void refuse(String what) {
        if (Thread.currentThread() instanceof GuestThread) {
            throw new IllegalStateException(what + " on a thread that executes a guest: it would wait for itself");
        }
    }

    /** Waits until the thread has ended; the caller's interrupt status survives. */
    void joinUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                join();
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
