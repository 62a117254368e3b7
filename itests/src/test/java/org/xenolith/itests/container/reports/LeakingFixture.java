// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.reports;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.xenolith.testkit.ClassPathBundles;
import org.xenolith.testkit.InContainer;

/** Leaves a service, a bundle and a thread behind; run and judged by {@link ContainerReportsTest}. */
@InContainer(host = false)
class LeakingFixture {
    static final String THREAD = "left by LeakingFixture";

    @Test
    void keepsAService(BundleContext context) {
        context.registerService(Comparable.class, "left", null);
    }

    @Test
    void keepsABundle(BundleContext context) throws BundleException {
        ClassPathBundles bundles = ClassPathBundles.of(ClassPathBundles.class.getClassLoader());
        context.installBundle(bundles.reference("org.xenolith.device.vuart"));
    }

    @Test
    void keepsAThread() {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread = new Thread(() -> await(never), THREAD);
        thread.setDaemon(true);
        thread.start();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // The outer test ends the thread so.
            Thread.currentThread().interrupt();
        }
    }
}
