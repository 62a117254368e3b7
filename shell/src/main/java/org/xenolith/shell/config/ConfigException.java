// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.util.List;
import java.util.stream.Collectors;

/** A guest file that cannot be used; carries everything that is wrong with it, in the order of the file. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /** @param problems at least one */
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem; an exception needs at least one");
        }
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the file; never empty. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
