// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xenolith.engine.exec.Helpers;
import org.xenolith.platform.arm.cpu.ArmHelpers;

/** The tables of AdvSIMD and cryptography, read by the translator's own reader. */
class VectorTablesTest {
    private static final int AESE = 0x4E284800;
    private static final int PMULL_1Q = 0x0EE0E000;

    private final List<Row> rows = Decoder.load("simd.a64", "crypto.a64");

    @Test
    void everyRowBindsToAHelper() {
        Helpers helpers = ArmHelpers.create();
        for (Row row : rows) {
            assertNotNull(HelperCall.of(row, helpers), row.name());
        }
        assertEquals(324, rows.size());
    }

    @Test
    void cryptographyIsThereOnlyWithItsExtensions() {
        Decoder without = new Decoder(rows, Set.of("AES"));
        assertNotNull(without.decode(AESE));
        assertNull(without.decode(PMULL_1Q));
        assertNotNull(new Decoder(rows, Set.of("PMULL")).decode(PMULL_1Q));
    }
}
