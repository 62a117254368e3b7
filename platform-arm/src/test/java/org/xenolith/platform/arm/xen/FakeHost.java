// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.util.UUID;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.VirtualClock;
import org.xenolith.platform.arm.FakeMemory;
import org.xenolith.platform.arm.ManualClock;

/** Domain 1 of a host on which there is also domain 2; remembers what it was last asked. */
final class FakeHost implements XenHost {
    static final long RAM = 0x4000_0000L;
    static final int PAGES = 256;

    private final FakeMemory memory = new FakeMemory();
    private final ManualClock clock = new ManualClock();
    private final FakeEvents events = new FakeEvents(memory, 2);
    private String asked = "nothing";

    FakeHost() {
        memory.populate(RAM, (long) PAGES * GuestMemory.PAGE_SIZE);
        MagicPages.populate(memory);
    }

    String asked() {
        return asked;
    }

    ManualClock manualClock() {
        return clock;
    }

    @Override
    public int domainId() {
        return 1;
    }

    @Override
    public UUID handle() {
        return new UUID(0x0001020304050607L, 0x08090A0B0C0D0E0FL);
    }

    @Override
    public boolean runsAarch32() {
        return true;
    }

    @Override
    public boolean domainExists(int id) {
        return id == 1 || id == 2;
    }

    @Override
    public int vcpus() {
        return 2;
    }

    @Override
    public long pages() {
        return PAGES;
    }

    @Override
    public long lastFrame() {
        return (RAM >> 12) + PAGES - 1;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public EventChannels events() {
        return events;
    }

    @Override
    public VirtualClock clock() {
        return clock;
    }

    @Override
    public void standby(int vcpu) {
        asked = "standby " + vcpu;
    }

    @Override
    public void shutdown(ShutdownReason reason) {
        asked = "shutdown " + reason;
    }

    @Override
    public void log(String line) {
        asked = "log " + line;
    }

    @Override
    public boolean others(CallContext call) {
        boolean known = call.register(16) == 41;
        if (known) {
            call.setRegister(0, 0x77);
        }
        return known;
    }
}
