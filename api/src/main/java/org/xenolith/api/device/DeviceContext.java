// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.device;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.xenolith.api.console.ConsoleLine;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.VirtualClock;

/** What a slot offers the device in it. It stays the same when devices change. */
@ProviderType
public interface DeviceContext {
    /** Returns the domain's id. */
    int domainId();

    /** Returns the slot's name. */
    String slot();

    /** Returns the slot's interrupt line. */
    InterruptLine line();

    /** Returns the slot's console line. */
    ConsoleLine console();

    /** Returns the domain's clock. */
    VirtualClock clock();

    /** Returns the domain's memory, for devices that share pages with the guest. */
    GuestMemory memory();

    /** Returns the domain's event channels. */
    EventChannels events();

    /** Returns the slot's settings (for a UART: {@code profile}). A device ignores what it does not know. */
    Map<String, String> settings();
}
