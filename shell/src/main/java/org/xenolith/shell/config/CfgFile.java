// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parsed guest file: its settings in the order of the file. Immutable. */
public final class CfgFile {
    private final Path path;
    private final Map<String, CfgSetting> settings;
    private final List<ConfigProblem> warnings;

    CfgFile(Path path, Map<String, CfgSetting> settings, List<ConfigProblem> warnings) {
        this.path = path;
        this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        this.warnings = List.copyOf(warnings);
    }

    /** The file's own name, as given to the parser. */
    public Path path() {
        return path;
    }

    /** Every setting, once, in the order in which the keys first appear. */
    public Collection<CfgSetting> settings() {
        return settings.values();
    }

    /** The setting of a key, if the file has it. */
    public Optional<CfgSetting> find(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /** What the parser accepts but doubts: keys that are set twice. */
    public List<ConfigProblem> warnings() {
        return warnings;
    }
}
