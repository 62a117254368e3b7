// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.xenolith.testkit.Configuration;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

@InContainer(
        properties = "org.xenolith.itests.colour=green",
        configurations =
                @Configuration(
                        pid = ConfiguredGreeting.PID,
                        properties = {"before=Hello", "times:Integer=2"}))
class InContainerTest {
    private static int beforeAll;
    private int beforeEach;

    @BeforeAll
    static void countsTheClass(BundleContext context) {
        assertNotNull(context);
        beforeAll++;
    }

    @AfterAll
    static void wasSetUpOnce() {
        assertEquals(1, beforeAll);
    }

    @BeforeEach
    void countsTheTest() {
        beforeEach++;
    }

    @Test
    void runsOnTheClassOfTheProbeBundle(BundleContext context) {
        Bundle own = FrameworkUtil.getBundle(InContainerTest.class);
        assertSame(context.getBundle(), own);
        assertEquals("org.xenolith.testkit.probe", own.getSymbolicName());
        assertSame(
                InContainerTest.class.getClassLoader(), Thread.currentThread().getContextClassLoader());
    }

    @Test
    void keepsOneInstanceForATestAndItsLifeCycleMethods() {
        assertEquals(1, beforeEach);
        assertEquals(1, beforeAll);
    }

    @RepeatedTest(3)
    void makesANewInstanceForEachRepetition() {
        assertEquals(1, beforeEach);
    }

    @Test
    void startsTheBundlesOfTheHost(BundleContext context) {
        List<String> active = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .map(Bundle::getSymbolicName)
                .collect(Collectors.toList());
        List<String> wanted = List.of(
                "org.xenolith.api",
                "org.xenolith.engine",
                "org.xenolith.core",
                "org.xenolith.platform.arm",
                "org.xenolith.device.pl011",
                "org.xenolith.device.vuart");
        assertTrue(active.containsAll(wanted), () -> "active: " + active);
    }

    @Test
    void passesFrameworkProperties(BundleContext context) {
        assertEquals("green", context.getProperty("org.xenolith.itests.colour"));
    }

    @Test
    void givesAComponentItsConfigurationAndTheTestItsService(@Service Greeting greeting) {
        assertEquals("Hello Ann Ann", greeting.to("Ann"));
        assertSame(ConfiguredGreeting.class, greeting.getClass());
    }

    @Test
    void findsAServiceByItsProperties(@Service(filter = "(language=any)") Greeting greeting) {
        assertEquals("Hello Bo Bo", greeting.to("Bo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "bc"})
    void mixesArgumentsAndServices(String name, @Service Greeting greeting, TestInfo info) {
        assertEquals("Hello " + name + " " + name, greeting.to(name));
        assertTrue(info.getDisplayName().contains(name));
    }

    @ParameterizedTest
    @EnumSource
    void takesEnumsOfTheTestBundleInside(Tone tone) {
        assertSame(tone, Tone.valueOf(tone.name()));
    }

    static Stream<List<Tone>> tones() {
        return Stream.of(List.of(), List.of(Tone.HIGH, Tone.LOW));
    }

    @ParameterizedTest
    @MethodSource("tones")
    void takesListsOfThemInside(List<?> tones) {
        assertTrue(tones.stream().allMatch(Tone.class::isInstance));
    }

    @TestFactory
    Stream<DynamicTest> runsDynamicTestsInside(BundleContext context) {
        return Stream.of(1, 2)
                .map(i -> DynamicTest.dynamicTest(
                        "number " + i,
                        () -> assertSame(context.getBundle(), FrameworkUtil.getBundle(InContainerTest.class))));
    }

    @Test
    void restartsABundleUnderTheTest(BundleContext context) throws BundleException {
        Bundle device = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals("org.xenolith.device.pl011"))
                .findFirst()
                .orElseThrow();
        device.stop();
        assertEquals(Bundle.RESOLVED, device.getState());
        device.start();
        assertEquals(Bundle.ACTIVE, device.getState());
    }

    @Test
    void failsLikeAnyOtherTest() {
        AssertionError error = assertThrows(AssertionError.class, () -> assertEquals(1, beforeEach + 1));
        assertTrue(error.getMessage().contains("expected: <1> but was: <2>"));
    }

    @Nested
    class InANestedClass {
        private int nestedBeforeEach;

        @BeforeEach
        void countsTheNestedTest() {
            nestedBeforeEach++;
        }

        @Test
        void seesTheEnclosingInstance(BundleContext context) {
            assertEquals(1, beforeEach);
            assertEquals(1, nestedBeforeEach);
            assertSame(context.getBundle(), FrameworkUtil.getBundle(InANestedClass.class));
        }
    }
}
