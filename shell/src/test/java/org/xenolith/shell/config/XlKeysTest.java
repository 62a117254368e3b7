// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XlKeysTest {
    private final XlKeys keys = XlKeys.load();

    @ParameterizedTest
    @CsvSource({
        "memroy, memory",
        "vcpu, vcpus",
        "kernal, kernel",
        "on_power_off, on_poweroff",
        "xenolith_tme, xenolith_time"
    })
    void suggestsTheNearestKey(String mistyped, String expected) {
        assertEquals(Optional.of(expected), keys.nearest(mistyped).map(XlKey::name));
    }

    @Test
    void suggestsNothingForAWordThatIsLikeNoKey() {
        assertEquals(Optional.empty(), keys.nearest("quxquuxcorge"));
        assertEquals(Optional.empty(), keys.nearest("x".repeat(100_000)));
    }

    @Test
    void countsASwapOfNeighboursAsOneStep() {
        assertEquals(1, XlKeys.distance("memroy", "memory"));
        assertEquals(3, XlKeys.distance("kitten", "sitting"));
        assertEquals(0, XlKeys.distance("", ""));
    }

    @Test
    void knowsTheKeysOfXlByName() {
        for (String name : new String[] {"disk", "vif", "pci", "bootloader", "acpi", "device_model_version", "sve"}) {
            assertEquals(XlKey.Fate.IGNORED, keys.find(name).orElseThrow().fate(), name);
        }
        assertTrue(keys.all().size() > 150);
    }
}
