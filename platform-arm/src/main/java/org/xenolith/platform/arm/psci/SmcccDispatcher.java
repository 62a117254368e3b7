// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.psci;

import java.util.function.Predicate;
import org.xenolith.api.call.CallContext;

/**
 * Answers HVC 0 and SMC 0: the function id in W0 selects, arguments are in X1 and up, results in X0 and up [DEN0028].
 *
 * <p>Called on the vCPU's thread, several vCPUs at once; it has no state of its own.
 */
public final class SmcccDispatcher {
    private static final int SMCCC_VERSION = 0x8000_0000;
    private static final int ARCH_FEATURES = 0x8000_0001;
    private static final int WORKAROUND_1 = 0x8000_8000;
    private static final int WORKAROUND_2 = 0x8000_7FFF;
    private static final int WORKAROUND_3 = 0x8000_3FFF;
    private static final int STANDARD_COUNT = 0x8400_FF00;
    private static final int STANDARD_UID = 0x8400_FF01;
    private static final int STANDARD_REVISION = 0x8400_FF03;
    private static final int HYPERVISOR_COUNT = 0x8500_FF00;
    private static final int HYPERVISOR_UID = 0x8500_FF01;
    private static final int HYPERVISOR_REVISION = 0x8500_FF03;
    private static final int HYPERVISOR_CALLS = 3;
    /** The last id of the range that was in use before the convention. */
    private static final int LAST_EXISTING = 0x100_FFFF;

    private static final long UNKNOWN = -1;
    private static final int NOT_REQUIRED = -2;
    private static final int[] STANDARD_UUID = {0x6F38_63F8, 0xBD4C_394B, 0x16CE_2092, 0x6F9F_E541};
    private static final int[] XEN_UUID = {0xDC12_18A7, 0x6943_98C6, 0xD179_CF9A, 0x67E6_DE8D};

    private final Psci psci;
    private final FirmwareProfile profile;
    private final Predicate<CallContext> others;

    /** The instruction that made a call. */
    public enum Conduit {
        /** HVC. */
        HVC,
        /** SMC. */
        SMC
    }

    /**
     * Builds a dispatcher.
     *
     * @param others answers ids that are not known here; false if it does not know one either
     */
    public SmcccDispatcher(PsciHost host, FirmwareProfile profile, Predicate<CallContext> others) {
        this.psci = new Psci(host, profile);
        this.profile = profile;
        this.others = others;
    }

    /** Answers a call; an id that nobody knows gets -1 in X0 and changes nothing else. */
    public void call(Conduit conduit, CallContext call) {
        int id = (int) call.register(0);
        if (Integer.compareUnsigned(id, LAST_EXISTING) <= 0) {
            call.setRegister(0, psci.callFirstVersion(id, call));
            return;
        }
        switch (id) {
            case WORKAROUND_1, WORKAROUND_3 -> zero(conduit, call, 2);
            case WORKAROUND_2 -> zero(conduit, call, 4);
            case SMCCC_VERSION -> call.setRegister(0, profile.smcccVersion());
            case ARCH_FEATURES -> call.setRegister(0, architecturalFeature((int) call.register(1)));
            case STANDARD_COUNT -> call.setRegister(0, profile.standardCalls());
            case STANDARD_UID -> identify(call, STANDARD_UUID);
            case STANDARD_REVISION, HYPERVISOR_REVISION -> {
                call.setRegister(0, 0);
                call.setRegister(1, 1);
            }
            case HYPERVISOR_COUNT -> call.setRegister(0, HYPERVISOR_CALLS);
            case HYPERVISOR_UID -> identify(call, XEN_UUID);
            default -> other(id, call);
        }
    }

    /** The workarounds are done on entry to the hypervisor; HVC has a short way back that clears registers. */
    private static void zero(Conduit conduit, CallContext call, int registers) {
        if (conduit == Conduit.HVC) {
            for (int n = 0; n < registers; n++) {
                call.setRegister(n, 0);
            }
        }
    }

    private int architecturalFeature(int id) {
        FirmwareProfile.Mitigations m = profile.mitigations();
        return switch (id) {
            case WORKAROUND_1 -> m.branchPredictor() ? PsciStatus.SUCCESS : PsciStatus.NOT_SUPPORTED;
            case WORKAROUND_2 ->
                switch (m.speculativeStore()) {
                    case DYNAMIC -> PsciStatus.SUCCESS;
                    case PERMANENT -> NOT_REQUIRED;
                    case UNKNOWN -> PsciStatus.NOT_SUPPORTED;
                };
            case WORKAROUND_3 -> m.branchHistory() ? PsciStatus.SUCCESS : PsciStatus.NOT_SUPPORTED;
            default -> PsciStatus.NOT_SUPPORTED;
        };
    }

    private static void identify(CallContext call, int[] uuid) {
        for (int n = 0; n < uuid.length; n++) {
            call.setRegister(n, uuid[n] & 0xFFFF_FFFFL);
        }
    }

    private void other(int id, CallContext call) {
        if (!psci.call(id, call) && !others.test(call)) {
            call.setRegister(0, UNKNOWN);
        }
    }
}
