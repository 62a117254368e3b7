// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.xenolith.testkit.InContainer;

/** Passes only where nothing is left of an earlier run; run twice by {@link ContainerReportsTest}. */
@InContainer(host = false)
class FreshFixture {
    private static int runs;

    @Test
    void findsNothingOfAnEarlierRun(BundleContext context) {
        runs++;
        assertEquals(1, runs);
        assertNull(context.getServiceReference(Comparable.class));
        ServiceRegistration<?> registration = context.registerService(Comparable.class, "here", null);
        registration.unregister();
    }
}
