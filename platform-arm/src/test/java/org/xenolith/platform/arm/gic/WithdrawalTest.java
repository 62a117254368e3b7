// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.irq.InterruptLine;

/** A source that takes its edge back, in each life of an interrupt. */
class WithdrawalTest {
    private static final int INTID = 40;
    private static final int NOTHING = 1023;
    private static final int EDGE = 2 << 2 * (INTID % 16);

    private static Gic gic(String profile, int trigger) throws BusFault {
        Gic gic = new Gic(new GicConfig(GicVersion.V2, GicProfile.named(profile), 1, 64), IrqOutput.UNCONNECTED);
        gic.distributor().write(0, 0, 4, 1);
        gic.distributor().write(0, 0x104, 4, 1L << INTID - 32);
        gic.distributor().write(0, 0xC00 + 4 * (INTID / 16), 4, trigger);
        gic.distributor().write(0, 0x800 + INTID, 1, 1);
        gic.cpuInterface().write(0, 4, 4, 0xF0);
        gic.cpuInterface().write(0, 0, 4, 1);
        return gic;
    }

    private static int acknowledge(Gic gic) throws BusFault {
        return (int) gic.cpuInterface().read(0, 0xC, 4) & 0x3FF;
    }

    @ParameterizedTest
    @ValueSource(strings = {"architectural", "xen"})
    void anEdgeThatWaitsIsForgottenAndTheNextOneComes(String profile) throws BusFault {
        Gic gic = gic(profile, EDGE);
        InterruptLine line = gic.shared(INTID);
        line.pulse();
        line.withdraw();
        assertEquals(NOTHING, acknowledge(gic));
        line.pulse();
        assertEquals(INTID, acknowledge(gic));
    }

    @ParameterizedTest
    @ValueSource(strings = {"architectural", "xen"})
    void anActiveInterruptStaysUntilTheGuestEndsIt(String profile) throws BusFault {
        Gic gic = gic(profile, EDGE);
        InterruptLine line = gic.shared(INTID);
        line.pulse();
        assertEquals(INTID, acknowledge(gic));
        line.pulse();
        line.withdraw();
        gic.cpuInterface().write(0, 0x10, 4, INTID);
        assertEquals(NOTHING, acknowledge(gic));
        line.pulse();
        assertEquals(INTID, acknowledge(gic));
    }

    @ParameterizedTest
    @ValueSource(strings = {"architectural", "xen"})
    void aLevelIsLoweredOnly(String profile) throws BusFault {
        Gic gic = gic(profile, 0);
        InterruptLine line = gic.shared(INTID);
        line.set(true);
        line.withdraw();
        assertEquals(profile.equals("xen") ? INTID : NOTHING, acknowledge(gic), "Xen remembers the level's rise");
    }
}
