// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.support;

import org.xenolith.platform.arm.cpu.ArmCpu;
import org.xenolith.platform.arm.cpu.ArmEnvironment;
import org.xenolith.platform.arm.cpu.CpuModel;
import org.xenolith.platform.arm.cpu.HostBehaviour;

/** No interrupt controller, no timer, no hypervisor. */
public record BareEnvironment(CpuModel model) implements ArmEnvironment {
    @Override
    public boolean hasRegister(int key, boolean privileged, boolean write) {
        return false;
    }

    @Override
    public long readRegister(ArmCpu cpu, int key, int word) {
        return 0;
    }

    @Override
    public void writeRegister(ArmCpu cpu, int key, int word, long value) {}

    @Override
    public boolean hypervisorCall(ArmCpu cpu, int immediate) {
        return false;
    }

    @Override
    public boolean secureMonitorCall(ArmCpu cpu, int immediate) {
        return false;
    }

    @Override
    public boolean interrupt(int vcpu) {
        return false;
    }

    @Override
    public boolean wakeup(int vcpu) {
        return true;
    }

    @Override
    public void sendEvent(int vcpu) {}

    @Override
    public void crash(ArmCpu cpu, String reason) {}

    @Override
    public HostBehaviour host() {
        return HostBehaviour.ARCHITECTURAL;
    }
}
