// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

/** An instruction has to be executed again from its beginning. */
final class IoRestart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** It was not known to reach a device and does: it is translated again, with the exact time published. */
    static final IoRestart INSTANCE = new IoRestart();

    /** The device cannot answer now; the vCPU returns to the host first. */
    static final IoRestart AGAIN = new IoRestart();

    private IoRestart() {
        super("device access", null, false, false);
    }
}
