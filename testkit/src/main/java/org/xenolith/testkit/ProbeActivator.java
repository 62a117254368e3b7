// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CompletableFuture;
import org.ops4j.pax.exam.ProbeInvoker;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Starts the probe bundle: offers the service that Pax Exam calls, which hands out the probe's context.
 *
 * <p>Public because the framework creates it; of no use to tests.
 */
public final class ProbeActivator implements BundleActivator {
    /** The service property by which Pax Exam finds the probe. */
    static final String SIGNATURE = "Probe-Signature";

    /** What the property says for a probe of ours. */
    static final String SIGNATURE_VALUE = "org.xenolith.testkit";

    /** Creates the activator. */
    public ProbeActivator() {}

    @Override
    public void start(BundleContext context) {
        ProbeInvoker hand = arguments -> handOut(context, arguments);
        Dictionary<String, String> properties = new Hashtable<>();
        properties.put(SIGNATURE, SIGNATURE_VALUE);
        context.registerService(ProbeInvoker.class, hand, properties);
    }

    @SuppressWarnings("unchecked") // the one caller is Container, which passes this type
    private static void handOut(BundleContext context, Object... arguments) {
        ((CompletableFuture<BundleContext>) arguments[0]).complete(context);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters what start() registered.
    }
}
