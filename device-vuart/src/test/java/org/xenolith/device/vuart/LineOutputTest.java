// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.DeviceScript;
import org.xenolith.testkit.fake.RingConsole;
import org.xenolith.testkit.fake.ScriptRow;

/** The vUART by itself. */
class LineOutputTest {
    private final Benches benches = new Benches();

    static List<ScriptRow> rows() {
        return ScriptRow.read(LineOutputTest.class.getResourceAsStream("line-output.rows"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holds(ScriptRow row) throws Exception {
        check(row, benches.vuart(0), () -> {});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holdsWithADeviceRestoredAfterEachStep(ScriptRow row) throws Exception {
        DeviceBench bench = benches.vuart(0);
        check(row, bench, bench::renew);
    }

    private void check(ScriptRow row, DeviceBench bench, DeviceScript.Step each) throws Exception {
        String results = new DeviceScript(bench, benches.kinds, each).run(row.script());
        assertEquals(row.results(), results);
        Map<String, String> seen = new TreeMap<>(bench.describe());
        String log = String.join("", benches.log);
        seen.put("log", log.replace(" ", "_").replace("\n", "\\n").replace("\t", "\\t"));
        seen.keySet().retainAll(row.end().keySet());
        assertEquals(new TreeMap<>(row.end()), seen);
    }

    @ParameterizedTest
    @CsvSource({
        "pl011,0,18,0",
        "ns16550,0,5,60",
        "omap,0,14,20",
        "exynos4210,20,10,6",
        "cadence,30,2C,8",
        "imx,40,B4,60",
        "imx-lpuart,1C,14,800000",
        "linflexd,38,14,2",
        "meson,0,C,500000",
        "armada3700,8,C,30",
        "scif,C,10,20",
        "scifa,20,14,20"
    })
    void hasTheRegistersOfTheVariant(String variant, String data, String status, String ready) throws Exception {
        DeviceBench bench = benches.vuart(0, "vuart.variant", variant);
        long ends = Long.parseLong(status, 16);
        long value = Long.parseLong(ready, 16);
        assertEquals(value, bench.read(ends, 4));
        assertEquals(value & 0xFF, bench.read(ends, 1));
        bench.write(Long.parseLong(data, 16), 4, 'k');
        bench.write(Long.parseLong(data, 16), 4, '\n');
        assertEquals(List.of("DOM0: k\n"), benches.log);
    }

    @Test
    @Tag("uart-V11")
    void shiftsTheRegistersOfA16550() throws Exception {
        DeviceBench bench = benches.vuart(0, "vuart.variant", "ns16550", "vuart.regShift", "2");
        assertEquals(0x60, bench.read(0x14, 1));
        assertEquals(0, bench.read(5, 1));
    }

    @Test
    @Tag("uart-V12")
    void aStatusWiderThanTheAccessIsCut() throws Exception {
        DeviceBench bench = benches.vuart(0, "vuart.variant", "imx-lpuart");
        assertEquals(0, bench.read(0x14, 1));
        assertEquals(0, bench.read(0x14, 2));
        assertEquals(0x80_0000, bench.read(0x14, 4));
    }

    @Test
    void takesOffsetsAndStatusFromTheSettings() throws Exception {
        DeviceBench bench =
                benches.vuart(0, "vuart.dataOff", "0x40", "vuart.statusOff", "0x44", "vuart.status", "0x77");
        assertEquals(0x77, bench.read(0x44, 4));
        bench.write(0x40, 1, '\n');
        assertEquals(List.of("DOM0: \n"), benches.log);
    }

    @Test
    @Tag("uart-V14")
    void isRefusedToOtherDomainsUnlessTheyAreAllowed() throws Exception {
        assertThrows(DeviceException.class, () -> benches.vuart(1));
        benches.vuart(1, "vuart.hwdomOnly", "false").write(0, 1, '\n');
        assertEquals(List.of("DOM1: \n"), benches.log);
    }

    @Test
    void refusesSettingsItDoesNotKnow() {
        assertThrows(DeviceException.class, () -> benches.vuart(0, "vuart.variant", "z80sio"));
        assertThrows(DeviceException.class, () -> benches.vuart(0, "vuart.dataOff", "-1"));
        assertThrows(DeviceException.class, () -> benches.vuart(0, "vuart.status", "lots"));
        assertThrows(DeviceException.class, () -> benches.vuart(1, "vuart.hwdomOnly", "maybe"));
    }

    @Test
    @Tag("uart-V13")
    void mixesTheBytesOfTwoVcpusAndLosesNone() throws Exception {
        DeviceBench bench = benches.vuart(0);
        Thread[] vcpus = new Thread[2];
        for (int v = 0; v < 2; v++) {
            int vcpu = v;
            vcpus[v] = new Thread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    ((Vuart) bench.device()).write(vcpu, 0, 1, i % 10 == 9 ? '\n' : 'a' + vcpu);
                }
            });
            vcpus[v].start();
        }
        for (Thread vcpu : vcpus) {
            vcpu.join();
        }
        byte[] all = bench.console().consumed();
        assertEquals(2_000, all.length + bench.console().outQueued());
        assertEquals(200, count(all, '\n'));
        assertEquals(900, count(all, 'a'));
        assertEquals(900, count(all, 'b'));
    }

    private static long count(byte[] bytes, int wanted) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .chars()
                .filter(c -> c == wanted)
                .count();
    }

    @Test
    void keepsABoundedAmountForABackEndThatDoesNotConsume() throws Exception {
        DeviceBench bench = new DeviceBench(benches.vuart, "vuart", 0, new RingConsole(64, 64), Map.of());
        for (int i = 0; i < 100_000; i++) {
            bench.write(0, 1, 'a' + i % 26);
        }
        byte[] waiting = bench.device().state().bytes("waiting", new byte[0]);
        assertEquals(WaitingOutput.LIMIT, waiting.length);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; expected.length() < 64 + WaitingOutput.LIMIT; i++) {
            expected.append((char) ('a' + i % 26));
            if (i % LineBuffer.LIMIT == LineBuffer.LIMIT - 1) {
                expected.append('\n');
            }
        }
        while (bench.console().outQueued() > 0) {
            bench.console().consume(bench.console().outQueued());
            bench.console().notifyDevice();
        }
        assertArrayEquals(
                expected.toString().getBytes(StandardCharsets.US_ASCII),
                bench.console().consumed());
    }

    @Test
    void answersEveryAccess() throws Exception {
        Random random = new Random(5);
        DeviceBench bench = benches.vuart(0);
        for (int i = 0; i < 200_000; i++) {
            long offset = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(0x1000) & ~(random.nextInt(4));
            int width = 1 << random.nextInt(4);
            if (random.nextBoolean()) {
                assertEquals(0, bench.read(offset, width));
            } else {
                bench.write(random.nextBoolean() ? 0 : offset, width, random.nextLong());
            }
            if (random.nextInt(100) == 0) {
                bench.renew();
            }
        }
        assertTrue(benches.log.stream().allMatch(l -> l.length() <= 6 + LineBuffer.LIMIT + 1));
    }

    @Test
    void refusesAStateInWhichAnyFieldIsMissingOrOutOfRange() throws Exception {
        DeviceBench bench = benches.vuart(0);
        DeviceState good = bench.device().state();
        for (String name : good.fields().keySet()) {
            Map<String, Object> fields = new HashMap<>(good.fields());
            fields.remove(name);
            assertRefused(bench, fields, name);
            fields.put(name, good.fields().get(name) instanceof Long ? (Object) (-1L) : new byte[9_000]);
            assertRefused(bench, fields, name);
            fields.put(name, "text");
            assertRefused(bench, fields, name);
        }
    }

    private void assertRefused(DeviceBench bench, Map<String, Object> fields, String name) {
        DeviceState state = new DeviceState("vuart", 2, fields);
        DeviceException refusal =
                assertThrows(DeviceException.class, () -> benches.vuart.create(bench.context(), state));
        assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
    }

    @Test
    void refusesStatesOfOtherKindsAndVersions() throws Exception {
        DeviceBench bench = benches.vuart(0);
        Map<String, Object> fields = bench.device().state().fields();
        assertThrows(
                DeviceException.class,
                () -> benches.vuart.create(bench.context(), new DeviceState("vuart", 3, fields)));
        assertThrows(
                DeviceException.class,
                () -> benches.vuart.create(bench.context(), new DeviceState("rtc", 1, Map.of("seconds", 1L))));
        assertThrows(
                DeviceException.class,
                () -> benches.vuart.create(bench.context(), new DeviceState("pl011", 1, Map.of("imsc", -1L))));
    }
}
