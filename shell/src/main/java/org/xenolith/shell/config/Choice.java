// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** One of the words that a key may be set to. */
public interface Choice {
    /** The word as it stands in a guest file. */
    String word();
}
