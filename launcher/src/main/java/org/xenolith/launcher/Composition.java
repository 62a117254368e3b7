// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureConfiguration;
import org.osgi.service.feature.FeatureService;

/**
 * What a host is made of: an OSGi feature (OSGi Compendium 159) with bundles and their configurations.
 *
 * @param name for messages
 * @param bundles artifact names in start order, {@code artifactId-version}
 * @param configurations settings by configuration PID
 */
record Composition(String name, List<String> bundles, Map<String, Map<String, Object>> configurations) {

    /** Reads a composition. */
    static Composition read(Path file) throws BadInput {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(file.toString(), reader);
        } catch (NoSuchFileException e) {
            throw new BadInput(file + ": no such composition");
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + e.getMessage());
        }
    }

    /** Returns the composition that is built in under a name. */
    static Composition builtIn(String name) {
        try (InputStream in = Composition.class.getResourceAsStream("/compositions/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("composition " + name + " is missing in the jar");
            }
            return read(name, new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException | BadInput e) {
            throw new IllegalStateException("composition " + name + " in the jar", e);
        }
    }

    private static Composition read(String name, Reader reader) throws BadInput {
        FeatureService features = ServiceLoader.load(FeatureService.class, Composition.class.getClassLoader())
                .findFirst()
                .orElseThrow();
        Feature feature;
        try {
            feature = features.readFeature(reader);
        } catch (IOException | RuntimeException e) {
            throw new BadInput(name + ": not an OSGi feature: " + e.getMessage());
        }
        return new Composition(
                name,
                feature.getBundles().stream()
                        .map(b -> b.getID().getArtifactId() + "-" + b.getID().getVersion())
                        .toList(),
                feature.getConfigurations().values().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                FeatureConfiguration::getPid, FeatureConfiguration::getValues)));
    }
}
