// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FunctionId;

/** Counters and latencies. */
class TraceTest {
    @Test
    void countersCountByNameAndCode() {
        Counters counters = new Counters();
        counters.called(FunctionId.ID_GET);
        counters.called(FunctionId.ID_GET);
        counters.called(0xB200_0000);
        counters.failed(FfaStatus.BUSY);
        counters.failed(5);
        assertEquals(Map.of("ID_GET", 2L, "other", 1L), counters.calls());
        assertEquals(Map.of("BUSY", 1L, "other", 1L), counters.errors());
        assertEquals(2, counters.calls(FunctionId.ID_GET));
        assertEquals(1, counters.errors(FfaStatus.BUSY));
    }

    @Test
    void latenciesAreKeptByPeer() {
        Counters counters = new Counters();
        for (int peer : new int[] {5, 2, 0x8001, 2}) {
            counters.to(peer).record(1000);
        }
        assertEquals(
                java.util.List.of(2, 5, 0x8001),
                java.util.List.copyOf(counters.latencies().keySet()));
        assertEquals(2, counters.to(2).count());
    }

    @Test
    void quantilesAreTheUpperEndsOfBuckets() {
        Histogram h = new Histogram();
        assertEquals(0, h.quantile(0.5));
        for (int i = 0; i < 99; i++) {
            h.record(1000);
        }
        h.record(1_000_000);
        assertEquals(1023, h.quantile(0.5));
        assertEquals(1023, h.quantile(0.99));
        assertTrue(h.quantile(1) >= 1_000_000);
        assertEquals(100, h.count());
    }
}
