// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import static org.xenolith.platform.arm.gic.Register.Access.constant;
import static org.xenolith.platform.arm.gic.Register.Access.of;
import static org.xenolith.platform.arm.gic.Register.Access.zero;
import static org.xenolith.platform.arm.gic.Register.W32;

/** The register table of GICv2's memory-mapped CPU interface: two pages, the second for DIR [IHI0048 4.4]. */
final class CpuInterfaceRegisters {
    static final int SIZE = 0x2000;

    private static final int IIDR = 0x0002_043B;

    private CpuInterfaceRegisters() {}

    static RegisterMap of2(GicProfile profile) {
        RegisterRows t = new RegisterRows(profile);
        add(t, "GICC_CTLR", 0x0000, Effect.MAPPED_CTLR, Effect.MAPPED_CTLR);
        add(t, "GICC_PMR", 0x0004, Effect.PRIORITY_MASK, Effect.PRIORITY_MASK);
        add(t, "GICC_BPR", 0x0008, Effect.BINARY_POINT_0, Effect.BINARY_POINT_0);
        add(t, "GICC_IAR", 0x000C, Effect.ACKNOWLEDGE, Effect.CONSTANT);
        add(t, "GICC_EOIR", 0x0010, Effect.CONSTANT, Effect.END_OF_INTERRUPT);
        add(t, "GICC_RPR", 0x0014, Effect.RUNNING_PRIORITY, Effect.CONSTANT);
        add(t, "GICC_HPPIR", 0x0018, Effect.HIGHEST_PENDING, Effect.CONSTANT);
        add(t, "GICC_ABPR", 0x001C, Effect.BINARY_POINT_1, Effect.BINARY_POINT_1);
        add(t, "GICC_AIAR", 0x0020, Effect.NOTHING_PENDING, Effect.CONSTANT);
        add(t, "GICC_AEOIR", 0x0024, Effect.CONSTANT, Effect.CONSTANT);
        add(t, "GICC_AHPPIR", 0x0028, Effect.NOTHING_PENDING, Effect.CONSTANT);
        t.reserved(0x002C, 0x00CF);
        add(t, "GICC_APR0", 0x00D0, Effect.ACTIVE_PRIORITIES, Effect.ACTIVE_PRIORITIES);
        t.reserved(0x00D4, 0x00FB);
        t.add("GICC_IIDR", 0x00FC, 0x00FF, constant(W32, IIDR), zero(W32));
        t.reserved(0x0100, 0x0FFF);
        add(t, "GICC_DIR", 0x1000, Effect.CONSTANT, Effect.DEACTIVATE_ONE);
        t.reserved(0x1004, 0x1FFF);
        return new RegisterMap(SIZE, t.rows());
    }

    private static void add(RegisterRows t, String name, int first, Effect read, Effect write) {
        t.add(name, first, first + 3, of(W32, read), of(W32, write));
    }
}
