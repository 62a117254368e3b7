// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/** The services that the tests of a class asked for, held until the class is done. */
final class Services implements AutoCloseable {
    private final BundleContext context;
    private final Map<String, ServiceTracker<Object, Object>> trackers = new HashMap<>();

    Services(BundleContext context) {
        this.context = context;
    }

    /**
     * The best service of a type, waiting for it where there is none.
     *
     * @throws IllegalStateException if none came in time
     */
    Object service(Class<?> type, Service wanted) throws InvalidSyntaxException, InterruptedException {
        String filter = "(&(" + Constants.OBJECTCLASS + "=" + type.getName() + ")" + wanted.filter() + ")";
        ServiceTracker<Object, Object> tracker = tracker(filter);
        Object service = tracker.waitForService(wanted.timeoutMillis());
        if (service == null) {
            throw new IllegalStateException("no service " + filter + " within " + wanted.timeoutMillis() + " ms");
        }
        if (!type.isInstance(service)) {
            throw new IllegalStateException("service " + filter + " is of a class that the probe does not share: "
                    + service.getClass().getName());
        }
        return service;
    }

    private synchronized ServiceTracker<Object, Object> tracker(String filter) throws InvalidSyntaxException {
        ServiceTracker<Object, Object> tracker = trackers.get(filter);
        if (tracker == null) {
            tracker = new ServiceTracker<>(context, context.createFilter(filter), null);
            tracker.open();
            trackers.put(filter, tracker);
        }
        return tracker;
    }

    @Override
    public synchronized void close() {
        trackers.values().forEach(ServiceTracker::close);
        trackers.clear();
    }
}
