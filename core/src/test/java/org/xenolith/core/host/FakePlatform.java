// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.irq.InterruptController;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.platform.Machine;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.platform.Platform;
import org.xenolith.core.run.FakeVcpu;

/** A platform whose guests are Java lambdas; an interrupt or an upcall wakes the vCPU. */
final class FakePlatform implements Platform {
    /** Loads a guest: what every vCPU executes. */
    @FunctionalInterface
    interface Guest {
        /** Builds what the guest needs and returns its program. */
        FakeVcpu.Program load(MachineContext context) throws DomainException;
    }

    final List<FakeMachine> machines = new CopyOnWriteArrayList<>();
    private final Guest guest;

    FakePlatform(Guest guest) {
        this.guest = guest;
    }

    @Override
    public Machine build(MachineContext context) throws DomainException {
        context.memory().populate(0x4000_0000L, context.config().memory());
        FakeVcpu.Program program = guest.load(context);
        FakeMachine machine = new FakeMachine(context, program);
        machines.add(machine);
        return machine;
    }

    /** A machine that remembers what happened to it. */
    static class FakeMachine implements Machine, InterruptController {
        final List<Vcpu> vcpus = new ArrayList<>();
        final AtomicInteger closed = new AtomicInteger();
        final List<Integer> upcalls = new CopyOnWriteArrayList<>();
        private final MachineContext context;

        FakeMachine(MachineContext context, FakeVcpu.Program program) {
            this.context = context;
            for (int i = 0; i < context.config().vcpus(); i++) {
                vcpus.add(new FakeVcpu(i, program));
            }
        }

        void interrupt(int vcpu) {
            ((FakeVcpu) vcpus.get(vcpu)).interrupt();
            context.wake(vcpu);
        }

        @Override
        public List<Vcpu> vcpus() {
            return vcpus;
        }

        @Override
        public InterruptController interrupts() {
            return this;
        }

        @Override
        public void eventUpcall(int vcpu) {
            upcalls.add(vcpu);
            interrupt(vcpu);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }

        @Override
        public InterruptLine shared(int number) {
            return level -> {
                if (level) {
                    interrupt(0);
                }
            };
        }

        @Override
        public InterruptLine local(int vcpu, int number) {
            return level -> {
                if (level) {
                    interrupt(vcpu);
                }
            };
        }

        @Override
        public void signal(int vcpu, int number) {
            interrupt(vcpu);
        }

        @Override
        public boolean waiting(int vcpu) {
            return false;
        }

        @Override
        public int[] sharedRange() {
            return new int[] {32, 64};
        }
    }
}
