// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.IndirectMessage;
import org.xenolith.api.ffa.SecurePartition;

/** Partitions that never come back from what they only hear of. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HangingDeliveryTest {
    private static final int ID = 0x8001;
    private static final int VM = 2;
    private static final IndirectMessage MESSAGE = new IndirectMessage(VM, new UUID(0, 1), new byte[1]);

    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger complaints = new AtomicInteger();
    private final EmulatedSpmc spmc = new EmulatedSpmc(SpmcSettings.DEFAULT, line -> complaints.incrementAndGet());

    private final class Hanging implements SecurePartition {
        private void hang() {
            heard.incrementAndGet();
            hanging.countDown();
            while (released.getCount() > 0) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void indirect(IndirectMessage message) {
            hang();
        }

        @Override
        public void notified(int vm, long bitmap) {
            hang();
        }

        @Override
        public void memoryShared(int vm, long handle) {
            hang();
        }
    }

    @AfterEach
    void releases() {
        released.countDown();
        spmc.disconnect(ID, () -> true);
    }

    private Partition connect() {
        spmc.add(new PartitionDescription(ID, List.of(new UUID(0, 1)), 1, 0x1_0002, -1, false));
        spmc.connect(ID, new Hanging());
        Partition partition = spmc.partition(ID);
        assertTrue(partition != null);
        return partition;
    }

    @Test
    void holdABoundedNumberOfRegionsBack() throws InterruptedException {
        Partition partition = connect();
        partition.shared(VM, 1);
        hanging.await();
        for (int handle = 2; handle <= 10_000; handle++) {
            partition.shared(VM, handle);
        }
        assertEquals(10_000 - 1 - Deliveries.LIMIT, complaints.get());
        assertEquals(1, heard.get());
    }

    @Test
    void leaveTheThreadsOfOthersAlone() throws Exception {
        Partition partition = connect();
        assertEquals(FfaStatus.OK, partition.indirect(MESSAGE));
        hanging.await();
        assertEquals(FfaStatus.BUSY, partition.indirect(MESSAGE));
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            partition.shared(VM, i);
        }
        CompletableFuture<String> other = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> other.complete("ran"));
        assertEquals("ran", other.get(30, TimeUnit.SECONDS));
    }

    @Test
    void doNotKeepTheirSuccessorsFromHearing() throws Exception {
        Partition partition = connect();
        assertEquals(FfaStatus.OK, partition.bindNotifications(VM, 1));
        assertEquals(FfaStatus.OK, partition.notify(VM, 1));
        hanging.await();
        spmc.disconnect(ID, () -> false);
        CompletableFuture<Long> told = new CompletableFuture<>();
        spmc.connect(ID, new SecurePartition() {
            @Override
            public void notified(int vm, long bitmap) {
                told.complete(bitmap);
            }
        });
        assertEquals(FfaStatus.OK, partition.notify(VM, 1));
        assertEquals(1L, told.get(30, TimeUnit.SECONDS));
    }
}
