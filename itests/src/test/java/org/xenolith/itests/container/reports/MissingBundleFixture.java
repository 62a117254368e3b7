// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.reports;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.xenolith.testkit.InContainer;

/** Wants a bundle that is not there; run and judged by {@link ContainerReportsTest}. */
@InContainer(host = false, bundles = "no.such.bundle")
class MissingBundleFixture {
    @Test
    void neverStarts() {
        fail("started without its bundle");
    }
}
