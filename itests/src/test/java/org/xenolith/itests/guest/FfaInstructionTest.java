// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** SMC and HVC instructions with the ids of FF-A: where they go, and where the guest goes on. */
@InContainer
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FfaInstructionTest {
    private static final int SMC_0 = 0xD400_0003;
    private static final int HVC_0 = 0xD400_0002;
    private static final int SMC_1 = 0xD400_0023;
    private static final int HVC_1 = 0xD400_0022;
    private static final int PARAMETERS = 18;
    private static final long CODE = 0x4200_0000L;
    private static final long VECTORS = 0x4210_0000L;

    /** Where an exception from EL1 with its own stack pointer goes [DDI0487 D1.4.1]. */
    private static final long SYNCHRONOUS = VECTORS + 0x200;

    /** Exception class 0 (unknown reason), 32-bit instruction [DDI0487 ESR_ELx]. */
    private static final long UNKNOWN_REASON = 0x0200_0000;

    private static final long ALL_ONES = -1;

    private static Instructions machine(Hypervisor hypervisor, String tee) throws Exception {
        Domain domain = hypervisor.create(MachineSpec.PLAIN.with("tee", tee).bare("rows", "ffa", ""));
        Instructions machine = new Instructions(domain, CODE, VECTORS);
        for (int i = 0; i < PARAMETERS; i++) {
            machine.vcpu().setRegister("x" + i, pattern(i));
        }
        return machine;
    }

    private static long pattern(int register) {
        return 0x5A5A_0000_0000_0000L + register;
    }

    /** A negotiation of version 1.2 [DEN0077A FFA_VERSION]. */
    private static void negotiate(Instructions machine) {
        machine.vcpu().setRegister("x0", FfaClient.VERSION);
        machine.vcpu().setRegister("x1", 0x1_0002);
        machine.execute(SMC_0);
        assertEquals(0x1_0002, machine.vcpu().register("x0"));
    }

    private static void hasPattern(Vcpu vcpu, int from) {
        for (int i = from; i < PARAMETERS; i++) {
            assertEquals(pattern(i), vcpu.register("x" + i), "x" + i);
        }
    }

    @ParameterizedTest
    @Tag("ffa-D01")
    @ValueSource(ints = {HVC_1, SMC_1})
    void anImmediateThatIsNotZeroIsUndefined(int instruction, @Service Hypervisor hypervisor) throws Exception {
        Instructions machine = machine(hypervisor, "ffa");
        try {
            machine.vcpu().setRegister("x0", FfaClient.VERSION);
            machine.execute(instruction);
            assertEquals(SYNCHRONOUS, machine.vcpu().register("pc"));
            assertEquals(UNKNOWN_REASON, machine.vcpu().register("esr_el1"));
            assertEquals(FfaClient.VERSION, machine.vcpu().register("x0"));
            hasPattern(machine.vcpu(), 1);
        } finally {
            machine.domain().destroy();
        }
    }

    @ParameterizedTest
    @Tag("ffa-D03")
    @ValueSource(ints = {HVC_0, SMC_0})
    void aDomainWithoutFfaHasNoSuchCall(int instruction, @Service Hypervisor hypervisor) throws Exception {
        Instructions machine = machine(hypervisor, "none");
        try {
            machine.vcpu().setRegister("x0", FfaClient.VERSION);
            machine.vcpu().setRegister("x1", 0x1_0002);
            machine.execute(instruction);
            assertEquals(CODE + 4, machine.vcpu().register("pc"));
            assertEquals(ALL_ONES, machine.vcpu().register("x0"));
            assertEquals(0x1_0002, machine.vcpu().register("x1"));
            hasPattern(machine.vcpu(), 2);
        } finally {
            machine.domain().destroy();
        }
    }

    @ParameterizedTest
    @Tag("ffa-D08")
    @ValueSource(ints = {HVC_0, SMC_0})
    void aGuestGoesOnBehindItsCall(int instruction, @Service Hypervisor hypervisor) throws Exception {
        Instructions machine = machine(hypervisor, "ffa");
        try {
            negotiate(machine);
            machine.vcpu().setRegister("x0", FfaClient.ID_GET);
            machine.execute(instruction);
            assertEquals(CODE + 4, machine.vcpu().register("pc"));
            assertEquals(FfaClient.SUCCESS, machine.vcpu().register("x0"));
            assertEquals(FfaSettings.endpoint(machine.domain()), machine.vcpu().register("x2"));
        } finally {
            machine.domain().destroy();
        }
    }

    @Test
    @Tag("ffa-D09")
    void withoutAMediatorThereIsNoSuchCall(BundleContext context, @Service Hypervisor hypervisor) throws Exception {
        Bundle mediator = FfaSettings.bundle(context, "org.xenolith.service.ffa");
        Instructions machine = machine(hypervisor, "ffa");
        try {
            negotiate(machine);
            mediator.stop();
            machine.vcpu().setRegister("x0", FfaClient.ID_GET);
            machine.vcpu().setRegister("x1", pattern(1));
            machine.execute(SMC_0);
            assertEquals(CODE + 4, machine.vcpu().register("pc"));
            assertEquals(ALL_ONES, machine.vcpu().register("x0"));
            assertEquals(pattern(1), machine.vcpu().register("x1"));
        } finally {
            mediator.start();
            machine.domain().destroy();
        }
    }
}
