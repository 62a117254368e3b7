// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.device;

/** A device cannot be built, or cannot take over a state. */
public class DeviceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message says what was tried, found and allowed. */
    public DeviceException(String message) {
        super(message);
    }

    /** Creates the exception with what caused it. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
