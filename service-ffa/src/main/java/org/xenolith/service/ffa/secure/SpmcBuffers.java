// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.concurrent.atomic.AtomicBoolean;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.Bytes;

/** The buffers of the hypervisor and of virtual machines. */
final class SpmcBuffers {
    private final GuestTable guests;
    private final SpmcDiscovery discovery;
    private final AtomicBoolean hypervisorMapped = new AtomicBoolean();

    SpmcBuffers(GuestTable guests, SpmcDiscovery discovery) {
        this.guests = guests;
        this.discovery = discovery;
    }

    int map(SecureCall call) {
        if (call.x[3] != 0) {
            return hypervisorMapped.compareAndSet(false, true) ? FfaStatus.OK : FfaStatus.DENIED;
        }
        byte[] page = call.page();
        int rx = Bytes.get32(page, 4);
        int tx = Bytes.get32(page, 8);
        GuestSide there = guests.known(Bytes.get16(page, 0));
        if (there == null
                || (rx | tx) % Long.BYTES != 0
                || call.frames().size() != 2
                || call.frames().get(0).address() == call.frames().get(1).address()) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return there.map(call.frames().get(0), call.frames().get(1));
    }

    int unmap(int id) {
        if (id == 0) {
            return hypervisorMapped.compareAndSet(true, false) ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS;
        }
        GuestSide there = guests.get(id);
        return there == null ? FfaStatus.INVALID_PARAMETERS : there.unmap();
    }

    int acquire(int id) {
        GuestSide there = guests.get(id);
        return there == null ? FfaStatus.INVALID_PARAMETERS : there.acquire();
    }

    int release(int id) {
        if (id == 0) {
            return discovery.release();
        }
        GuestSide there = guests.get(id);
        return there == null ? FfaStatus.INVALID_PARAMETERS : there.release();
    }
}
