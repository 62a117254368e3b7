// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.DeviceScript;
import org.xenolith.testkit.fake.ScriptRow;

/** The tables of behaviour, each row with both wirings, and again with a device restored after each step. */
class BehaviourRowsTest {
    static List<ScriptRow> rows() {
        return Benches.rows();
    }

    @Test
    void theTablesAreComplete() {
        assertEquals(
                69 * 2,
                rows().stream().filter(r -> !r.profile().equals("mainline-xen")).count());
        assertEquals(
                41,
                rows().stream().filter(r -> r.profile().equals("mainline-xen")).count());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holdsAtAnEdgeTriggeredInput(ScriptRow row) throws Exception {
        DeviceBench bench = Benches.bench(row.profile(), "edge");
        check(row, bench, () -> {}, Set.of("line"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holdsAtALevelTriggeredInputWhoseLineFollowsTheFormula(ScriptRow row) throws Exception {
        DeviceBench bench = Benches.bench(row.profile(), "level");
        check(row, bench, () -> assertLineFollowsFormula(bench), Set.of("inj"));
        assertEquals(0, bench.line().pulses());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holdsWithADeviceRestoredAfterEachStep(ScriptRow row) throws Exception {
        DeviceBench bench = Benches.bench(row.profile(), "edge");
        check(row, bench, bench::renew, Set.of("line", "ev"));
    }

    private static void assertLineFollowsFormula(DeviceBench bench) throws DeviceException {
        DeviceState state = bench.device().state();
        boolean expected = (state.number("ris", 0) & state.number("imsc", 0)) != 0;
        assertEquals(expected, bench.line().level());
    }

    private static void check(ScriptRow row, DeviceBench bench, DeviceScript.Step each, Set<String> ignored)
            throws Exception {
        String results = new DeviceScript(bench, Map.of(), each).run(row.script());
        assertEquals(row.results(), results);
        Map<String, String> expected = new TreeMap<>(row.end());
        expected.keySet().removeAll(ignored);
        Map<String, String> seen = bench.describe();
        seen.keySet().retainAll(expected.keySet());
        assertEquals(expected, seen);
    }
}
