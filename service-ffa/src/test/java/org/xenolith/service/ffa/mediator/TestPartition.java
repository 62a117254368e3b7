// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.xenolith.api.ffa.DirectMessage;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.PartitionHost;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.api.ffa.SharedMemory;

/** A partition that echoes, and misbehaves as a test says. */
final class TestPartition implements SecurePartition {
    volatile PartitionHost host;
    volatile boolean yields;
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile boolean throwing;
    volatile boolean keepsMemory;
    volatile int createdStatus = FfaStatus.OK;
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    final List<SharedMemory> held = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void started(PartitionHost way) {
        host = way;
    }

    @Override
    public void direct(DirectMessage message) {
        if (throwing) {
            throw new IllegalStateException("as the test says");
        }
        if (yields) {
            message.yield();
        }
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int vmCreated(int vm) {
        told.add("created " + vm);
        return createdStatus;
    }

    @Override
    public int vmDestroyed(int vm) {
        told.add("destroyed " + vm);
        if (!keepsMemory) {
            held.forEach(SharedMemory::relinquish);
        }
        return FfaStatus.OK;
    }
}
