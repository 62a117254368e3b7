// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench.ffa;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.partition.echo.EchoPartition;
import org.xenolith.service.ffa.mediator.AccessList;
import org.xenolith.service.ffa.mediator.Extensions;
import org.xenolith.service.ffa.mediator.Journal;
import org.xenolith.service.ffa.mediator.Limits;
import org.xenolith.service.ffa.mediator.Mediator;
import org.xenolith.service.ffa.mediator.Profile;
import org.xenolith.service.ffa.mediator.Settings;
import org.xenolith.service.ffa.secure.EmulatedSpmc;
import org.xenolith.service.ffa.secure.PartitionDescription;
import org.xenolith.service.ffa.secure.SpmcSettings;

/** A mediator whose virtual machines reach each other, by requests too, and behind it an echoing partition. */
final class SecureSide implements AutoCloseable {
    /** Endpoint id of the echoing partition. */
    static final int ECHO = 0x8001;

    final Mediator mediator;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    /**
     * Starts both.
     *
     * @param trusted whether the partition is called on the guest's own thread
     */
    SecureSide(boolean trusted) {
        EmulatedSpmc spmc = new EmulatedSpmc(SpmcSettings.DEFAULT, line -> {});
        spmc.add(PartitionDescription.of(
                Map.of(
                        SecurePartition.ID,
                        ECHO,
                        SecurePartition.UUIDS,
                        "e6c4b6a5-7d2f-4d5e-9f0b-1c8a3e5d7f01",
                        SecurePartition.RECEIVES,
                        new String[] {"direct", "direct2", "indirect", "notifications"},
                        SecurePartition.VM_AVAILABILITY,
                        "destroyed"),
                trusted));
        spmc.connect(ECHO, new EchoPartition());
        Extensions requests = Extensions.of(true, false, false, false);
        Settings settings = new Settings(Profile.FIXED, false, Limits.DEFAULT, requests);
        mediator = new Mediator(settings, true, AccessList.OPEN, Mediator.Clock.of(later), Journal.NONE);
        if (!mediator.start(spmc)) {
            throw new IllegalStateException("the mediator does not take the secure world");
        }
    }

    @Override
    public void close() {
        mediator.close();
        later.shutdownNow();
    }
}
