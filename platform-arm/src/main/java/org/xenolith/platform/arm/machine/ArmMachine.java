// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenolith.api.bus.Region;
import org.xenolith.api.code.GuestCode;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.irq.InterruptController;
import org.xenolith.api.platform.Machine;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.engine.EngineCode;
import org.xenolith.engine.exec.Cluster;
import org.xenolith.platform.arm.a64.A64;
import org.xenolith.platform.arm.boot.AddressRange;
import org.xenolith.platform.arm.boot.ArmGuestMap;
import org.xenolith.platform.arm.boot.Placement;
import org.xenolith.platform.arm.cpu.ArmCpu;
import org.xenolith.platform.arm.cpu.CpuModel;
import org.xenolith.platform.arm.cpu.SystemRegister;
import org.xenolith.platform.arm.gic.Gic;
import org.xenolith.platform.arm.gic.GicConfig;
import org.xenolith.platform.arm.gic.GicProfile;
import org.xenolith.platform.arm.gic.GicVersion;
import org.xenolith.platform.arm.psci.FirmwareProfile;
import org.xenolith.platform.arm.psci.SmcccDispatcher;
import org.xenolith.platform.arm.timer.SystemCounter;
import org.xenolith.platform.arm.timer.TimerProfile;
import org.xenolith.platform.arm.timer.VcpuTimers;
import org.xenolith.platform.arm.xen.GuestCalls;
import org.xenolith.platform.arm.xen.Hypercalls;
import org.xenolith.platform.arm.xen.XenProfile;

/** A machine as a Xen guest on Arm sees it: vCPUs, GIC, timers and calls. */
final class ArmMachine implements Machine {
    /** INTID of the event-channel upcall [Xen public/arch-arm.h GUEST_EVTCHN_PPI]. */
    private static final int UPCALL = 31;

    private static final long UNIT = 128 << 10; // a redistributor: two frames of 64 KiB

    private final Gic gic;
    private final Power power;
    private final Cluster cluster;
    private final EngineCode code;
    private final String name;
    private final Memories memories;
    private final List<ArmVcpu> vcpus = new ArrayList<>();

    /**
     * Builds the machine in its reset state, all vCPUs turned off.
     *
     * @param lastFrame the highest guest frame of RAM
     * @param memories of earlier runs
     */
    ArmMachine(MachineContext context, ArmSettings settings, long lastFrame, Memories memories) {
        int count = context.config().vcpus();
        GicProfile gicProfile = settings.asXen() ? GicProfile.XEN : GicProfile.ARCHITECTURAL;
        Surroundings[] surroundings = new Surroundings[1];
        gic = new Gic(new GicConfig(settings.gic(), gicProfile, count, spis(settings)), (vcpu, asserted) -> {
            if (surroundings[0] != null) {
                surroundings[0].irq(vcpu, asserted);
            }
        });
        power = new Power(context, gic, count);
        Calls calls = calls(context, settings, lastFrame);
        surroundings[0] =
                new Surroundings(model(settings), context, gic, timers(context, settings), calls, settings.host());
        cluster = settings.tier()
                .cluster(new A64(surroundings[0]), context.memory(), memories.hot(), settings.codeBlocks());
        for (int i = 0; i < count; i++) {
            ArmCpu cpu = new ArmCpu(cluster, i, context.bus().open(i), surroundings[0]);
            surroundings[0].add(cpu);
            calls.add(cpu);
            ArmVcpu vcpu = new ArmVcpu(cpu);
            vcpus.add(vcpu);
            power.add(vcpu);
        }
        name = context.config().name();
        this.memories = memories;
        code = new EngineCode(cluster, vcpus.stream().map(vcpu -> vcpu.cpu).toList());
        map(context);
    }

    private static int spis(ArmSettings settings) {
        if (settings.spis() > 0) {
            return GicConfig.spisFor(settings.spis());
        }
        return switch (settings.builder()) {
            case LIBXL -> GicConfig.spisFor(1);
            case DOM0LESS -> settings.gic() == GicVersion.V2 ? GicConfig.DEFAULT_SPIS_V2 : GicConfig.DEFAULT_SPIS_V3;
        };
    }

    private static CpuModel model(ArmSettings settings) {
        CpuModel model = CpuModel.byName(settings.cpu());
        if (settings.gic() == GicVersion.V2) {
            return model;
        }
        long systemRegisters = 1L << 24; // ID_AA64PFR0_EL1.GIC
        return model.with(
                SystemRegister.ID_AA64PFR0_EL1, model.value(SystemRegister.ID_AA64PFR0_EL1) | systemRegisters);
    }

    private List<VcpuTimers> timers(MachineContext context, ArmSettings settings) {
        TimerProfile profile = settings.asXen() ? TimerProfile.XEN : TimerProfile.ARCHITECTURAL;
        SystemCounter counter = new SystemCounter(context.clock(), 0);
        List<VcpuTimers> timers = new ArrayList<>();
        for (int i = 0; i < context.config().vcpus(); i++) {
            timers.add(new VcpuTimers(
                    counter, profile, gic.local(i, VcpuTimers.VIRTUAL_INTID), gic.local(i, VcpuTimers.PHYSICAL_INTID)));
        }
        return timers;
    }

    private Calls calls(MachineContext context, ArmSettings settings, long lastFrame) {
        MachineXenHost host = new MachineXenHost(
                context, power, lastFrame, settings.handle(context.config().name()), runsAarch32(settings));
        XenProfile xen = xen(settings);
        SmcccDispatcher firmware =
                new SmcccDispatcher(power, firmware(settings), call -> ((CallFrame) call).ask(context::smccc));
        return new Calls(new GuestCalls(host, xen, firmware, new Hypercalls(host, xen)), context.domain());
    }

    /** Neither xenstore nor a console daemon runs, and a guest that looks for either shall not wait for ever. */
    private static XenProfile xen(ArmSettings settings) {
        if (settings.xenRelease().equals("4.17")) {
            return XenProfile.DEBIAN_4_17.withoutDaemons();
        }
        return settings.builder() == Placement.Builder.DOM0LESS
                ? XenProfile.DEBUG_DOM0LESS
                : XenProfile.RELEASE.withoutDaemons();
    }

    /** ID_AA64PFR0_EL1.EL1 is 2 on a CPU that has AArch32 there [DDI0487 D24.2]. */
    private static boolean runsAarch32(ArmSettings settings) {
        return (model(settings).value(SystemRegister.ID_AA64PFR0_EL1) >>> 4 & 0xF) == 2;
    }

    /** The firmware answers as on a host with the guest's CPU: a Cortex-A57 needs the mitigations, an A53 does not. */
    private static FirmwareProfile firmware(ArmSettings settings) {
        FirmwareProfile base = settings.xenRelease().equals("4.17")
                ? FirmwareProfile.XEN_4_17
                : settings.tee().equals("ffa") ? FirmwareProfile.XEN_FFA : FirmwareProfile.XEN;
        FirmwareProfile.Mitigations mitigations = settings.cpu().equals("cortex-a57")
                ? new FirmwareProfile.Mitigations(true, FirmwareProfile.SpeculativeStore.DYNAMIC, true)
                : FirmwareProfile.Mitigations.NONE;
        return new FirmwareProfile(
                base.name(), base.smcccVersion(), base.systemSuspend(), base.standardCalls(), mitigations);
    }

    private void map(MachineContext context) {
        if (gic.config().version() == GicVersion.V2) {
            context.bus().map(region("gicd", ArmGuestMap.GICD_V2), gic.distributor());
            context.bus().map(region("gicc", ArmGuestMap.GICC_V2), gic.cpuInterface());
        } else {
            context.bus().map(region("gicd", ArmGuestMap.GICD_V3), gic.distributor());
            long size = UNIT * gic.config().vcpus();
            context.bus().map(new Region("gicr", ArmGuestMap.GICR_V3.base(), size), gic.redistributors());
        }
    }

    private static Region region(String name, AddressRange range) {
        return new Region(name, range.base(), range.size());
    }

    /** Turns the boot vCPU on. */
    void boot(long entry, long deviceTree) {
        power.cpuOn(0, entry, deviceTree);
    }

    @Override
    public List<Vcpu> vcpus() {
        return List.copyOf(vcpus);
    }

    @Override
    public InterruptController interrupts() {
        return gic;
    }

    @Override
    public void eventUpcall(int vcpu) {
        gic.inject(vcpu, UPCALL);
    }

    @Override
    public Optional<GuestCode> code() {
        return Optional.of(code);
    }

    @Override
    public void close() {
        code.summarise(name);
        memories.keep();
        cluster.close();
    }
}
