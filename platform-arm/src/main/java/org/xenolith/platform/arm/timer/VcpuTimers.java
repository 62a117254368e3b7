// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.timer;

import java.util.HashMap;
import java.util.Map;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.irq.InterruptLine;

/**
 * The generic timer as one vCPU sees it: the counters, and its virtual and physical timers.
 *
 * <p>Any thread may call; the lines are driven without a lock.
 */
public final class VcpuTimers {
    /** INTID of the EL1 virtual timer. */
    public static final int VIRTUAL_INTID = 27;

    /** INTID of the EL1 physical timer. */
    public static final int PHYSICAL_INTID = 30;

    private static final String KIND = "timers";

    private final SystemCounter counter;
    private final ArmTimer virtual;
    private final ArmTimer physical;

    /**
     * Builds the timers of a vCPU, disabled.
     *
     * @param virtualLine driven by CNTV, {@link #VIRTUAL_INTID}
     * @param physicalLine driven by CNTP, {@link #PHYSICAL_INTID}
     */
    public VcpuTimers(
            SystemCounter counter, TimerProfile profile, InterruptLine virtualLine, InterruptLine physicalLine) {
        this.counter = counter;
        virtual = new ArmTimer(counter, 0, profile.virtual(), virtualLine);
        physical = new ArmTimer(counter, counter.before(), profile.physical(), physicalLine);
    }

    /**
     * Reads a register; whether the exception level may is the caller's question.
     *
     * @return 64 bits; CTL and TVAL are zero extended from 32
     */
    public long read(TimerRegister register) {
        return switch (register) {
            case CNTFRQ_EL0 -> SystemCounter.FREQUENCY;
            case CNTPCT_EL0 -> counter.physical();
            case CNTVCT_EL0 -> counter.virtual();
            case CNTP_TVAL_EL0 -> physical.readTimer();
            case CNTP_CTL_EL0 -> physical.readControl();
            case CNTP_CVAL_EL0 -> physical.readCompare();
            case CNTV_TVAL_EL0 -> virtual.readTimer();
            case CNTV_CTL_EL0 -> virtual.readControl();
            case CNTV_CVAL_EL0 -> virtual.readCompare();
        };
    }

    /** Writes a register that is {@link TimerRegister#writable}; a write to another has no effect. */
    public void write(TimerRegister register, long value) {
        switch (register) {
            case CNTFRQ_EL0, CNTPCT_EL0, CNTVCT_EL0 -> {
                // read-only
            }
            case CNTP_TVAL_EL0 -> physical.writeTimer(value);
            case CNTP_CTL_EL0 -> physical.writeControl(value);
            case CNTP_CVAL_EL0 -> physical.writeCompare(value);
            case CNTV_TVAL_EL0 -> virtual.writeTimer(value);
            case CNTV_CTL_EL0 -> virtual.writeControl(value);
            case CNTV_CVAL_EL0 -> virtual.writeCompare(value);
        }
    }

    /** Returns the state. */
    public DeviceState state() {
        Map<String, Object> fields = new HashMap<>();
        save(fields, "cntv", virtual.state());
        save(fields, "cntp", physical.state());
        return new DeviceState(KIND, 1, fields);
    }

    private static void save(Map<String, Object> fields, String name, ArmTimer.State state) {
        fields.put(name + ".ctl", state.control() & 0xFFFF_FFFFL);
        fields.put(name + ".cval", state.compare());
        fields.put(name + ".armed", state.armed() ? 1L : 0L);
        fields.put(name + ".raised", state.raised() ? 1L : 0L);
    }

    /**
     * Takes over a state; lines and alarms follow.
     *
     * @throws DeviceException if a field has the wrong type; nothing has changed then
     */
    public void restore(DeviceState state) throws DeviceException {
        ArmTimer.State v = load(state, "cntv");
        ArmTimer.State p = load(state, "cntp");
        virtual.restore(v);
        physical.restore(p);
    }

    private static ArmTimer.State load(DeviceState state, String name) throws DeviceException {
        return new ArmTimer.State(
                (int) state.number(name + ".ctl", 0),
                state.number(name + ".cval", 0),
                state.number(name + ".armed", 0) != 0,
                state.number(name + ".raised", 0) != 0);
    }
}
