// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;

/**
 * The fixed part of a memory transaction descriptor with one receiver, taken from a copy [DEN0077A 10, memory
 * management supplement]. The first check that fails is {@link #status}.
 */
final class MemoryDescriptor {
    /** Attributes: normal memory, write-back, inner shareable. */
    static final int NORMAL = 0x2F;

    /** Permissions: read and write; execution not said. */
    static final int READ_WRITE = 2;

    static final int HEADER_1_0 = 32;
    static final int HEADER = 48;
    static final int ACCESS_1_0 = 16;
    static final int ACCESS_1_2 = 32;
    static final int COMPOSITE = 16;
    static final int RANGE = 16;

    private static final int NON_SECURE = 1 << 6;
    private static final int BYTE = 0xFF;

    /** Flag: the memory is to be filled with zeros. */
    static final int CLEAR = 1;

    /** Any attributes that memory of ours can have: none said, or {@link #NORMAL}. */
    static final int ANY = -1;

    /** Flags: the type of the transaction, bits 4:3. */
    static final int KIND = 3 << 3;

    private final byte[] copy;
    private final int length;
    private long accessSize;
    private long accessCount;
    private long accessOffset;
    private int attributes;

    int status = FfaStatus.OK;
    int flags;
    long handle;
    long tag;
    int sender;
    int receiver;
    int permissions;
    long valueLow;
    long valueHigh;
    /** Where the composite begins, unsigned 32 bits. */
    long composite;

    int pages;
    int ranges;

    /**
     * Takes a descriptor apart.
     *
     * @param copy at least 4096 bytes, not the guest's
     * @param length what the guest says its length is, 0 to 4096
     * @param version the sender's
     * @param expected the attributes that the memory has to have, or {@link #ANY}
     */
    MemoryDescriptor(byte[] copy, int length, int version, int expected) {
        this.copy = copy;
        this.length = length;
        boolean oldest = version == FfaVersion.V1_0;
        if (length < (oldest ? HEADER_1_0 : HEADER)) {
            status = FfaStatus.INVALID_PARAMETERS;
            return;
        }
        header(oldest);
        status = checkLayout(expected);
        if (status == FfaStatus.OK) {
            access();
        }
    }

    private static long unsigned(byte[] bytes, int offset) {
        return Bytes.get32(bytes, offset) & 0xFFFF_FFFFL;
    }

    private void header(boolean oldest) {
        sender = Bytes.get16(copy, 0);
        attributes = oldest ? copy[2] & BYTE : Bytes.get16(copy, 2);
        flags = Bytes.get32(copy, 4);
        handle = Bytes.get64(copy, 8);
        tag = Bytes.get64(copy, 16);
        accessCount = unsigned(copy, 28);
        accessSize = oldest ? ACCESS_1_0 : unsigned(copy, 24);
        accessOffset = oldest ? HEADER_1_0 : unsigned(copy, 32);
    }

    private int checkLayout(int expected) {
        if (attributes > BYTE
                || (flags & 0xFFFF_FFFFL) > BYTE
                || accessSize > BYTE
                || accessCount > BYTE
                || accessOffset > 0xFFFF
                || accessSize * accessCount + accessOffset > length
                || accessSize < ACCESS_1_0
                || accessOffset % 16 != 0
                || (attributes & NON_SECURE) != 0) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        boolean known = expected == ANY ? attributes == 0 || attributes == NORMAL : attributes == expected;
        return !known || accessCount != 1 ? FfaStatus.NOT_SUPPORTED : FfaStatus.OK;
    }

    /** What of the access descriptor is there depends on its size, not on the version. */
    private void access() {
        int at = (int) accessOffset;
        receiver = Bytes.get16(copy, at);
        permissions = copy[at + 2] & BYTE;
        composite = unsigned(copy, at + 4);
        if (accessSize >= ACCESS_1_2) {
            valueLow = Bytes.get64(copy, at + 8);
            valueHigh = Bytes.get64(copy, at + 16);
        }
    }

    /** Checks who shares with whom, as one that shares with a secure partition; the status of it. */
    int checkParties(int caller, boolean clearRefused) {
        if (sender != caller) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (!EndpointId.isSecure(receiver) || permissions != READ_WRITE) {
            return FfaStatus.NOT_SUPPORTED;
        }
        return clearRefused && (flags & CLEAR) != 0 ? FfaStatus.INVALID_PARAMETERS : FfaStatus.OK;
    }

    /** Checks who gives memory to whom, as a virtual machine that gives some to another; the status of it. */
    int checkPeer(int caller, Transaction kind) {
        if (sender != caller) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (permissions != kind.permissions) {
            return FfaStatus.NOT_SUPPORTED;
        }
        boolean typed = (flags & KIND) == 0 || (flags & KIND) == kind.flag();
        int others = flags & ~KIND & (kind.conceals() ? ~CLEAR : -1);
        return typed && others == 0 ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS;
    }

    /** Takes the composite's header; the status of it. */
    int composite(int pageLimit, boolean full) {
        if (composite + COMPOSITE > length) {
            return FfaStatus.NOT_SUPPORTED;
        }
        long total = unsigned(copy, (int) composite);
        long count = unsigned(copy, (int) composite + 4);
        if (total == 0) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        if (total > pageLimit || full) {
            return FfaStatus.NO_MEMORY;
        }
        if (composite + COMPOSITE + RANGE * count > length) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        pages = (int) total;
        ranges = (int) count;
        return FfaStatus.OK;
    }

    /** Returns the address of a range. */
    long address(int range) {
        return Bytes.get64(copy, (int) composite + COMPOSITE + RANGE * range);
    }

    /** Returns the number of pages of a range, 0 to 2^32 - 1. */
    long pages(int range) {
        return unsigned(copy, (int) composite + COMPOSITE + RANGE * range + 8);
    }
}
