// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.Arrays;
import org.xenolith.service.ffa.abi.Bytes;

/**
 * What the mediator says in a memory transaction descriptor of its own: normal memory, one receiver [DEN0077A memory
 * management supplement].
 *
 * @param sender endpoint id of the owner
 * @param flags flags of the transaction
 * @param handle the handle, 0 in a request
 * @param tag the owner's tag
 * @param receiver endpoint id of the borrower
 * @param permissions of the borrower
 * @param valueLow what an implementation defines, bits 63:0; only in access descriptors of 32 bytes
 * @param valueHigh bits 127:64 of it
 */
record DescriptorFields(
        int sender, int flags, long handle, long tag, int receiver, int permissions, long valueLow, long valueHigh) {
    private static final int PAGE = 4096;

    /**
     * Writes the descriptor.
     *
     * @param header bytes of the header: {@link MemoryDescriptor#HEADER_1_0} or {@link MemoryDescriptor#HEADER}
     * @param access bytes of the access descriptor: {@link MemoryDescriptor#ACCESS_1_0} or {@link
     *     MemoryDescriptor#ACCESS_1_2}
     * @return its length, or 0 if it does not fit into the page
     */
    int write(byte[] page, int header, int access, PageRanges ranges) {
        int composite = header + access;
        int count = ranges.count();
        int length = composite + MemoryDescriptor.COMPOSITE + MemoryDescriptor.RANGE * count;
        if (length > PAGE) {
            return 0;
        }
        Arrays.fill(page, 0, PAGE, (byte) 0);
        Bytes.put16(page, 0, sender);
        Bytes.put16(page, 2, MemoryDescriptor.NORMAL);
        Bytes.put32(page, 4, flags);
        Bytes.put64(page, 8, handle);
        Bytes.put64(page, 16, tag);
        Bytes.put32(page, 28, 1);
        if (header == MemoryDescriptor.HEADER) {
            Bytes.put32(page, 24, access);
            Bytes.put32(page, 32, header);
        }
        Bytes.put16(page, header, receiver);
        page[header + 2] = (byte) permissions;
        Bytes.put32(page, header + 4, composite);
        if (access == MemoryDescriptor.ACCESS_1_2) {
            Bytes.put64(page, header + 8, valueLow);
            Bytes.put64(page, header + 16, valueHigh);
        }
        Bytes.put32(page, composite, ranges.addresses().length);
        Bytes.put32(page, composite + 4, count);
        ranges.write(page, composite + MemoryDescriptor.COMPOSITE);
        return length;
    }
}
