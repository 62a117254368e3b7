// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

/** Bytes that are not a well-formed flattened device tree; says where, what was found and what is allowed. */
public final class FdtException extends Exception {
    private static final long serialVersionUID = 1L;

    FdtException(String message) {
        super(message);
    }
}
