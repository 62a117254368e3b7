// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/** How an owner gives memory to others [DEN0077A memory management, transaction types]. */
enum Transaction {
    /** Owner and borrower see it. */
    SHARE(MemoryDescriptor.NORMAL, MemoryDescriptor.READ_WRITE),
    /** The borrower sees it, until it gives it back. */
    LEND(0, MemoryDescriptor.READ_WRITE),
    /** It is the receiver's for good. */
    DONATE(0, 0);

    /** Memory attributes that the owner says: those of the memory if it goes on using it, else none. */
    final int attributes;
    /** Permissions that the owner says: none if it gives everything away. */
    final int permissions;

    Transaction(int attributes, int permissions) {
        this.attributes = attributes;
        this.permissions = permissions;
    }

    /** Returns the type as the flags of a descriptor have it: bits 4:3. */
    int flag() {
        return ordinal() + 1 << 3;
    }

    /** Tells whether the owner does not see the memory meanwhile. */
    boolean conceals() {
        return this != SHARE;
    }

    boolean allowed(Extensions extensions) {
        return switch (this) {
            case SHARE -> extensions.share();
            case LEND -> extensions.lend();
            case DONATE -> extensions.donate();
        };
    }
}
