// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.DeviceScript;
import org.xenolith.testkit.fake.RingConsole;
import org.xenolith.testkit.fake.ScriptRow;

/** The vUART in the place of a PL011, and the PL011's return. */
class StandInTest {
    private static final int TXFF = 0x20;
    private static final int RXFE = 0x10;

    private final Benches benches = new Benches();

    static List<ScriptRow> rows() {
        return ScriptRow.read(StandInTest.class.getResourceAsStream("stand-in.rows"));
    }

    private DeviceScript script(DeviceBench bench) {
        return new DeviceScript(bench, benches.kinds, () -> {});
    }

    private DeviceBench pl011(String... settings) throws DeviceException {
        return benches.pl011(new RingConsole(1024, 2048), settings);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holds(ScriptRow row) throws Exception {
        check(row, pl011("profile", row.profile()), false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holdsWithADeviceRestoredAfterEachStep(ScriptRow row) throws Exception {
        check(row, pl011("profile", row.profile()), true);
    }

    private void check(ScriptRow row, DeviceBench bench, boolean renewing) throws Exception {
        DeviceScript.Step each = renewing ? bench::renew : () -> {};
        String results = new DeviceScript(bench, benches.kinds, each).run(row.script());
        assertEquals(row.results(), results);
        Map<String, String> seen = bench.describe();
        seen.keySet().retainAll(row.end().keySet());
        assertEquals(new TreeMap<>(row.end()), seen);
    }

    @Test
    @Tag("uart-S10")
    void outputThatFindsTheQueueFullFollowsWhatIsInIt() throws Exception {
        DeviceBench bench = pl011("profile", "mainline");
        script(bench).run("x2048 W8 DR 2E; swap vuart; W8 00 78; W8 00 0A; bo 2048; n; bo 2");
        byte[] all = bench.console().consumed();
        assertArrayEquals(new byte[] {'x', '\n'}, Arrays.copyOfRange(all, 2048, all.length));
    }

    @Test
    void outputThatStillWaitsFollowsTheReturningDevice() throws Exception {
        DeviceBench bench = pl011("profile", "mainline");
        script(bench).run("x2048 W8 DR 2E; swap vuart; W8 00 78; W8 00 0A; W8 00 79; swap pl011; W8 DR 7A; R32 FR");
        assertEquals(TXFF, bench.read(0x18, 4) & TXFF);
        script(bench).run("bo 2048; n; bo 4");
        byte[] all = bench.console().consumed();
        assertArrayEquals(new byte[] {'x', '\n', 'y', 'z'}, Arrays.copyOfRange(all, 2048, all.length));
    }

    @Test
    void aQueueFilledByTheStandInCostsTheReturningDeviceNoByte() throws Exception {
        DeviceBench bench = benches.pl011(new RingConsole(64, 64), "profile", "mainline");
        script(bench).run("swap vuart; x63 W8 00 61; W8 00 0A; swap pl011");
        assertEquals(64, bench.console().outQueued());
        assertEquals(0, bench.read(0x18, 4) & TXFF);
        script(bench).run("W8 DR 62");
        assertEquals(TXFF, bench.read(0x18, 4) & TXFF);
        script(bench).run("bo 64; n; bo 1");
        assertEquals('b', bench.console().consumed()[64]);
        assertEquals(0, bench.read(0x18, 4) & TXFF);
    }

    /** TXI tells of room for 16 bytes; what the stand-in has put meanwhile must not cost a driver that trusts it. */
    @ParameterizedTest
    @ValueSource(strings = {"mainline", "mainline-xen"})
    void aBurstWithoutALookIsNotCutWhenTheStandInHasLeftLittleRoom(String profile) throws Exception {
        DeviceBench bench = benches.pl011(new RingConsole(64, 64), "profile", profile);
        script(bench).run("x40 W8 DR 61");
        assertEquals("RIS=20", script(bench).run("R32 RIS"));
        script(bench).run("swap vuart; x20 W8 00 62; swap pl011");
        assertEquals("RIS=20", script(bench).run("R32 RIS"));
        script(bench).run("x16 W8 DR 63");
        assertEquals("RIS=0", script(bench).run("R32 RIS"));
        script(bench).run("bo 64; n; bo 12; n");
        assertEquals(
                "a".repeat(40) + "b".repeat(20) + "c".repeat(16),
                new String(bench.console().consumed(), US_ASCII));
        assertEquals("RIS=20 FR=90", script(bench).run("R32 RIS; R32 FR"));
    }

    @Test
    void outputThatThePl011CouldNotPassOnPrecedesThatOfTheStandIn() throws Exception {
        DeviceBench bench = benches.pl011(new RingConsole(64, 64), "profile", "extended");
        script(bench).run("W8 LCR_H 10; x64 W8 DR 2E; W8 DR 61; W8 DR 62; swap vuart; W8 00 63; swap pl011; W8 DR 64");
        script(bench).run("bo 64; n; bo 4");
        byte[] all = bench.console().consumed();
        assertArrayEquals(new byte[] {'a', 'b', 'c', 'd'}, Arrays.copyOfRange(all, 64, all.length));
    }

    @Test
    void outputThatAnotherStandInLeftParkedIsNotLost() throws Exception {
        DeviceBench bench = pl011("profile", "mainline");
        bench.swap(benches.vuart);
        Map<String, Object> fields = new TreeMap<>(bench.device().state().fields());
        fields.put("pl011.output", new byte[] {'a'});
        fields.put("partial", new byte[] {'b'});
        benches.pl011
                .create(bench.context(), new DeviceState("vuart", 2, fields))
                .start();
        bench.console().consume(2);
        assertArrayEquals(new byte[] {'a', 'b'}, bench.console().consumed());
    }

    @Test
    @Tag("uart-S11")
    void inputIsHeldBackWhileNobodyReadsIt() throws Exception {
        DeviceBench bench = pl011("profile", "mainline");
        assertEquals("rx=0", script(bench).run("bi #1024; n; swap vuart; rx #10"));
        bench.swap(benches.pl011);
        for (int i = 0; i < 1024; i++) {
            assertEquals('a' + i % 26, bench.read(0, 4));
        }
    }

    @Test
    @Tag("uart-S13")
    void aDeviceThatCannotBePreparedChangesNothing() throws Exception {
        DeviceBench bench = pl011("profile", "mainline");
        script(bench).run("W32 IMSC 50; rx A");
        Map<String, String> before = bench.describe();
        assertThrows(
                DeviceException.class,
                () -> bench.swap((context, state) -> {
                    throw new DeviceException("the interrupt is taken");
                }));
        assertEquals(before, bench.describe());
        assertEquals("DR=41", script(bench).run("R32 DR"));
        assertFalse(bench.line().level());
    }

    @Test
    @Tag("uart-S16")
    @Tag("uart-S17")
    void atAnEdgeTriggeredInputAPendingCauseIsOnePulseOnReturn() throws Exception {
        DeviceBench bench = pl011("profile", "mainline", "wiring", "edge");
        script(bench).run("W32 IMSC 50; bi A; n; swap vuart");
        assertEquals(1, bench.line().pulses());
        script(bench).run("W32 38 50; bi B; n; W32 44 0");
        assertEquals(1, bench.line().pulses());
        script(bench).run("swap pl011");
        assertEquals(2, bench.line().pulses());
        script(bench).run("R32 DR; R32 DR; swap vuart; swap pl011");
        assertEquals(2, bench.line().pulses());
    }

    @Test
    void aFaithfulStandInShowsXensConstant() throws Exception {
        DeviceBench bench = pl011("profile", "mainline", "vuart.xenFaithful", "true");
        assertEquals("18=0", script(bench).run("swap vuart; R32 18"));
    }

    @Test
    void writesAreNotTrackedWhenSwitchedOff() throws Exception {
        DeviceBench bench = pl011("profile", "mainline", "swap.trackWrites", "false");
        assertEquals("IMSC=50", script(bench).run("W32 IMSC 50; swap vuart; W32 38 20; swap pl011; R32 IMSC"));
    }

    @Test
    void theFlagsTellWhenTooMuchWaits() throws Exception {
        DeviceBench bench = benches.pl011(new RingConsole(64, 64), "profile", "mainline");
        bench.swap(benches.vuart);
        int written = 0;
        while ((bench.read(0x18, 4) & TXFF) == 0) {
            bench.write(0, 1, written++ % 50 == 49 ? '\n' : 'x');
        }
        assertEquals(0x38, bench.read(0x18, 4));
        byte[] waiting = bench.device().state().bytes("waiting", new byte[0]);
        assertEquals(written, 64 + waiting.length);
        script(bench).run("bo 64; n");
        for (int i = 0; i < 5; i++) {
            script(bench).run("bo 64; n");
        }
        assertEquals(0x90, bench.read(0x18, 4));
    }

    @Test
    void aPl011TakesTheSlotOfAVuartThatWasThereFirst() throws Exception {
        RingConsole console = new RingConsole(1024, 2048);
        DeviceBench bench = new DeviceBench(benches.vuart, "vuart", 0, console, Map.of("profile", "mainline"));
        assertEquals("FR=90 IMSC=0", script(bench).run("W8 00 61; swap pl011; R32 FR; R32 IMSC; W8 DR 62; bo 2"));
        assertArrayEquals(new byte[] {'a', 'b'}, console.consumed());
    }

    @Test
    void nonsenseAmongTheParkedRegistersIsRefusedOnReturn() throws Exception {
        DeviceBench bench = pl011("profile", "mainline");
        bench.swap(benches.vuart);
        Map<String, Object> fields = new TreeMap<>(bench.device().state().fields());
        fields.put("pl011.fr", 0x1_0000L);
        DeviceState bad = new DeviceState("vuart", 2, fields);
        assertThrows(DeviceException.class, () -> benches.pl011.create(bench.context(), bad));
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed", "mainline", "mainline-xen", "extended"})
    void aGuestCannotTellThatItsDeviceWasAway(String profile) throws Exception {
        DeviceBench steady = benches.pl011(new RingConsole(64, 64), "profile", profile);
        DeviceBench swapped = benches.pl011(new RingConsole(64, 64), "profile", profile);
        Random left = new Random(profile.hashCode());
        Random right = new Random(profile.hashCode());
        for (int i = 0; i < 30_000; i++) {
            assertEquals(step(steady, left), step(swapped, right), "step " + i);
            swapped.swap(benches.vuart);
            assertFalse(swapped.line().level());
            swapped.swap(benches.pl011);
            assertEquals(seen(steady), seen(swapped), "step " + i);
        }
    }

    private static Map<String, String> seen(DeviceBench bench) throws Exception {
        Map<String, String> seen = bench.describe();
        seen.remove("ev");
        seen.remove("text");
        return seen;
    }

    private static String step(DeviceBench bench, Random random) {
        RingConsole console = bench.console();
        int choice = random.nextInt(10);
        int value = random.nextInt(0x800);
        int offset = List.of(0, 0, 0, 0x18, 0x2C, 0x30, 0x38, 0x3C, 0x40, 0x44).get(random.nextInt(10));
        int width = 1 << random.nextInt(3);
        try {
            switch (choice) {
                case 0, 1 -> console.offer((byte) value);
                case 2 -> {
                    console.consume(value % (console.outQueued() + 1));
                    console.notifyDevice();
                }
                case 3, 4, 5 -> {
                    return Long.toHexString(bench.read(offset, width));
                }
                default -> bench.write(offset, width, value);
            }
            return "done";
        } catch (BusFault e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed", "mainline", "mainline-xen", "extended"})
    void noByteIsLostDuplicatedOrReorderedInAStormOfSwaps(String profile) throws Exception {
        Random random = new Random(7);
        RingConsole console = new RingConsole(64, 64);
        DeviceBench bench = benches.pl011(console, "profile", profile);
        bench.read(0, 4); // so that the seed's flags tell of an empty queue
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream offered = new ByteArrayOutputStream();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        boolean standIn = false;
        for (int i = 0; i < 200_000; i++) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    bench.swap(standIn ? benches.pl011 : benches.vuart);
                    standIn = !standIn;
                }
                case 1, 2 -> {
                    byte next = (byte) offered.size();
                    if (console.offer(next) > 0) {
                        offered.write(next);
                    }
                }
                case 3 -> {
                    console.consume(random.nextInt(console.outQueued() + 1));
                    console.notifyDevice();
                }
                case 4, 5 -> {
                    if (!standIn && (bench.read(0x18, 4) & RXFE) == 0) {
                        received.write((int) bench.read(0, 4));
                    }
                }
                default -> {
                    if ((bench.read(0x18, 4) & TXFF) == 0) {
                        int next = sent.size() % 40 == 39 ? '\n' : ' ' + sent.size() % 95;
                        bench.write(0, 1, next);
                        sent.write(next);
                    }
                }
            }
        }
        if (standIn) {
            bench.swap(benches.pl011);
        }
        while (console.outQueued() > 0) {
            console.consume(console.outQueued());
            console.notifyDevice();
        }
        while ((bench.read(0x18, 4) & RXFE) == 0) {
            received.write((int) bench.read(0, 4));
        }
        assertArrayEquals(sent.toByteArray(), console.consumed());
        assertArrayEquals(offered.toByteArray(), received.toByteArray());
    }
}
