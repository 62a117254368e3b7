// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.ffa;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that is a secure partition: an endpoint in the secure world which virtual machines call by FF-A
 * [DEN0077A].
 *
 * <p>What the partition is stands in the service's properties; {@link #UUIDS} is required. Whether the host lists
 * partitions that come while guests run is its configuration. A partition that goes may stay listed: requests to it are
 * answered with BUSY until a service with the same {@link #ID} or, if it has none, the same first UUID is there.
 *
 * <p>{@link #direct}, {@link #vmCreated} and {@link #vmDestroyed} are called once at a time for each execution context;
 * the other methods at any time. A call that takes longer than the host allows, or throws, becomes the caller's FF-A
 * error.
 */
@ConsumerType
public interface SecurePartition {
    /** Property (Integer): the endpoint id, 0x8001 to 0xFFBF; the next free one if it is absent. */
    String ID = "ffa.sp.id";

    /** Property (String+): the UUIDs of the protocols that it speaks, one or more, none nil. */
    String UUIDS = "ffa.sp.uuids";

    /** Property (String): the partition's FF-A version, {@code 1.0} to {@code 1.2} (default). */
    String VERSION = "ffa.sp.version";

    /** Property (Integer): the number of execution contexts, from 1 (default). */
    String CONTEXTS = "ffa.sp.contexts";

    /**
     * Property (String+): what it receives: {@code direct}, {@code direct2}, {@code indirect}, {@code notifications}. By
     * default all but {@code indirect}.
     */
    String RECEIVES = "ffa.sp.receives";

    /** Property (String): which VM availability messages it wants: {@code none} (default), {@code created}, {@code destroyed}, {@code both}. */
    String VM_AVAILABILITY = "ffa.sp.vm-availability";

    /**
     * The partition is an endpoint from now on.
     *
     * @param host the way back; valid until {@link #stopped}
     */
    default void started(PartitionHost host) {}

    /** The partition is no endpoint any more. */
    default void stopped() {}

    /**
     * Answers a direct request: its payload, changed in place, is the response.
     *
     * @throws RuntimeException the caller gets ABORTED
     */
    default void direct(DirectMessage message) {}

    /** Takes an indirect message; it is released when this returns. */
    default void indirect(IndirectMessage message) {}

    /**
     * A virtual machine has set notifications.
     *
     * @param vm endpoint id of the VM
     * @param bitmap the notifications, 64 bits
     */
    default void notified(int vm, long bitmap) {}

    /**
     * A virtual machine is being created [DEN0077A VM availability messages].
     *
     * @param vm endpoint id
     * @return an FF-A status: 0 for success, {@link FfaStatus#RETRY} to be asked again, another to refuse the VM
     */
    default int vmCreated(int vm) {
        return FfaStatus.OK;
    }

    /** A virtual machine is gone; memory that it shared should be relinquished. See {@link #vmCreated}. */
    default int vmDestroyed(int vm) {
        return FfaStatus.OK;
    }

    /**
     * A virtual machine has shared memory with the partition, which may retrieve it.
     *
     * @param vm endpoint id of the owner
     * @param handle the region's handle
     */
    default void memoryShared(int vm, long handle) {}
}
