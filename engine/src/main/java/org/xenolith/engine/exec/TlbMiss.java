// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

/** The translation table does not have a page for {@link FastAccess}: the instruction has to be interpreted. */
final class TlbMiss extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final TlbMiss INSTANCE = new TlbMiss();

    private TlbMiss() {
        super("not in the translation table", null, false, false);
    }
}
