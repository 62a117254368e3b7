// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import static org.xenolith.platform.arm.gic.Register.ANY;
import static org.xenolith.platform.arm.gic.Register.Access.constant;
import static org.xenolith.platform.arm.gic.Register.Access.of;
import static org.xenolith.platform.arm.gic.Register.Access.refused;
import static org.xenolith.platform.arm.gic.Register.Access.zero;
import static org.xenolith.platform.arm.gic.Register.W32;
import static org.xenolith.platform.arm.gic.Register.W64;
import static org.xenolith.platform.arm.gic.Register.W8;

import org.xenolith.platform.arm.gic.Register.Access;
import org.xenolith.platform.arm.gic.RegisterRows.Both;

/**
 * The register tables of the distributor, GICv2 and GICv3, and of the redistributor's two frames
 * [IHI0048 4.3, IHI0069 12.9, 12.11]; where the profile has Xen's registers, Xen 4.23 behaviour.
 */
final class DistributorRegisters {
    static final int SIZE_V2 = 0x1000;
    static final int SIZE_V3 = 0x1_0000;
    static final int SIZE_REDISTRIBUTOR = 0x2_0000;
    /** Offset of the second frame of a redistributor, that of the private interrupts. */
    static final int SGI_FRAME = 0x1_0000;

    private static final int BYTES = W8 | W32;
    private static final int WIDE = W32 | W64;
    private static final long WRITE_ONLY = 0xDEAD_BEAF_DEAD_BEAFL;
    private static final int IIDR_V2 = 0x43B;
    private static final int IIDR_V3 = 0x34C;

    private DistributorRegisters() {}

    static RegisterMap of2(GicProfile profile) {
        RegisterRows t = new RegisterRows(profile);
        t.add("GICD_CTLR", 0x000, 0x003, of(W32, Effect.DISTRIBUTOR_CTLR), of(W32, Effect.DISTRIBUTOR_CTLR));
        t.add("GICD_TYPER", 0x004, 0x007, of(W32, Effect.DISTRIBUTOR_TYPER), zero(W32));
        t.add("GICD_IIDR", 0x008, 0x00B, constant(W32, IIDR_V2), zero(W32));
        t.reserved(0x00C, 0x01F);
        t.reserved(0x020, 0x03F);
        t.reserved(0x040, 0x07F);
        groups(t, 0, 0x80);
        state(t, 0, 0x80, new Both(zero(ANY), of(W32, Effect.REFUSE_NONZERO)));
        t.add("GICD_IPRIORITYR", 0x400, 0x7FB, of(BYTES, Effect.PRIORITY), of(BYTES, Effect.PRIORITY));
        t.reserved(0x7FC, 0x7FF);
        t.add("GICD_ITARGETSR", 0x800, 0x81F, of(BYTES, Effect.OWN_TARGET), t.xen() ? zero(W32) : zero(BYTES));
        t.add(new Register(
                "GICD_ITARGETSR", 0x820, 0xBFB, 4, 32, of(BYTES, Effect.TARGETS), of(BYTES, Effect.TARGETS)));
        t.reserved(0xBFC, 0xBFF);
        triggers(t, zero(W32));
        t.reserved(0xD00, 0xDFF);
        t.add("GICD_NSACR", 0xE00, 0xEFF, zero(W32), zero(W32));
        t.pick(
                "GICD_SGIR",
                0xF00,
                0xF03,
                new Both(constant(W32, 0xDEAD_BEEFL), of(W32, Effect.SGIR)),
                new Both(zero(W32), of(W32, Effect.SGIR)));
        t.reserved(0xF04, 0xF0F);
        t.pick(
                "GICD_CPENDSGIR",
                0xF10,
                0xF1F,
                new Both(zero(ANY), refused()),
                new Both(of(BYTES, Effect.SENDERS_CLEAR), of(BYTES, Effect.SENDERS_CLEAR)));
        t.pick(
                "GICD_SPENDSGIR",
                0xF20,
                0xF2F,
                new Both(zero(ANY), refused()),
                new Both(of(BYTES, Effect.SENDERS_SET), of(BYTES, Effect.SENDERS_SET)));
        t.reserved(0xF30, 0xFCF);
        if (t.xen()) {
            t.reserved(0xFD0, 0xFE7);
            t.add("GICD_ICPIDR2", 0xFE8, 0xFEB, refused(), zero(W32));
            t.add("GICD_ID", 0xFEC, 0xFFF, zero(ANY), refused());
        } else {
            identification(t, "GICD_", 0xFD0, 0x04, 0x90, 0x2B);
        }
        return new RegisterMap(SIZE_V2, t.rows());
    }

    static RegisterMap of3(GicProfile profile) {
        RegisterRows t = new RegisterRows(profile);
        t.add("GICD_CTLR", 0x0000, 0x0003, of(W32, Effect.DISTRIBUTOR_CTLR), of(W32, Effect.DISTRIBUTOR_CTLR));
        t.add("GICD_TYPER", 0x0004, 0x0007, of(W32, Effect.DISTRIBUTOR_TYPER), zero(W32));
        t.add("GICD_IIDR", 0x0008, 0x000B, constant(W32, IIDR_V3), zero(W32));
        t.reserved(0x000C, 0x007F);
        groups(t, 0, 0x80);
        state(t, 0, 0x80, new Both(zero(ANY), refused()));
        t.add("GICD_IPRIORITYR", 0x0400, 0x07FB, of(BYTES, Effect.PRIORITY), of(BYTES, Effect.PRIORITY));
        t.reserved(0x07FC, 0x0BFF);
        triggers(t, of(W32, Effect.TRIGGER));
        t.add("GICD_IGRPMODR", 0x0D00, 0x0D7F, zero(W32), zero(W32));
        t.reserved(0x0D80, 0x0DFF);
        t.add("GICD_NSACR", 0x0E00, 0x0EFF, zero(W32), zero(W32));
        t.add("GICD_SGIR", 0x0F00, 0x0F03, zero(W32), zero(W32));
        t.reserved(0x0F04, 0x0F0F);
        Both plain = new Both(zero(W32), zero(BYTES));
        t.pick("GICD_CPENDSGIR", 0x0F10, 0x0F1F, new Both(zero(W32), refused()), plain);
        t.pick("GICD_SPENDSGIR", 0x0F20, 0x0F2F, new Both(zero(W32), refused()), plain);
        t.reserved(0x0F30, 0x0FFF);
        extended(t);
        t.reserved(0x3700, 0x60FF);
        t.add(new Register("GICD_IROUTER", 0x6100, 0x7FDF, 8, 32, of(WIDE, Effect.ROUTER), of(WIDE, Effect.ROUTER)));
        t.reserved(0x7FE0, 0xFFCF);
        identification3(t, "GICD_", 0x92);
        return new RegisterMap(SIZE_V3, t.rows());
    }

    static RegisterMap redistributor(GicProfile profile) {
        RegisterRows t = new RegisterRows(profile);
        Access ignoredWide = zero(WIDE);
        t.add("GICR_CTLR", 0x0000, 0x0003, zero(W32), zero(W32));
        t.add("GICR_IIDR", 0x0004, 0x0007, constant(W32, IIDR_V3), zero(W32));
        t.add(new Register("GICR_TYPER", 0x0008, 0x000F, 8, 0, of(WIDE, Effect.REDISTRIBUTOR_TYPER), ignoredWide));
        t.reserved(0x0010, 0x0013);
        t.add("GICR_WAKER", 0x0014, 0x0017, zero(W32), zero(W32));
        t.reserved(0x0018, 0x003F);
        writeOnly(t, "GICR_SETLPIR", 0x0040);
        writeOnly(t, "GICR_CLRLPIR", 0x0048);
        t.reserved(0x0050, 0x006F);
        t.add(new Register("GICR_PROPBASER", 0x0070, 0x0077, 8, 0, zero(WIDE), ignoredWide));
        t.add(new Register("GICR_PENDBASER", 0x0078, 0x007F, 8, 0, zero(WIDE), ignoredWide));
        t.reserved(0x0080, 0x009F);
        writeOnly(t, "GICR_INVLPIR", 0x00A0);
        t.reserved(0x00A8, 0x00AF);
        writeOnly(t, "GICR_INVALLR", 0x00B0);
        t.reserved(0x00B8, 0x00BF);
        t.pick("GICR_SYNCR", 0x00C0, 0x00C3, new Both(constant(W32, 1), zero(W32)), new Both(zero(W32), zero(W32)));
        t.reserved(0x00C4, 0xFFCF);
        identification3(t, "GICR_", 0x93);
        int sgi = SGI_FRAME;
        t.reserved(sgi, sgi + 0x7F);
        groups(t, sgi, 4);
        state(t, sgi, 4, new Both(zero(ANY), refused()));
        for (int n = 0x80; n <= 0x380; n += 0x80) {
            t.reserved(sgi + n + 4, sgi + n + 0x7F);
        }
        t.add("GICR_IPRIORITYR", sgi + 0x400, sgi + 0x41F, of(BYTES, Effect.PRIORITY), of(BYTES, Effect.PRIORITY));
        t.reserved(sgi + 0x420, sgi + 0xBFF);
        softwareTriggers(t, sgi);
        t.add(new Register(
                "GICR_ICFGR", sgi + 0xC04, sgi + 0xC07, 4, 16, of(W32, Effect.TRIGGER), of(W32, Effect.TRIGGER)));
        t.reserved(sgi + 0xC08, sgi + 0xCFF);
        t.add("GICR_IGRPMODR0", sgi + 0xD00, sgi + 0xD03, zero(W32), zero(W32));
        t.reserved(sgi + 0xD04, sgi + 0xDFF);
        t.add("GICR_NSACR", sgi + 0xE00, sgi + 0xE03, zero(W32), zero(W32));
        t.reserved(sgi + 0xE04, sgi + 0xFFFF);
        return new RegisterMap(SIZE_REDISTRIBUTOR, t.rows());
    }

    private static void writeOnly(RegisterRows t, String name, int first) {
        Access read = t.xen() ? constant(ANY, WRITE_ONLY) : zero(ANY);
        t.add(new Register(name, first, first + 7, 8, 0, read, zero(WIDE)));
    }

    private static void groups(RegisterRows t, int frame, int bytes) {
        t.add(prefix(frame) + "IGROUPR", frame + 0x80, frame + 0x80 + bytes - 1, zero(W32), zero(W32));
    }

    /** Adds the rows with one bit for each INTID; arrays have that many bytes. */
    private static void state(RegisterRows t, int frame, int bytes, Both setActive) {
        String p = prefix(frame);
        int end = frame + bytes - 1;
        t.add(p + "ISENABLER", frame + 0x100, end + 0x100, of(W32, Effect.ENABLE), of(W32, Effect.ENABLE));
        t.add(p + "ICENABLER", frame + 0x180, end + 0x180, of(W32, Effect.DISABLE), of(W32, Effect.DISABLE));
        t.pick(p + "ISPENDR", frame + 0x200, end + 0x200, new Both(zero(ANY), of(W32, Effect.PEND)), both(Effect.PEND));
        t.pick(p + "ICPENDR", frame + 0x280, end + 0x280, new Both(zero(ANY), zero(W32)), both(Effect.UNPEND));
        t.pick(p + "ISACTIVER", frame + 0x300, end + 0x300, setActive, both(Effect.ACTIVATE));
        t.pick(p + "ICACTIVER", frame + 0x380, end + 0x380, new Both(zero(ANY), zero(W32)), both(Effect.DEACTIVATE));
    }

    private static Both both(Effect effect) {
        return new Both(of(W32, effect), of(W32, effect));
    }

    private static void softwareTriggers(RegisterRows t, int frame) {
        Access read = t.xen() ? zero(W32) : constant(W32, 0xAAAA_AAAAL);
        t.add(prefix(frame) + "ICFGR0", frame + 0xC00, frame + 0xC03, read, zero(W32));
    }

    private static void triggers(RegisterRows t, Access xenPrivateWrite) {
        softwareTriggers(t, 0);
        Access write = t.xen() ? xenPrivateWrite : of(W32, Effect.TRIGGER);
        t.add(new Register("GICD_ICFGR", 0xC04, 0xC07, 4, 16, of(W32, Effect.TRIGGER), write));
        t.add(new Register("GICD_ICFGR", 0xC08, 0xCFF, 4, 32, of(W32, Effect.TRIGGER), of(W32, Effect.TRIGGER)));
    }

    /** Rows of INTIDs 4096 and up, of which there are none. */
    private static void extended(RegisterRows t) {
        if (!t.xen()) {
            t.reserved(0x1000, 0x36FF);
            return;
        }
        int at = 0x1000;
        at = extendedRow(t, "GICD_IGROUPRnE", at, 0x1000, 0x10FF);
        at = extendedRow(t, "GICD_ISENABLERnE", at, 0x1200, 0x127F);
        at = extendedRow(t, "GICD_ICENABLERnE", at, 0x1400, 0x147F);
        at = extendedRow(t, "GICD_ISPENDRnE", at, 0x1600, 0x167F);
        at = extendedRow(t, "GICD_ICPENDRnE", at, 0x1800, 0x187F);
        at = extendedRow(t, "GICD_ISACTIVERnE", at, 0x1A00, 0x1A7F);
        at = extendedRow(t, "GICD_ICACTIVERnE", at, 0x1C00, 0x1C7F);
        at = extendedRow(t, "GICD_IPRIORITYRnE", at, 0x2000, 0x23FF);
        at = extendedRow(t, "GICD_ICFGRnE", at, 0x3000, 0x30FF);
        at = extendedRow(t, "GICD_IGRPMODRnE", at, 0x3400, 0x347F);
        at = extendedRow(t, "GICD_NSACRnE", at, 0x3600, 0x36FF);
        if (at != 0x3700) {
            throw new IllegalStateException("extended rows end at 0x" + Integer.toHexString(at));
        }
    }

    private static int extendedRow(RegisterRows t, String name, int at, int first, int last) {
        if (at < first) {
            t.reserved(at, first - 1);
        }
        t.add(name, first, last, zero(W32), zero(W32));
        return last + 1;
    }

    private static void identification3(RegisterRows t, String prefix, int part) {
        if (t.xen()) {
            t.reserved(0xFFD0, 0xFFE7);
            t.add(prefix + "PIDR2", 0xFFE8, 0xFFEB, constant(W32, 0x30), zero(W32));
            t.reserved(0xFFEC, 0xFFFF);
        } else {
            identification(t, prefix, 0xFFD0, 0x44, part, 0x3B);
        }
    }

    /** Adds PIDR4-7, PIDR0-3 and CIDR0-3 of an Arm design [IHI0069 12.9.27]. */
    private static void identification(RegisterRows t, String prefix, int first, int pidr4, int pidr0, int pidr2) {
        int[] values = {pidr4, 0, 0, 0, pidr0, 0xB4, pidr2, 0, 0x0D, 0xF0, 0x05, 0xB1};
        String[] names = {
            "PIDR4", "PIDR5", "PIDR6", "PIDR7", "PIDR0", "PIDR1", "PIDR2", "PIDR3", "CIDR0", "CIDR1", "CIDR2", "CIDR3"
        };
        for (int n = 0; n < values.length; n++) {
            t.add(prefix + names[n], first + 4 * n, first + 4 * n + 3, constant(W32, values[n]), zero(W32));
        }
    }

    private static String prefix(int frame) {
        return frame == SGI_FRAME ? "GICR_" : "GICD_";
    }
}
