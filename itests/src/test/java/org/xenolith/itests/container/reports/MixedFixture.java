// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** Tests of every outcome; run and judged by {@link ContainerReportsTest}. */
@InContainer(host = false, bundles = "org.xenolith.ap*")
class MixedFixture {
    private static int after;

    @AfterEach
    void countsWhatEnded() {
        after++;
    }

    @Test
    void passes(BundleContext context) {
        assertTrue(context.getBundles().length > 1);
    }

    @Test
    void fails() {
        assertEquals("wanted", "got", "on purpose");
    }

    @Test
    void throwsAnException() throws IOException {
        throw new IOException("a checked one");
    }

    @Test
    void isAborted() {
        assumeTrue(after < 0, "never so");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void failsForTwo(int number) {
        assertTrue(number != 2, () -> "number " + number);
    }

    @Test
    void waitsInVainForAService(@Service(timeoutMillis = 20) Runnable missing) {
        missing.run();
    }
}
