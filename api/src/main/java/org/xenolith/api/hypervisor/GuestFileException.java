// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.hypervisor;

import java.util.List;
import java.util.stream.Collectors;

/** A guest file cannot be used; all problems that were found are in it. */
public class GuestFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<GuestFiles.Problem> problems;

    /** Creates the exception. */
    public GuestFileException(List<GuestFiles.Problem> problems) {
        super(problems.stream().map(GuestFiles.Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems, in the order of the file. */
    public List<GuestFiles.Problem> problems() {
        return problems;
    }
}
