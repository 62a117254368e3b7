// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.hypervisor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.code.GuestCode;
import org.xenolith.api.console.Console;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.irq.InterruptController;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.VirtualClock;

/** A guest and its machine. Any thread may call. */
@ProviderType
public interface Domain {
    /** Returns the id, from 1, never used again while the host lives. */
    int id();

    /** Returns what the domain was created from. */
    DomainConfig config();

    /** Returns where it is in its life. */
    DomainState state();

    /** Returns why it ended, if it has. */
    Optional<ShutdownReason> shutdownReason();

    /**
     * Completes when the domain has shut down or is destroyed, after the listeners have been told; with {@link
     * ShutdownReason#POWEROFF} if it was destroyed while it ran.
     */
    CompletableFuture<ShutdownReason> ended();

    /** Lets it run: after creation or after {@link #pause}. Harmless while it runs. */
    void unpause();

    /** Stops all vCPUs at a block boundary; returns when they stand. Virtual wall time goes on, as on Xen. */
    void pause();

    /** Ends it for a reason; does not wait for the guest. */
    void shutdown(ShutdownReason reason);

    /** Stops it and releases everything. Idempotent. */
    void destroy();

    /** Returns the vCPUs, by number. */
    List<Vcpu> vcpus();

    /** Returns its memory. */
    GuestMemory memory();

    /** Returns its MMIO bus. */
    MmioBus bus();

    /** Returns its clock. */
    VirtualClock clock();

    /**
     * Returns its interrupt controller.
     *
     * @throws IllegalStateException while it is being built
     */
    InterruptController interrupts();

    /** Returns its event channels. */
    EventChannels events();

    /** Returns its device slots. */
    List<DeviceSlot> slots();

    /** Returns the slot of that name, if there is one. */
    Optional<DeviceSlot> slot(String name);

    /** Returns the primary console: that of the first slot that has one. */
    Optional<Console> console();

    /** Returns how its guest code is executed, if its platform has something to tell. */
    Optional<GuestCode> code();

    /**
     * Runs an action while no vCPU of the domain executes; they continue when it returns.
     *
     * @param action must not wait for the guest
     * @return how long the vCPUs stood still, host nanoseconds
     * @throws IllegalStateException if the domain is destroyed, or the calling thread executes a guest (it would wait
     *     for itself; the same holds for {@link #pause} and {@link #destroy})
     */
    long atSafepoint(Runnable action);
}
