// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.ArrayList;
import java.util.List;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.engine.support.FlatMemory;
import org.xenolith.engine.support.ToyCpu;
import org.xenolith.engine.support.ToyFrontEnd;
import org.xenolith.engine.support.ToyGuest;

/** One toy vCPU with RAM and a device that notes when it is accessed. */
final class ToyMachine {
    final FlatMemory memory = new FlatMemory();
    final Cluster cluster;
    final ToyCpu cpu;
    final Executor executor;
    /** Instruction counts at device accesses. */
    final List<Long> times = new ArrayList<>();
    /** How often the device asks to be tried again. */
    int retries;

    ToyMachine() {
        this(new ToyFrontEnd(), CodePolicy.interpreting());
    }

    ToyMachine(FrontEnd frontEnd, CodePolicy policy) {
        memory.populate(ToyGuest.CODE, ToyGuest.CODE_SIZE);
        memory.populate(ToyGuest.DATA, ToyGuest.DATA_SIZE);
        cluster = new Cluster(frontEnd, memory, policy);
        cpu = new ToyCpu(cluster, 0, new Device());
        executor = new Executor(cpu);
        cpu.r[ToyFrontEnd.PC] = ToyGuest.CODE;
    }

    /** Writes instruction words one after the other. */
    void code(long address, int... words) {
        for (int i = 0; i < words.length; i++) {
            memory.write(address + 4L * i, 4, words[i]);
        }
    }

    RunExit run(long limit) {
        return executor.run(limit);
    }

    long pc() {
        return cpu.r[ToyFrontEnd.PC];
    }

    private final class Device implements MmioPort {
        @Override
        public long read(long address, int width) throws BusFault {
            access();
            return 77;
        }

        @Override
        public void write(long address, int width, long value) throws BusFault {
            access();
        }

        private void access() throws BusFault {
            if (retries-- > 0) {
                throw BusFault.RETRY;
            }
            times.add(cpu.instructions);
        }
    }
}
