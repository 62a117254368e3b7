// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.RingConsole;

/** Random accesses, most of them at registers of the table, between random steps of the back end. */
class RandomGuestTest {
    private static final int STEPS = 150_000;
    private static final int[] WIDTHS = {1, 2, 4, 4, 4, 8};

    @ParameterizedTest
    @EnumSource
    void endsInAValueOrAFaultAndKeepsTheLineAtItsFormula(Profile profile) throws Exception {
        Random random = new Random(11 + profile.ordinal());
        DeviceBench bench = bench(profile);
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(4) == 0) {
                backend(bench, random, profile != Profile.EXTENDED);
            } else {
                access(bench, random);
            }
            assertLine(bench.device().state(), bench);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cannotTellADeviceThatIsReplacedAllTheTimeFromOneThatIsNot(Profile profile) throws Exception {
        DeviceBench steady = bench(profile);
        DeviceBench replaced = bench(profile);
        long seed = 22 + profile.ordinal();
        Random left = new Random(seed);
        Random right = new Random(seed);
        for (int i = 0; i < STEPS / 5; i++) {
            boolean byBackend = left.nextInt(4) == 0;
            assertEquals(byBackend, right.nextInt(4) == 0);
            if (byBackend) {
                backend(steady, left, false);
                backend(replaced, right, false);
            } else {
                assertEquals(access(steady, left), access(replaced, right), "step " + i);
            }
            replaced.renew();
            assertEquals(describe(steady), describe(replaced), "step " + i);
        }
        assertEquals(left.nextLong(), right.nextLong());
    }

    private static Map<String, String> describe(DeviceBench bench) throws Exception {
        Map<String, String> seen = bench.describe();
        seen.remove("ev");
        return seen;
    }

    private static DeviceBench bench(Profile profile) throws Exception {
        return Benches.bench(
                Map.of("profile", profile.key),
                profile == Profile.MAINLINE_XEN ? new RingConsole(32, 128) : new RingConsole(64, 64));
    }

    private static void backend(DeviceBench bench, Random random, boolean nonsense) {
        RingConsole console = bench.console();
        switch (random.nextInt(nonsense ? 24 : 23)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> console.offer((byte) random.nextInt());
            case 8, 9, 10 -> console.consume(random.nextInt(console.outQueued() + 1));
            case 11 -> bench.clock().advance(random.nextInt(1_000_000));
            case 23 -> console.force(List.of("ic", "ip", "oc", "op").get(random.nextInt(4)), random.nextInt());
            default -> console.notifyDevice();
        }
    }

    /** Makes an access and returns what it gave. */
    private static String access(DeviceBench bench, Random random) {
        long offset = offset(random);
        int width = WIDTHS[random.nextInt(WIDTHS.length)];
        long value = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(256);
        try {
            if (random.nextBoolean()) {
                long read = bench.read(offset, width);
                assertTrue(width == 8 || read >>> 8 * width == 0, "wider than the access");
                return Long.toHexString(read);
            }
            bench.write(offset, width, width == 8 ? value : value & (1L << 8 * width) - 1);
            return "written";
        } catch (BusFault e) {
            return e.getMessage();
        }
    }

    private static long offset(Random random) {
        if (random.nextInt(8) == 0) {
            return random.nextBoolean() ? random.nextInt(0x1000) : random.nextLong();
        }
        List<Register> pool = random.nextBoolean() ? Register.generic() : Register.primeCell();
        return pool.get(random.nextInt(pool.size())).offset + (random.nextInt(16) == 0 ? random.nextInt(4) : 0);
    }

    private static void assertLine(DeviceState state, DeviceBench bench) throws Exception {
        boolean expected = (state.number("ris", 0) & state.number("imsc", 0)) != 0;
        assertEquals(expected, bench.line().level());
    }
}
