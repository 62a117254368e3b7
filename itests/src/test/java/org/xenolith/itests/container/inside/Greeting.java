// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.inside;

/** A service of the fixtures' own. */
@FunctionalInterface
public interface Greeting {
    /** The greeting for somebody. */
    String to(String name);
}
