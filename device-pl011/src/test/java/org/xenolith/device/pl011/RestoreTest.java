// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.DeviceScript;

/** Saved states: what is refused, and what a successor makes of one. */
class RestoreTest {
    private static DeviceState changed(DeviceState state, String field, Object value) {
        Map<String, Object> fields = new HashMap<>(state.fields());
        fields.put(field, value);
        return new DeviceState(state.kind(), state.version(), fields);
    }

    private static DeviceState without(DeviceState state, String field) {
        Map<String, Object> fields = new HashMap<>(state.fields());
        fields.remove(field);
        return new DeviceState(state.kind(), state.version(), fields);
    }

    private static void assertRefused(DeviceBench bench, DeviceState state, String saying) {
        DeviceException refusal =
                assertThrows(DeviceException.class, () -> Benches.factory().create(bench.context(), state));
        assertTrue(refusal.getMessage().contains(saying), refusal.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void refusesAStateInWhichAnyFieldIsMissingOrOfAnotherTypeOrOutOfRange(Profile profile) throws Exception {
        DeviceBench bench = Benches.bench(profile.key, "level");
        DeviceState good = bench.device().state();
        Benches.factory().create(bench.context(), good);
        for (Map.Entry<String, Object> field : good.fields().entrySet()) {
            String name = field.getKey();
            assertRefused(bench, without(good, name), name);
            if (field.getValue() instanceof Long) {
                assertRefused(bench, changed(good, name, Long.MIN_VALUE), name);
                assertRefused(bench, changed(good, name, "4"), name);
                if (!name.equals("timeout")) {
                    assertRefused(bench, changed(good, name, Long.MAX_VALUE), name);
                }
            } else if (field.getValue() instanceof byte[]) {
                assertRefused(bench, changed(good, name, new byte[100_000]), name);
                assertRefused(bench, changed(good, name, 4L), name);
            } else {
                assertRefused(bench, changed(good, name, "other"), name);
                assertRefused(bench, changed(good, name, 4L), name);
            }
        }
    }

    @Test
    void refusesStatesOfOtherKindsAndVersions() throws Exception {
        DeviceBench bench = Benches.bench("mainline", "level");
        DeviceState good = bench.device().state();
        assertRefused(bench, new DeviceState("pl011", 3, good.fields()), "version 3");
        assertRefused(bench, new DeviceState("ns16550", 1, good.fields()), "ns16550");
        assertRefused(bench, new DeviceState("vuart", 1, Map.of("partial", new byte[3])), "pushed");
    }

    @ParameterizedTest
    @EnumSource
    void goesOnFromWhatTheReleaseBeforeHasLeft(Profile profile) throws Exception {
        DeviceBench bench = Benches.bench(profile.key, "level");
        new DeviceScript(bench, Map.of(), () -> {}).run("W32 IMSC 70; rx AB; R32 FR; W8 DR 41");
        DeviceState now = bench.device().state();
        DeviceState before = new DeviceState("pl011", 1, without(now, "told").fields());
        Map<String, Object> expected = new HashMap<>(now.fields());
        assertEquals(1L, expected.get("told"), "the guest has seen the flags, or may have");
        DeviceState restored = Benches.factory().create(bench.context(), before).state();
        assertEquals(2, restored.version());
        assertEquals(expected.keySet(), restored.fields().keySet());
        for (Map.Entry<String, Object> field : expected.entrySet()) {
            assertTrue(
                    java.util.Objects.deepEquals(
                            field.getValue(), restored.fields().get(field.getKey())),
                    field.getKey());
        }
        assertRefused(bench, new DeviceState("pl011", 1, without(before, "fr").fields()), "fr");
    }

    @Test
    void refusesTheStateOfAnotherProfile() throws Exception {
        DeviceState seed = Benches.bench("seed", "level").device().state();
        assertRefused(Benches.bench("mainline", "level"), seed, "profile");
    }

    @Test
    void refusesSettingsItDoesNotKnow() {
        assertThrows(DeviceException.class, () -> Benches.bench("fancy", "level"));
        assertThrows(DeviceException.class, () -> Benches.bench("mainline", "wireless"));
        assertThrows(DeviceException.class, () -> Benches.extended("revision", "r9"));
    }

    @Test
    void startsFromResetWithoutAState() throws Exception {
        DeviceBench bench = Benches.bench("mainline", "level");
        bench.write(Register.IMSC.offset, 4, 0x50);
        bench.console().offer((byte) 1, (byte) 2);
        DeviceState reset = Benches.factory()
                .create(bench.context(), DeviceState.initial("pl011"))
                .state();
        assertEquals(0x90L, reset.fields().get("fr"));
        assertEquals(0L, reset.fields().get("imsc"));
        assertEquals(2, bench.console().inQueued());
    }

    @Test
    void raisesTheLineAgainWhenItStarts() throws Exception {
        DeviceBench bench = Benches.bench("mainline", "level");
        new DeviceScript(bench, Map.of(), () -> {}).run("W32 IMSC 50; rx A");
        bench.line().set(false);
        bench.renew();
        assertTrue(bench.line().level());
    }

    @Test
    void doesNotTouchTheLineAfterItHasStopped() throws Exception {
        DeviceBench bench = Benches.bench("mainline", "level");
        new DeviceScript(bench, Map.of(), () -> {}).run("W32 IMSC 50; rx A");
        bench.device().stop();
        bench.line().set(false);
        bench.write(Register.IMSC.offset, 4, 0);
        bench.write(Register.IMSC.offset, 4, 0x50);
        assertFalse(bench.line().level());
    }

    @Test
    void sendsWhatItsPredecessorHadAcceptedBeforeItsOwn() throws Exception {
        DeviceBench bench = Benches.bench("mainline", "level");
        byte[] early = "early".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        DeviceScript script = new DeviceScript(bench, Map.of(), () -> {});
        script.run("x2048 W8 DR 2E");
        DeviceState state = changed(bench.device().state(), "output", early);
        bench.device().stop();
        var successor = Benches.factory().create(bench.context(), state);
        successor.start();
        successor.write(0, 0, 1, 'X');
        bench.console().consume(2048);
        bench.console().notifyDevice();
        bench.console().consume(bench.console().outQueued());
        byte[] all = bench.console().consumed();
        assertArrayEquals(
                "earlyX".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                java.util.Arrays.copyOfRange(all, 2048, all.length));
    }
}
