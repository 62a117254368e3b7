// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Fetches what guests need from a distribution's packages. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = "Fetches a kernel and a small root from a distribution's packages, checked and cached.")
final class FetchCommand implements Callable<Integer> {
    @Override
    public Integer call() throws BadInput {
        throw new BadInput("fetch: nothing named, allowed: debian-arm64");
    }
}
