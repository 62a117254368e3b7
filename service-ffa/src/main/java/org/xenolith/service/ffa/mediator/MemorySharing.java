// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.Arrays;
import java.util.List;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.secure.SecureCall;

/** FFA_MEM_SHARE and FFA_MEM_RECLAIM of virtual machines with secure partitions. */
final class MemorySharing {
    private static final long WORD = 0xFFFF_FFFFL;
    private static final int PAGE = 4096;

    private final Settings settings;
    private final Host host;

    MemorySharing(Settings settings, Host host) {
        this.settings = settings;
        this.host = host;
    }

    void share(Endpoint e, int vcpu, int id, CallContext c) {
        long total = c.register(1) & WORD;
        long fragment = c.register(2) & WORD;
        long address = (id & FunctionId.WIDE) != 0 ? c.register(3) : c.register(3) & WORD;
        int code = checkCall(total, fragment, address);
        if (code != FfaStatus.OK) {
            Answers.error(c, e, code);
        } else if (!e.mailbox.transmitLock.tryLock()) {
            Answers.error(c, e, FfaStatus.BUSY);
        } else {
            try {
                fromBuffer(e, vcpu, c, fragment);
            } finally {
                e.mailbox.transmitLock.unlock();
            }
        }
    }

    private int checkCall(long total, long fragment, long address) {
        if (!host.firmware().has(FunctionId.MEM_SHARE_64) || address != 0) {
            return FfaStatus.NOT_SUPPORTED;
        }
        if (fragment > total) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        return fragment < total ? FfaStatus.NOT_SUPPORTED : FfaStatus.OK;
    }

    private void fromBuffer(Endpoint e, int vcpu, CallContext c, long length) {
        PinnedFrame transmit = e.mailbox.transmit;
        if (transmit == null) {
            Answers.error(c, e, FfaStatus.DENIED);
        } else if (length > PAGE) {
            Answers.status(
                    c, e, settings.has(Quirk.OVERLONG_SHARE_SUCCEEDS) ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS);
        } else {
            byte[] copy = e.mailbox.sent();
            transmit.read(0, copy, 0, (int) length);
            share(e, vcpu, c, new MemoryDescriptor(copy, (int) length, e.version));
        }
    }

    private void share(Endpoint e, int vcpu, CallContext c, MemoryDescriptor descriptor) {
        int code = descriptor.status;
        if (code == FfaStatus.OK) {
            code = descriptor.checkParties(e.id, !settings.has(Quirk.DROPPED_FLAGS_AND_TAG));
        }
        if (code == FfaStatus.OK) {
            code = descriptor.composite(
                    settings.limits().pages(),
                    e.regionCount() >= settings.limits().regions());
        }
        if (code == FfaStatus.OK) {
            PageSet pages = new PageSet(e.vm, descriptor.pages);
            SecureCall call = e.call(vcpu);
            code = pages.add(descriptor);
            if (code == FfaStatus.OK) {
                code = forward(e, call, descriptor, pages);
            }
            if (code == FfaStatus.OK) {
                long handle = call.x[2] & WORD | call.x[3] << 32;
                if (keep(e, new Region(handle, descriptor.receiver, List.copyOf(pages.frames())))) {
                    Answers.ok(c, e, handle & WORD, handle >>> 32);
                    return;
                }
                host.firmware().abandon(handle);
                code = FfaStatus.DENIED;
            }
            pages.release();
        }
        Answers.error(c, e, code);
    }

    /** Keeps a region; false if its owner is being torn down and would not give it back any more. */
    private static boolean keep(Endpoint e, Region region) {
        synchronized (e.regions) {
            if (e.dying) {
                return false;
            }
            e.regions.put(region.handle(), region);
            return true;
        }
    }

    /** Writes a descriptor of our own, with merged ranges, for the secure world. */
    private int forward(Endpoint e, SecureCall call, MemoryDescriptor d, PageSet pages) {
        boolean newest = FfaVersion.atLeast(host.firmware().version(), FfaVersion.V1_2);
        int access = newest ? MemoryDescriptor.ACCESS_1_2 : MemoryDescriptor.ACCESS_1_0;
        int composite = MemoryDescriptor.HEADER + access;
        int ranges = pages.ranges();
        int length = composite + MemoryDescriptor.COMPOSITE + MemoryDescriptor.RANGE * ranges;
        if (length > PAGE) {
            return FfaStatus.NOT_SUPPORTED;
        }
        call.begin(FunctionId.MEM_SHARE_64, length, length, 0);
        byte[] page = call.page();
        Arrays.fill(page, 0, length, (byte) 0);
        Bytes.put16(page, 0, e.id);
        Bytes.put16(page, 2, MemoryDescriptor.NORMAL);
        Bytes.put64(page, 16, settings.has(Quirk.DROPPED_FLAGS_AND_TAG) ? 0 : d.tag);
        Bytes.put32(page, 24, access);
        Bytes.put32(page, 28, 1);
        Bytes.put32(page, 32, MemoryDescriptor.HEADER);
        int at = MemoryDescriptor.HEADER;
        Bytes.put16(page, at, d.receiver);
        page[at + 2] = MemoryDescriptor.READ_WRITE;
        Bytes.put32(page, at + 4, composite);
        if (newest) {
            Bytes.put64(page, at + 8, d.valueLow);
            Bytes.put64(page, at + 16, d.valueHigh);
        }
        Bytes.put32(page, composite, pages.frames().size());
        Bytes.put32(page, composite + 4, ranges);
        pages.write(page, composite + MemoryDescriptor.COMPOSITE);
        call.frames(List.copyOf(pages.frames()));
        return host.firmware().ask(call);
    }

    int reclaim(Endpoint e, int vcpu, CallContext c) {
        if (!host.firmware().has(FunctionId.MEM_RECLAIM)) {
            return FfaStatus.NOT_SUPPORTED;
        }
        long handle = c.register(1) & WORD | c.register(2) << 32;
        Region region;
        synchronized (e.regions) {
            region = e.regions.remove(handle);
        }
        if (region == null) {
            return FfaStatus.INVALID_PARAMETERS;
        }
        int code = reclaim(e.call(vcpu), handle, c.register(3) & WORD);
        if (code == FfaStatus.OK) {
            region.release();
        } else if (!keep(e, region)) {
            host.firmware().abandon(handle);
            region.release();
        }
        return code;
    }

    int reclaim(SecureCall call, long handle, long flags) {
        return host.firmware().ask(call.begin(FunctionId.MEM_RECLAIM, handle & WORD, handle >>> 32, flags));
    }
}
