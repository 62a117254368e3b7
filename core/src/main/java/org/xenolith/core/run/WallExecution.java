// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.api.cpu.Vcpu;

/** One host thread per vCPU; an idle one is parked. */
public final class WallExecution implements Execution {
    private final List<Runner> runners = new ArrayList<>();
    private final Gate gate;
    private final Consumer<Throwable> crash;

    /**
     * Creates the execution without starting it.
     *
     * @param domain name for the threads
     * @param crash is told what a vCPU has thrown; it ends the domain
     */
    public WallExecution(String domain, List<Vcpu> vcpus, Gate gate, Consumer<Throwable> crash) {
        this.gate = gate;
        this.crash = crash;
        for (Vcpu vcpu : vcpus) {
            runners.add(new Runner(vcpu, "xenolith-" + domain + "-vcpu" + vcpu.id()));
        }
    }

    @Override
    public void start() {
        runners.forEach(Runner::start);
    }

    @Override
    public void wake(int vcpu) {
        runners.get(vcpu).wake();
    }

    @Override
    public void kick() {
        runners.forEach(Runner::kick);
    }

    @Override
    public void join() {
        runners.forEach(Runner::join);
    }

    private final class Runner implements Runnable {
        private final Vcpu vcpu;
        private final String name;
        private volatile @Nullable GuestThread thread;
        private volatile boolean woken;

        Runner(Vcpu vcpu, String name) {
            this.vcpu = vcpu;
            this.name = name;
        }

        void start() {
            GuestThread started = new GuestThread(name, gate, this);
            thread = started;
            started.start();
        }

        void wake() {
            woken = true;
            LockSupport.unpark(thread);
        }

        void kick() {
            vcpu.kick();
            LockSupport.unpark(thread);
        }

        void join() {
            GuestThread started = thread;
            if (started != null) {
                started.joinUninterruptibly();
            }
        }

        @Override
        public void run() {
            while (gate.enter()) {
                RunExit exit;
                try {
                    woken = false;
                    exit = vcpu.run(Long.MAX_VALUE);
                } catch (Throwable e) {
                    crash.accept(e);
                    exit = RunExit.OFF;
                } finally {
                    gate.leave();
                }
                if (exit == RunExit.IDLE || exit == RunExit.OFF) {
                    awaitWake();
                }
            }
        }

        /** A wake that came while the vCPU ran counts: what it announced may have come too late for the guest. */
        private void awaitWake() {
            while (!woken && !gate.ended()) {
                LockSupport.park(this);
                Thread.interrupted();
            }
        }
    }
}
