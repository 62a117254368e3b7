// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

/** An image that cannot be booted, or modules for which there is no room; says what was found and what is allowed. */
public final class BootException extends Exception {
    private static final long serialVersionUID = 1L;

    public BootException(String message) {
        super(message);
    }
}
