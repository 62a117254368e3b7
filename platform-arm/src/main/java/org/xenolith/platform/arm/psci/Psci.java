// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.psci;

import org.xenolith.api.call.CallContext;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.platform.arm.gic.Affinity;

/** The power state coordination interface, version 1.1, and the two functions of version 0.1 [DEN0022]. */
final class Psci {
    /** Version 1.1. */
    private static final int VERSION = 0x1_0001;

    private static final int SMCCC_VERSION = 0x8000_0000;
    private static final int MIGRATION_NOT_NEEDED = 2;
    private static final int AFFINITY_ON = 0;
    private static final int AFFINITY_OFF = 1;
    private static final int LEVELS = 4;
    /** Aff3 in bits 39:32, Aff2 to Aff0 in bits 23:0. */
    private static final long AFFINITY_FIELDS = 0xFF_00FF_FFFFL;

    private static final int CPU_OFF_0_1 = 1;
    private static final int CPU_ON_0_1 = 2;

    private final PsciHost host;
    private final FirmwareProfile profile;

    Psci(PsciHost host, FirmwareProfile profile) {
        this.host = host;
        this.profile = profile;
    }

    /**
     * Answers a call of version 0.2 and later in register 0; false if the function is unknown.
     */
    boolean call(int id, CallContext call) {
        PsciFunction function = PsciFunction.of(id);
        if (function == null) {
            return false;
        }
        call.setRegister(0, answer(function, new Arguments(call, (id & PsciFunction.WIDE) != 0)));
        return true;
    }

    private int answer(PsciFunction function, Arguments in) {
        int self = in.call.vcpu();
        return switch (function) {
            case PSCI_VERSION -> VERSION;
            case CPU_SUSPEND -> {
                host.standby(self);
                yield PsciStatus.SUCCESS;
            }
            case CPU_OFF -> {
                host.cpuOff(self);
                yield PsciStatus.SUCCESS;
            }
            case CPU_ON -> cpuOn(in.at(1), in.at(2), in.at(3));
            case AFFINITY_INFO -> affinityInfo(in.at(1), (int) in.at(2));
            case MIGRATE_INFO_TYPE -> MIGRATION_NOT_NEEDED;
            case SYSTEM_OFF -> end(ShutdownReason.POWEROFF);
            case SYSTEM_RESET -> end(ShutdownReason.REBOOT);
            case PSCI_FEATURES -> features((int) in.at(1));
            case SYSTEM_SUSPEND -> systemSuspend(self, in.at(1), in.at(2));
        };
    }

    /** Answers a call of version 0.1, which knows fewer errors. */
    int callFirstVersion(int id, CallContext call) {
        return switch (id) {
            case CPU_OFF_0_1 -> {
                host.cpuOff(call.vcpu());
                yield PsciStatus.SUCCESS;
            }
            case CPU_ON_0_1 -> {
                int status = cpuOn(call.register(1) & 0xFFFF_FFFFL, call.register(2), 0);
                boolean unknown = status == PsciStatus.ALREADY_ON || status == PsciStatus.INVALID_ADDRESS;
                yield unknown ? PsciStatus.INVALID_PARAMETERS : status;
            }
            default -> PsciStatus.NOT_SUPPORTED;
        };
    }

    private int cpuOn(long target, long entry, long context) {
        int vcpu = Affinity.looseVcpu(target);
        if (vcpu >= host.vcpus()) {
            return PsciStatus.INVALID_PARAMETERS;
        }
        if ((entry & 1) != 0) {
            return PsciStatus.INVALID_ADDRESS;
        }
        return switch (host.cpuOn(vcpu, entry, context)) {
            case STARTED -> PsciStatus.SUCCESS;
            case ALREADY_ON -> PsciStatus.ALREADY_ON;
            case FAILED -> PsciStatus.DENIED;
        };
    }

    private int affinityInfo(long target, int level) {
        if (level < 0 || level >= LEVELS) {
            return PsciStatus.INVALID_PARAMETERS;
        }
        long mask = AFFINITY_FIELDS & -1L << level * 8;
        for (int v = 0; v < host.vcpus(); v++) {
            if ((Affinity.of(v) & mask) == (target & mask) && host.online(v)) {
                return AFFINITY_ON;
            }
        }
        return AFFINITY_OFF;
    }

    private int features(int id) {
        if (id == SMCCC_VERSION) {
            return PsciStatus.SUCCESS;
        }
        PsciFunction function = PsciFunction.of(id);
        if (function == null) {
            return PsciStatus.NOT_SUPPORTED;
        }
        boolean suspend = function == PsciFunction.SYSTEM_SUSPEND;
        return suspend && !canSuspend() ? PsciStatus.NOT_SUPPORTED : PsciStatus.SUCCESS;
    }

    private boolean canSuspend() {
        return profile.systemSuspend() && !host.hardwareDomain();
    }

    private int end(ShutdownReason reason) {
        host.shutdown(reason);
        return PsciStatus.INTERNAL_FAILURE;
    }

    private int systemSuspend(int self, long entry, long context) {
        if (!profile.systemSuspend()) {
            return PsciStatus.NOT_SUPPORTED;
        }
        if ((entry & 1) != 0) {
            return PsciStatus.INVALID_ADDRESS;
        }
        if (host.hardwareDomain()) {
            return PsciStatus.NOT_SUPPORTED;
        }
        for (int v = 0; v < host.vcpus(); v++) {
            if (v != self && host.online(v)) {
                return PsciStatus.DENIED;
            }
        }
        host.suspend(self, entry, context);
        return PsciStatus.SUCCESS;
    }

    /** The arguments of a call, cut to 32 bits in the 32-bit convention. */
    private record Arguments(CallContext call, boolean wide) {
        long at(int index) {
            long value = call.register(index);
            return wide ? value : value & 0xFFFF_FFFFL;
        }
    }
}
