// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
    @Test
    void aFewLinesASecondGoThroughAndTheRestIsCounted() {
        List<String> lines = new ArrayList<>();
        long[] now = {TimeUnit.SECONDS.toNanos(-5)};
        LimitedLog log = new LimitedLog((level, message, cause) -> lines.add(message), "d1: ", 2, () -> now[0]);
        for (int i = 0; i < 10; i++) {
            log.info("line " + i);
        }
        now[0] += TimeUnit.SECONDS.toNanos(1);
        log.info("later");
        log.info("and later");
        assertEquals(List.of("d1: line 0", "d1: line 1", "d1: later (8 lines omitted before)", "d1: and later"), lines);
    }
}
