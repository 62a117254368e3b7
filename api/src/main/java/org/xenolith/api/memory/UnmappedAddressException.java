// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.memory;

/** An access to a guest-physical address at which there is no RAM. */
public class UnmappedAddressException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long address;

    /**
     * Creates the exception.
     *
     * @param address the first address that could not be accessed
     */
    public UnmappedAddressException(long address) {
        super("no RAM at guest address 0x" + Long.toHexString(address));
        this.address = address;
    }

    /** Returns the first address that could not be accessed. */
    public long address() {
        return address;
    }
}
