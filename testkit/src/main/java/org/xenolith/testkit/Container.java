// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import aQute.bnd.header.Parameters;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.spi.PaxExamRuntime;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/** The framework of one test class, from its start to its stop. Used by the one thread that runs the class. */
final class Container {
    private static final List<String> INFRASTRUCTURE = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.log",
            "org.apache.felix.configadmin",
            "org.apache.felix.eventadmin",
            "org.apache.felix.metatype",
            "org.apache.felix.scr",
            "org.apache.felix.fileinstall");

    /** Their packages come from the class path, so that Jupiter outside and tests inside mean the same classes. */
    private static final List<String> SHARED = List.of(
            "junit-jupiter-api",
            "junit-jupiter-params",
            "junit-platform-commons",
            "org.opentest4j",
            "org.xenolith.testkit");

    private static final String HOST = "org.xenolith.*";
    private static final Set<String> OUTSIDE = Set.of("org.xenolith.launcher", "org.xenolith.testkit");
    private static final String CONFIGURATION_ADMIN = "org.osgi.service.cm.ConfigurationAdmin";

    /** The one call that goes through Pax Exam: it asks the probe for its context. */
    private record ContextRequest(CompletableFuture<BundleContext> answer) implements TestAddress {
        @Override
        public String identifier() {
            return ProbeActivator.SIGNATURE_VALUE;
        }

        @Override
        public String caption() {
            return "the context of the probe";
        }

        @Override
        public TestAddress root() {
            return this;
        }

        @Override
        public Object[] arguments() {
            return new Object[] {answer};
        }
    }

    private final Class<?> test;
    private final Path folder;
    private final TestContainer exam;
    private final BundleContext context;
    private final Services services;
    private final Leaks leaks;

    private Container(Class<?> test, Path folder, TestContainer exam, BundleContext context, Leaks leaks) {
        this.test = test;
        this.folder = folder;
        this.exam = exam;
        this.context = context;
        this.services = new Services(context);
        this.leaks = leaks;
    }

    /** Starts a framework as the annotation wants it. What was begun is undone when it fails. */
    static Container start(Class<?> test, InContainer wanted) throws Exception {
        Leaks leaks = new Leaks();
        ClassPathBundles bundles = ClassPathBundles.of(test.getClassLoader());
        Path folder = Files.createTempDirectory("xenolith-testkit");
        TestContainer exam =
                PaxExamRuntime.createContainer(PaxExamRuntime.createServerSystem(options(bundles, folder, wanted)));
        try {
            exam.start();
            byte[] probe = new Probe(test, wanted.packages()).build();
            exam.installProbe(new ByteArrayInputStream(probe));
            CompletableFuture<BundleContext> context = new CompletableFuture<>();
            exam.call(new ContextRequest(context));
            Container container = new Container(test, folder, exam, context.join(), leaks);
            container.populate(bundles, wanted);
            leaks.mark(container.context);
            return container;
        } catch (Exception | Error e) {
            try {
                exam.stop();
                Folders.delete(folder);
            } catch (Exception | Error undo) {
                e.addSuppressed(undo);
            }
            throw e;
        }
    }

    private static Option[] options(ClassPathBundles bundles, Path folder, InContainer wanted) throws Exception {
        List<Option> options = new ArrayList<>();
        Path deploy = Files.createDirectory(folder.resolve("deploy"));
        options.add(cleanCaches());
        options.add(
                workingDirectory(Files.createDirectory(folder.resolve("exam")).toString()));
        options.add(frameworkProperty("felix.fileinstall.dir").value(deploy.toString()));
        options.add(frameworkProperty("felix.fileinstall.tmpdir").value(folder.toString()));
        options.add(frameworkProperty("felix.fileinstall.poll").value("200"));
        options.add(frameworkProperty("felix.fileinstall.noInitialDelay").value("true"));
        // One thread resolves: Felix's pool for more would outlive the framework.
        options.add(frameworkProperty("felix.resolver.parallelism").value("1"));
        // Flight Recorder writes calls of this package of the JDK into the event classes that bundles define.
        options.add(frameworkProperty("org.osgi.framework.bootdelegation").value("jdk.jfr.internal.event"));
        for (String property : wanted.properties()) {
            int equals = property.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("framework property \"" + property + "\", allowed: name=value");
            }
            options.add(frameworkProperty(property.substring(0, equals).strip()).value(property.substring(equals + 1)));
        }
        for (String shared : SHARED) {
            new Parameters(bundles.header(shared, "Export-Package"))
                    .forEach((name, attributes) ->
                            options.add(systemPackage(name + ";version=\"" + attributes.getVersion() + "\"")));
        }
        for (String name : INFRASTRUCTURE) {
            options.add(CoreOptions.bundle(bundles.reference(name)));
        }
        return options.toArray(Option[]::new);
    }

    /** Installs the bundles under test, writes the configurations, then starts the bundles. */
    private void populate(ClassPathBundles bundles, InContainer wanted) throws Exception {
        Set<String> names = new LinkedHashSet<>();
        if (wanted.host()) {
            names.addAll(bundles.matching(HOST));
            names.removeAll(OUTSIDE);
        }
        for (String pattern : wanted.bundles()) {
            names.addAll(bundles.matching(pattern));
        }
        INFRASTRUCTURE.forEach(names::remove);
        List<Bundle> installed = new ArrayList<>();
        for (String name : names) {
            installed.add(context.installBundle(bundles.reference(name)));
        }
        for (Configuration configuration : wanted.configurations()) {
            configure(configuration);
        }
        for (Bundle bundle : installed) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) == 0) {
                bundle.start();
            }
        }
    }

    /** Writes a configuration; reflectively, because the service's classes exist inside the framework only. */
    private void configure(Configuration wanted) throws ReflectiveOperationException {
        ServiceReference<?> reference = context.getServiceReference(CONFIGURATION_ADMIN);
        if (reference == null) {
            throw new IllegalStateException("no service " + CONFIGURATION_ADMIN);
        }
        Object admin = context.getService(reference);
        try {
            Class<?> adminType = reference.getBundle().loadClass(CONFIGURATION_ADMIN);
            Class<?> configurationType = reference.getBundle().loadClass("org.osgi.service.cm.Configuration");
            String[] pid = wanted.pid().split("~", 2);
            Object configuration;
            if (pid.length == 2) {
                Method factory =
                        adminType.getMethod("getFactoryConfiguration", String.class, String.class, String.class);
                configuration = factory.invoke(admin, pid[0], pid[1], "?");
            } else {
                Method single = adminType.getMethod("getConfiguration", String.class, String.class);
                configuration = single.invoke(admin, pid[0], "?");
            }
            configurationType
                    .getMethod("update", Dictionary.class)
                    .invoke(configuration, TypedProperties.parse(wanted.properties()));
        } finally {
            context.ungetService(reference);
        }
    }

    /** The class that the framework was started for. */
    Class<?> test() {
        return test;
    }

    BundleContext context() {
        return context;
    }

    Services services() {
        return services;
    }

    /** Stops the framework; gives what the class left behind, in words, empty if nothing. */
    List<String> stop() throws Exception {
        List<String> left = new ArrayList<>();
        services.close();
        left.addAll(leaks.inFramework(context));
        exam.stop();
        Folders.delete(folder);
        left.addAll(leaks.threads());
        return left;
    }
}
