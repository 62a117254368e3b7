// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.xenolith.launcher.fetch.CacheFolder;

/**
 * A host in this process: an OSGi framework with the bundles of a composition, which are nested in the launcher's jar.
 *
 * <p>The API is the launcher's own, exported by the system bundle, so that both sides share its classes.
 */
final class EmbeddedHost implements AutoCloseable {
    private final Framework framework;
    private final Path storage;

    private EmbeddedHost(Framework framework, Path storage) {
        this.framework = framework;
        this.storage = storage;
    }

    /**
     * Starts a host.
     *
     * @param composition what it is made of
     * @param deploy folder that is watched for further bundles and configurations; empty for none
     */
    static EmbeddedHost start(Composition composition, java.util.Optional<Path> deploy) throws BadInput {
        Path storage;
        try {
            storage = Files.createTempDirectory("xenolith");
        } catch (IOException e) {
            throw new BadInput("no temporary folder: " + e.getMessage());
        }
        Framework framework = ServiceLoader.load(FrameworkFactory.class, EmbeddedHost.class.getClassLoader())
                .findFirst()
                .orElseThrow()
                .newFramework(properties(storage, deploy));
        EmbeddedHost host = new EmbeddedHost(framework, storage);
        try {
            // JLine takes the context class loader for a foreign one and falls back to a dumb terminal
            Thread.currentThread().setContextClassLoader(null);
            framework.init();
            host.install(composition);
            framework.start();
            host.configure(composition);
            return host;
        } catch (BundleException | IOException e) {
            host.close();
            throw new BadInput("host " + composition.name() + " cannot start: " + e.getMessage());
        } catch (BadInput | RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private static Map<String, String> properties(Path storage, java.util.Optional<Path> deploy) {
        Map<String, String> p = new HashMap<>();
        p.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        p.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        p.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                SharedPackages.of("/bundles/org.xenolith.api-" + Version.PROJECT + ".jar"));
        p.put(
                "xenolith.cache",
                CacheFolder.of(System.getenv(), Path.of(System.getProperty("user.home")))
                        .toString());
        // Flight Recorder writes calls of this package of the JDK into the event classes that bundles define.
        p.put(Constants.FRAMEWORK_BOOTDELEGATION, "jdk.jfr.internal.event");
        p.put("felix.log.level", "1");
        p.put("felix.resolver.parallelism", "1");
        p.put(
                "felix.fileinstall.dir",
                deploy.map(Path::toString).orElse(storage.resolve("deploy").toString()));
        p.put("felix.fileinstall.poll", "200");
        p.put("felix.fileinstall.noInitialDelay", "true");
        p.put("felix.fileinstall.log.level", "0");
        p.put("felix.fileinstall.tmpdir", storage.resolve("fileinstall").toString());
        return p;
    }

    private void install(Composition composition) throws BadInput, BundleException, IOException {
        List<Bundle> bundles = new ArrayList<>();
        for (String name : composition.bundles()) {
            String nested = "/bundles/" + name + ".jar";
            try (InputStream in = EmbeddedHost.class.getResourceAsStream(nested)) {
                if (in == null) {
                    throw new BadInput(
                            "composition " + composition.name() + ": bundle " + name + " is not part of this build");
                }
                bundles.add(framework.getBundleContext().installBundle("xenolith:" + name, in));
            }
        }
        for (Bundle b : bundles) {
            if (b.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                b.start();
            }
        }
    }

    private void configure(Composition composition) throws IOException {
        if (composition.configurations().isEmpty()) {
            return;
        }
        ConfigurationAdmin admin = service(ConfigurationAdmin.class);
        for (Map.Entry<String, Map<String, Object>> e :
                composition.configurations().entrySet()) {
            String pid = e.getKey();
            int factory = pid.indexOf('~');
            var configuration = factory < 0
                    ? admin.getConfiguration(pid, "?")
                    : admin.getFactoryConfiguration(pid.substring(0, factory), pid.substring(factory + 1), "?");
            configuration.update(new Hashtable<>(e.getValue()));
        }
    }

    /** Adds the bundles of the interactive shell, which takes the terminal. */
    void startShell(Composition shell) throws BadInput, BundleException {
        try {
            install(shell);
        } catch (IOException e) {
            throw new BadInput("the shell's bundles cannot be read: " + e.getMessage());
        }
    }

    /** Waits until somebody stops the framework. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** Returns the framework's context. */
    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Returns a service, waiting up to ten seconds for it. */
    <T> T service(Class<T> type) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context(), type, null);
        tracker.open();
        try {
            T service = tracker.waitForService(10_000);
            if (service == null) {
                throw new IllegalStateException("service " + type.getName() + " did not appear; " + unresolved());
            }
            return service;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + type.getName(), e);
        }
    }

    private String unresolved() {
        return Stream.of(context().getBundles())
                .filter(b -> b.getState() != Bundle.ACTIVE && b.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .map(Bundle::getSymbolicName)
                .sorted(Comparator.naturalOrder())
                .reduce("bundles that are not active:", (a, b) -> a + " " + b);
    }

    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(10_000);
        } catch (BundleException e) {
            System.err.println("xenolith: the host did not stop cleanly: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deleteStorage();
    }

    private void deleteStorage() {
        try (Stream<Path> files = Files.walk(storage)) {
            for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(p);
            }
        } catch (IOException e) {
            System.err.println("xenolith: " + storage + " could not be deleted: " + e.getMessage());
        }
    }
}
