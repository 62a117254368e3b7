// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;

/** The log at a bounded rate. */
class LimitedJournalTest {
    @Test
    void aSecondHasTwentyLinesAndTheNextSaysHowManyWereDropped() {
        List<String> lines = new ArrayList<>();
        long[] now = {0};
        Logger logger = (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, args) -> {
                    lines.add(method.getName() + " " + args[0]);
                    return null;
                });
        LimitedJournal journal = new LimitedJournal(logger, () -> now[0]);
        for (int i = 0; i < 15; i++) {
            journal.error("e");
            journal.info("i");
        }
        assertEquals(20, lines.size());
        now[0] = 1_000_000_000L;
        journal.info("later");
        journal.info("last");
        assertEquals(List.of("info later (10 lines before this one were dropped)", "info last"), lines.subList(20, 22));
    }
}
