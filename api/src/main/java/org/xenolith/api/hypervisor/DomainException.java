// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.hypervisor;

/** A domain cannot be built as asked. The message says what was found and what is allowed. */
public class DomainException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public DomainException(String message) {
        super(message);
    }

    /** Creates the exception with what caused it. */
    public DomainException(String message, Throwable cause) {
        super(message, cause);
    }
}
