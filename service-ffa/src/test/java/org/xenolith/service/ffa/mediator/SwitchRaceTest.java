// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The switch while messages come in all the time. */
class SwitchRaceTest {
    private static final int TURNS = 20_000;
    private static final int SENDERS = 3;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void isOffWhenTurningItOffReturnsHoweverManyGoOnTrying() throws InterruptedException {
        List<String> complaints = new CopyOnWriteArrayList<>();
        Journal journal = new Journal() {
            @Override
            public void info(String line) {}

            @Override
            public void error(String line) {
                complaints.add(line);
            }
        };
        Membership membership = new Membership(Settings.DEFAULT, true, AccessList.OPEN, journal);
        complaints.clear();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    if (membership.enter()) {
                        membership.exit();
                    }
                }
            }));
        }
        try {
            for (int i = 0; i < TURNS; i++) {
                membership.turn(false);
                assertEquals(Mode.OFF, membership.roster().mode(), "turn " + i);
                membership.turn(true);
            }
        } finally {
            over.set(true);
            for (Thread sender : senders) {
                sender.join();
            }
        }
        assertEquals(0, membership.inflight());
        assertEquals(List.of(), complaints);
    }
}
