// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.ffa;

import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** What a secure partition may ask of the secure partition manager. Any thread. Statuses are {@link FfaStatus} codes. */
@ProviderType
public interface PartitionHost {
    /** Returns the partition's endpoint id, 0x8001 to 0xFFBF. */
    int id();

    /**
     * Sets notifications that a virtual machine has bound to this partition.
     *
     * @param vm endpoint id of the VM
     * @param bitmap the notifications, 64 bits, at least one
     * @param delay whether the VM's scheduler is told only when the call that is being answered has returned
     * @return OK, INVALID_PARAMETERS, or DENIED if a notification is not bound to this partition
     */
    int setNotifications(int vm, long bitmap, boolean delay);

    /**
     * Lets a virtual machine set notifications of this partition; see {@link SecurePartition#notified}.
     *
     * @param vm endpoint id of the VM
     * @param bitmap the notifications, 64 bits, at least one
     * @return OK, INVALID_PARAMETERS, or DENIED if a notification is bound already
     */
    int bindNotifications(int vm, long bitmap);

    /**
     * Puts an indirect message into a virtual machine's receive buffer.
     *
     * @param vm endpoint id of the VM
     * @param protocol the protocol's UUID
     * @param payload 1 to 4056 bytes
     * @return OK, INVALID_PARAMETERS, DENIED if it has no buffer, or BUSY if the buffer is full
     */
    int send(int vm, UUID protocol, byte[] payload);

    /**
     * Retrieves memory that was shared with this partition.
     *
     * @return the memory; retrieving what has been retrieved gives the same
     * @throws IllegalArgumentException if there is no such handle for this partition
     */
    SharedMemory retrieve(long handle);
}
