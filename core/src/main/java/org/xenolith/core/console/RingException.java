// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import org.xenolith.api.device.DeviceException;

/** A console ring cannot be set up; carries the error that Xen's toolstack would get. */
public final class RingException extends DeviceException {
    public static final int EPERM = -1;
    public static final int ENOMEM = -12;
    public static final int EINVAL = -22;
    public static final int ENOSPC = -28;
    public static final int EOPNOTSUPP = -95;

    private static final long serialVersionUID = 1L;

    private final int errno;

    /** Creates the exception; {@code errno} is negative. */
    public RingException(int errno, String message) {
        super(message + " (error " + errno + ")");
        this.errno = errno;
    }

    /** Returns the negative error number. */
    public int errno() {
        return errno;
    }
}
