// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.inside;

/** An argument type of the test bundle's own. */
public enum Tone {
    LOW,
    HIGH
}
