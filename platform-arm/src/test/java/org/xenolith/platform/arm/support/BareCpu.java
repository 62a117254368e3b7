// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.support;

import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.engine.Tier;
import org.xenolith.engine.exec.Cluster;
import org.xenolith.engine.exec.Executor;
import org.xenolith.platform.arm.a64.A64;
import org.xenolith.platform.arm.cpu.ArmCpu;
import org.xenolith.platform.arm.cpu.CpuModel;

/** One vCPU at EL1 with the MMU off, flat memory, and nothing else. */
public final class BareCpu {
    /** Where code goes by default. */
    public static final long CODE = 0x4800_0000L;

    public final FlatMemory memory = new FlatMemory();
    public final ArmCpu cpu;
    private final Executor executor;

    /** Creates one that interprets. */
    public BareCpu(CpuModel model) {
        this(model, Tier.INTERPRETER);
    }

    /**
     * Creates one.
     *
     * @param tier what executes its code
     */
    public BareCpu(CpuModel model, Tier tier) {
        BareEnvironment environment = new BareEnvironment(model);
        Cluster cluster = tier.cluster(new A64(environment), memory);
        cpu = new ArmCpu(cluster, 0, new NoDevices(), environment);
        executor = new Executor(cpu);
    }

    /** Writes instruction words. */
    public void code(long address, int... words) {
        for (int i = 0; i < words.length; i++) {
            memory.write(address + 4L * i, 4, words[i]);
        }
    }

    /** Executes exactly so many instructions. */
    public RunExit run(long instructions) {
        return executor.run(instructions);
    }

    private static final class NoDevices implements MmioPort {
        @Override
        public long read(long address, int width) throws BusFault {
            throw BusFault.UNCLAIMED;
        }

        @Override
        public void write(long address, int width, long value) throws BusFault {
            throw BusFault.UNCLAIMED;
        }
    }
}
