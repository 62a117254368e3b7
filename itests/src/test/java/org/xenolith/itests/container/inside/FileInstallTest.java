// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.xenolith.testkit.InContainer;

@InContainer(host = false)
class FileInstallTest {
    private static final String NAME = "org.xenolith.itests.dropped";

    @Test
    void aBundleDroppedIntoTheFolderStartsAndOneTakenAwayGoes(BundleContext context)
            throws IOException, InterruptedException {
        BlockingQueue<Integer> events = new LinkedBlockingQueue<>();
        BundleListener listener = event -> {
            boolean wanted = event.getType() == BundleEvent.STARTED || event.getType() == BundleEvent.UNINSTALLED;
            if (wanted && NAME.equals(event.getBundle().getSymbolicName())) {
                events.add(event.getType());
            }
        };
        context.addBundleListener(listener);
        Path folder = Path.of(context.getProperty("felix.fileinstall.dir"));
        assertTrue(Files.isDirectory(folder));
        Path dropped = folder.resolve(NAME + ".jar");
        Files.move(emptyBundle(folder.resolveSibling("new.jar")), dropped, StandardCopyOption.ATOMIC_MOVE);
        assertEquals(BundleEvent.STARTED, events.poll(10, TimeUnit.SECONDS));
        Files.delete(dropped);
        assertEquals(BundleEvent.UNINSTALLED, events.poll(10, TimeUnit.SECONDS));
        context.removeBundleListener(listener);
    }

    private static Path emptyBundle(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", NAME);
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
        return file;
    }
}
