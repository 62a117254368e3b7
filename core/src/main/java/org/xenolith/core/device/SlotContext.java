// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.util.Map;
import org.xenolith.api.console.ConsoleLine;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.VirtualClock;

/** What a slot offers its devices. */
record SlotContext(
        int domainId, String slot, InterruptLine line, ConsoleLine console, SlotHost host, Map<String, String> settings)
        implements DeviceContext {
    @Override
    public VirtualClock clock() {
        return host.clock();
    }

    @Override
    public GuestMemory memory() {
        return host.memory();
    }

    @Override
    public EventChannels events() {
        return host.events();
    }
}
