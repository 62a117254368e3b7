// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.RingConsole;

/** A driver that writes half a FIFO whenever TXI is up, without a look at the flags, before a back end that is slow. */
class BurstTest {
    private static final int BURST = 16;

    private static DeviceBench bench(Profile profile) throws Exception {
        DeviceBench bench = Benches.bench(Map.of("profile", profile.key), new RingConsole(64, 64));
        if (profile == Profile.EXTENDED) {
            bench.write(Register.LCR_H.offset, 4, 0x10);
        }
        return bench;
    }

    /** The seed tells of any room, and loses such a driver's bytes, as Xen did. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SEED")
    void losesNothing(Profile profile) throws Exception {
        DeviceBench bench = bench(profile);
        Random random = new Random(3);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        bench.write(Register.DR.offset, 1, 0);
        sent.write(0);
        int bursts = 0;
        for (int i = 0; i < 200_000; i++) {
            if ((bench.read(Register.RIS.offset, 4) & Bits.TXI) != 0) {
                bursts++;
                for (int n = 0; n < BURST; n++) {
                    sent.write(sent.size());
                    bench.write(Register.DR.offset, 4, sent.size() - 1 & 0xFF);
                }
            }
            bench.console().consume(random.nextInt(Math.min(10, bench.console().outQueued()) + 1));
            if (random.nextBoolean()) {
                bench.console().notifyDevice();
            }
        }
        while (bench.console().outQueued() > 0) {
            bench.console().consumeAll();
            bench.console().notifyDevice();
        }
        assertTrue(bursts > 1_000, "bursts: " + bursts);
        assertArrayEquals(sent.toByteArray(), bench.console().consumed());
    }

    @Test
    void withTheBackEndInTheHypervisorTheFlagsSayHowFullASlowQueueIs() throws Exception {
        DeviceBench bench = bench(Profile.MAINLINE_XEN);
        write(bench, 48);
        assertEquals("90 20", flags(bench));
        write(bench, 1);
        assertEquals("10 0", flags(bench));
        write(bench, 15);
        assertEquals("38 0", flags(bench));
        bench.console().consume(15);
        bench.console().notifyDevice();
        assertEquals("10 0", flags(bench));
        bench.console().consume(1);
        bench.console().notifyDevice();
        assertEquals("90 20", flags(bench));
        bench.write(Register.ICR.offset, 4, 0x20);
        bench.console().consume(1);
        bench.console().notifyDevice();
        assertEquals("90 0", flags(bench), "what the guest has cleared stays so until it writes");
    }

    private static void write(DeviceBench bench, int bytes) throws Exception {
        for (int i = 0; i < bytes; i++) {
            bench.write(Register.DR.offset, 1, 'x');
        }
    }

    private static String flags(DeviceBench bench) throws Exception {
        return Long.toHexString(bench.read(Register.FR.offset, 4)) + " "
                + Long.toHexString(bench.read(Register.RIS.offset, 4));
    }
}
