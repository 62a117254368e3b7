// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** What a test class leaves behind, compared with what was there before. */
final class Leaks {
    /** How long a thread may take to end after the framework has stopped. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /**
     * Threads that the JDK and Jupiter start when they please and keep; and the log service's own, which misses the
     * end of its bundle now and then.
     */
    private static final List<String> KEPT = List.of(
            "ForkJoinPool",
            "process reaper",
            "VirtualThread-",
            "junit-",
            "Cleaner-",
            "Common-Cleaner",
            "FelixLogListener");

    private static final String COMPONENT_NAME = "component.name";

    private final Set<Thread> threadsBefore = live();
    private final Set<Bundle> bundlesBefore = new HashSet<>();
    private final Set<ServiceReference<?>> servicesBefore = new HashSet<>();

    private static Set<Thread> live() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    /** Notes what is in the framework before the first test. */
    void mark(BundleContext probe) {
        bundlesBefore.addAll(List.of(probe.getBundles()));
        servicesBefore.addAll(services(probe));
    }

    private static List<ServiceReference<?>> services(BundleContext probe) {
        ServiceReference<?>[] registered = probe.getBundle().getRegisteredServices();
        return registered == null ? List.of() : List.of(registered);
    }

    /** Bundles and services that are new since the mark. */
    List<String> inFramework(BundleContext probe) {
        List<String> left = new ArrayList<>();
        for (Bundle bundle : probe.getBundles()) {
            if (!bundlesBefore.contains(bundle)) {
                left.add("bundle " + bundle + " from " + bundle.getLocation());
            }
        }
        for (ServiceReference<?> service : services(probe)) {
            if (!servicesBefore.contains(service) && !isOfTheInfrastructure(probe, service)) {
                left.add("service " + Arrays.toString((String[]) service.getProperty(Constants.OBJECTCLASS)));
            }
        }
        return left;
    }

    /** Components, and what the framework's services register in a bundle's name, when they please. */
    private static boolean isOfTheInfrastructure(BundleContext probe, ServiceReference<?> reference) {
        if (reference.getProperty(COMPONENT_NAME) != null) {
            return true;
        }
        Object service = probe.getService(reference);
        if (service == null) {
            return true; // gone in the meantime
        }
        try {
            Bundle owner = FrameworkUtil.getBundle(service.getClass());
            return owner != null && owner.getSymbolicName().startsWith("org.apache.felix.");
        } finally {
            probe.ungetService(reference);
        }
    }

    /** Threads that were not there before and do not end. */
    List<String> threads() throws InterruptedException {
        List<String> left = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (Thread thread : live()) {
            if (threadsBefore.contains(thread) || isKept(thread)) {
                continue;
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, millis));
            if (thread.isAlive()) {
                StackTraceElement[] stack = thread.getStackTrace();
                left.add("thread " + thread + (stack.length == 0 ? "" : " at " + stack[0]));
            }
        }
        return left;
    }

    private static boolean isKept(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        boolean ofTheJdk = thread.getClass().getName().startsWith("jdk.internal.")
                || (group != null && group.getName().equals("InnocuousThreadGroup"));
        return ofTheJdk || KEPT.stream().anyMatch(thread.getName()::startsWith);
    }
}
