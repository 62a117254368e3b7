// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

/** Gets finished lines, for the host's log. Best effort: the console is what counts. */
interface LineLog {
    /** Tells whether lines are wanted now. */
    boolean wanted();

    /** Takes a line, prefix and newline included. */
    void line(String text);
}
