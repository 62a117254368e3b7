// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.Configuration;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** A newer release of the UART's bundle is dropped into the folder while a guest is using the UART. */
@InContainer(
        configurations =
                @Configuration(pid = "org.xenolith.hypervisor", properties = "vacancy.timeout.millis:Integer=60000"))
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NewerReleaseTest {
    private static final String NAME = "org.xenolith.device.pl011";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LINES = 200_000;
    private static final int RELEASES = 4;

    @Test
    void theGuestGoesOnWithEachReleaseAndLosesNothing(@Service Hypervisor hypervisor, BundleContext context)
            throws Exception {
        Bundle first = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(NAME))
                .findFirst()
                .orElseThrow();
        BlockingQueue<String> happened = new LinkedBlockingQueue<>();
        SynchronousBundleListener listener = event -> {
            if (event.getBundle().getSymbolicName().equals(NAME) && event.getBundle() != first) {
                if (event.getType() == BundleEvent.STARTED) {
                    happened.add(event.getBundle().getVersion().toString());
                } else if (event.getType() == BundleEvent.UNINSTALLED) {
                    happened.add("gone");
                }
            }
        };
        context.addBundleListener(listener);
        Path folder = Path.of(context.getProperty("felix.fileinstall.dir"));
        Path dropped = folder.resolve(NAME + ".jar");
        String expected = Lines.text(LINES);
        try (Running guest = Running.start(hypervisor, MachineSpec.PLAIN.bare("lines", "lines", "lines=" + LINES))) {
            DeviceSlot slot = guest.domain().slot("uart0").orElseThrow();
            for (int release = 1; release <= RELEASES; release++) {
                long wanted = (long) expected.length() * release / (RELEASES + 100);
                assertTrue(guest.console().awaitThat(() -> guest.console().length() >= wanted, LIMIT));
                long generation = slot.generation();
                Path jar = jar(first, "2.0." + release, folder.resolveSibling("next.jar"));
                Files.move(jar, dropped, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                if (release == 1) {
                    first.stop(); // the slot is vacant until the dropped one is there
                }
                assertEquals("2.0." + release, happened.poll(30, TimeUnit.SECONDS));
                awaitSuccessor(slot, generation); // a bundle's components may become active after it has started
            }
            assertTrue(guest.console().length() < expected.length(), "the guest was done before the last release");
            assertEquals(ShutdownReason.POWEROFF, guest.domain().ended().get(60, TimeUnit.SECONDS));
            Lines.assertSameText(expected, guest.console().complete(LIMIT));
        } finally {
            Files.deleteIfExists(dropped);
            assertEquals("gone", happened.poll(30, TimeUnit.SECONDS));
            context.removeBundleListener(listener);
            first.start();
        }
    }

    private static void awaitSuccessor(DeviceSlot slot, long generation) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (slot.generation() == generation || !slot.occupied()) {
            assertTrue(System.nanoTime() < deadline, "the slot is still as it was before the release");
            LockSupport.parkNanos(100_000);
        }
    }

    /** The bundle again, as another version. */
    private static Path jar(Bundle bundle, String version, Path file) throws IOException {
        Manifest manifest = new Manifest();
        try (InputStream in = bundle.getEntry("META-INF/MANIFEST.MF").openStream()) {
            manifest.read(in);
        }
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (URL entry : Collections.list(bundle.findEntries("/", "*", true))) {
                String name = entry.getPath().substring(1);
                if (!name.endsWith("/") && !name.equals("META-INF/MANIFEST.MF")) {
                    jar.putNextEntry(new JarEntry(name));
                    try (InputStream in = entry.openStream()) {
                        in.transferTo(jar);
                    }
                }
            }
        }
        return file;
    }
}
