// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.echo;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.xenolith.api.ffa.DirectMessage;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.IndirectMessage;
import org.xenolith.api.ffa.PartitionHost;
import org.xenolith.api.ffa.SecurePartition;

/**
 * Gives back what it gets: the words of a direct request, the bytes of an indirect message, notifications.
 *
 * <p>With its first direct request a virtual machine may set one notification from then on, number (id - 1) mod 64; the
 * partition sets the same for the machine, which has to have bound it. Of 65 machines with the same number the first
 * has it. An indirect message to a machine whose receive buffer is full, or which is too long to be sent back (more than
 * 4056 bytes), is lost.
 *
 * <p>Threats: it keeps one bit for each machine, reads no payload, and calls back once for each call.
 */
@Component(
        configurationPid = "org.xenolith.partition.echo",
        property = {
            SecurePartition.ID + ":Integer=32769",
            SecurePartition.UUIDS + "=" + EchoPartition.PROTOCOL,
            SecurePartition.RECEIVES + "=direct",
            SecurePartition.RECEIVES + "=direct2",
            SecurePartition.RECEIVES + "=indirect",
            SecurePartition.RECEIVES + "=notifications",
            SecurePartition.VM_AVAILABILITY + "=destroyed"
        })
public final class EchoPartition implements SecurePartition {
    /** The protocol, unless the configuration names others. */
    static final String PROTOCOL = "e6c4b6a5-7d2f-4d5e-9f0b-1c8a3e5d7f01";

    private static final int MACHINES = 0x8000;

    private volatile @Nullable PartitionHost host;
    /** One bit for each machine that has called. */
    private final AtomicLongArray met = new AtomicLongArray(MACHINES / Long.SIZE);

    @Override
    public void started(PartitionHost way) {
        host = way;
    }

    @Override
    public void stopped() {
        host = null;
    }

    @Override
    public void direct(DirectMessage message) {
        int vm = message.sender() & MACHINES - 1;
        if ((met.get(vm / Long.SIZE) & 1L << vm) == 0) {
            meet(vm);
        }
    }

    private void meet(int vm) {
        PartitionHost way = host;
        if (way != null) {
            int ignored = way.bindNotifications(vm, notificationOf(vm));
            met.accumulateAndGet(vm / Long.SIZE, 1L << vm, (a, b) -> a | b);
        }
    }

    /** The notification that a machine may set. */
    static long notificationOf(int vm) {
        return 1L << vm - 1;
    }

    @Override
    public void indirect(IndirectMessage message) {
        PartitionHost way = host;
        if (way != null) {
            int ignored = way.send(message.sender(), message.protocol(), message.payload());
        }
    }

    @Override
    public void notified(int vm, long bitmap) {
        PartitionHost way = host;
        if (way != null) {
            int ignored = way.setNotifications(vm, bitmap, false);
        }
    }

    @Override
    public int vmDestroyed(int vm) {
        met.accumulateAndGet((vm & MACHINES - 1) / Long.SIZE, 1L << vm, (a, b) -> a & ~b);
        return FfaStatus.OK;
    }
}
