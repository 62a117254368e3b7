// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.opentest4j.AssertionFailedError;

/** What a build sees of classes in a container, whose own tests pass, fail, leak or never start. */
class ContainerReportsTest {
    private static EngineExecutionResults run(Class<?> fixture) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture))
                .execute();
    }

    private static Throwable cause(Event event) {
        return event.getPayload(TestExecutionResult.class)
                .flatMap(TestExecutionResult::getThrowable)
                .orElseThrow();
    }

    private static Map<String, Throwable> failures(Events events) {
        return events.failed().stream()
                .collect(Collectors.toMap(e -> e.getTestDescriptor().getDisplayName(), ContainerReportsTest::cause));
    }

    @Test
    void countsEveryOutcomeAsItIs() {
        Events tests = run(MixedFixture.class).testEvents();
        tests.assertStatistics(
                counts -> counts.started(8).succeeded(3).failed(4).aborted(1));
        Map<String, Throwable> failures = failures(tests);
        AssertionFailedError failed = (AssertionFailedError) failures.get("fails()");
        assertNotNull(failed);
        assertEquals("got", failed.getActual().getValue());
        assertEquals(IOException.class, failures.get("throwsAnException()").getClass());
        assertTrue(failures.containsKey("[2] number=2"), failures::toString);
        String inVain = failures.get("waitsInVainForAService(Runnable)").getMessage();
        assertTrue(inVain.contains("java.lang.Runnable") && inVain.contains("20 ms"), inVain);
    }

    @Test
    void failsTheClassThatLeavesSomethingBehind() throws InterruptedException {
        EngineExecutionResults results = run(LeakingFixture.class);
        results.testEvents().assertStatistics(counts -> counts.started(3).succeeded(3));
        Map<String, Throwable> failures = failures(results.containerEvents());
        assertEquals(1, failures.size());
        String message = failures.values().iterator().next().getMessage();
        assertTrue(message.contains("service [java.lang.Comparable]"), message);
        assertTrue(message.contains("bundle org.xenolith.device.vuart"), message);
        assertTrue(message.contains(LeakingFixture.THREAD), message);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(LeakingFixture.THREAD)) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    @Test
    void startsAFreshFrameworkForEachRun() {
        for (int i = 0; i < 2; i++) {
            EngineExecutionResults results = run(FreshFixture.class);
            results.testEvents().assertStatistics(counts -> counts.started(1).succeeded(1));
            assertEquals(Map.of(), failures(results.containerEvents()));
        }
    }

    @Test
    void saysWhichBundleIsMissing() {
        EngineExecutionResults results = run(MissingBundleFixture.class);
        results.testEvents().assertStatistics(counts -> counts.started(0));
        Throwable failure =
                failures(results.containerEvents()).values().iterator().next();
        assertEquals(NoSuchElementException.class, failure.getClass());
        assertTrue(failure.getMessage().startsWith("no bundle no.such.bundle on the class path"));
    }
}
