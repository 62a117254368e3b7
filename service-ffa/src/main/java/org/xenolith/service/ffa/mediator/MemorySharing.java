// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.List;
import java.util.function.Consumer;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.secure.SecureCall;

/**
 * FFA_MEM_SHARE and FFA_MEM_RECLAIM of virtual machines with secure partitions; what is between virtual machines goes to
 * {@link PeerMemory}.
 */
final class MemorySharing {
    private static final long WORD = 0xFFFF_FFFFL;
    private static final int PAGE = 4096;

    private final Settings settings;
    private final Host host;
    private final PeerMemory peers;

    /** Does something with a copy of the transmit buffer's beginning, while the buffer is locked. */
    private interface Work {
        void with(byte[] copy);
    }

    MemorySharing(Settings settings, Host host, PeerMemory peers) {
        this.settings = settings;
        this.host = host;
        this.peers = peers;
    }

    /** Shares, lends or donates. */
    void give(Endpoint e, int vcpu, int id, CallContext c, Transaction kind) {
        boolean known = kind == Transaction.SHARE && host.firmware().has(FunctionId.MEM_SHARE_64) || peers.on(kind);
        withDescriptor(e, id, c, known, kind.attributes, settings.has(Quirk.OVERLONG_SHARE_SUCCEEDS), d -> {
            if (d.status == FfaStatus.OK && !EndpointId.isSecure(d.receiver) && peers.on(kind)) {
                peers.give(e, c, d, kind);
            } else if (kind == Transaction.SHARE && host.firmware().has(FunctionId.MEM_SHARE_64)) {
                share(e, vcpu, c, d);
            } else {
                Answers.error(c, e, d.status == FfaStatus.OK ? FfaStatus.NOT_SUPPORTED : d.status);
            }
        });
    }

    /** FFA_MEM_RETRIEVE_REQ. */
    void retrieve(Endpoint e, int vcpu, int id, CallContext c) {
        withDescriptor(e, id, c, peers.exists(), MemoryDescriptor.ANY, false, d -> peers.retrieve(e, vcpu, c, d));
    }

    /** FFA_MEM_RELINQUISH. */
    void relinquish(Endpoint e, CallContext c) {
        if (peers.exists()) {
            withBuffer(e, c, PeerMemory.RELINQUISH_LENGTH, copy -> Answers.status(c, e, peers.relinquish(e, copy)));
        } else {
            Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
        }
    }

    /**
     * Does something with the descriptor that a call names.
     *
     * @param known whether there is such a call
     * @param attributes that the memory has to have
     * @param overlong whether a descriptor that is longer than the buffer is a success without effect
     */
    private static void withDescriptor(
            Endpoint e,
            int id,
            CallContext c,
            boolean known,
            int attributes,
            boolean overlong,
            Consumer<MemoryDescriptor> work) {
        long total = c.register(1) & WORD;
        long fragment = c.register(2) & WORD;
        long address = (id & FunctionId.WIDE) != 0 ? c.register(3) : c.register(3) & WORD;
        if (!known || address != 0) {
            Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
        } else if (fragment != total) {
            Answers.error(c, e, fragment > total ? FfaStatus.INVALID_PARAMETERS : FfaStatus.NOT_SUPPORTED);
        } else {
            int length = (int) Math.min(total, PAGE);
            withBuffer(e, c, length, copy -> {
                if (total > PAGE) {
                    Answers.status(c, e, overlong ? FfaStatus.OK : FfaStatus.INVALID_PARAMETERS);
                } else {
                    work.accept(new MemoryDescriptor(copy, length, e.version, attributes));
                }
            });
        }
    }

    private static void withBuffer(Endpoint e, CallContext c, int length, Work work) {
        if (!e.mailbox.transmitLock.tryLock()) {
            Answers.error(c, e, FfaStatus.BUSY);
            return;
        }
        try {
            PinnedFrame transmit = e.mailbox.transmit;
            if (transmit == null) {
                Answers.error(c, e, FfaStatus.DENIED);
                return;
            }
            byte[] copy = e.mailbox.sent();
            transmit.read(0, copy, 0, length);
            work.with(copy);
        } finally {
            e.mailbox.transmitLock.unlock();
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
        DescriptorFields fields = new DescriptorFields(
                e.id,
                0,
                0,
                settings.has(Quirk.DROPPED_FLAGS_AND_TAG) ? 0 : d.tag,
                d.receiver,
                MemoryDescriptor.READ_WRITE,
                d.valueLow,
                d.valueHigh);
        int length = fields.write(call.page(), MemoryDescriptor.HEADER, access, PageRanges.of(pages.frames()));
        if (length == 0) {
            return FfaStatus.NOT_SUPPORTED;
        }
        call.begin(FunctionId.MEM_SHARE_64, length, length, 0);
        call.frames(List.copyOf(pages.frames()));
        return host.firmware().ask(call);
    }

    int reclaim(Endpoint e, int vcpu, CallContext c) {
        long handle = c.register(1) & WORD | c.register(2) << 32;
        if (peers.exists() && PeerMemory.isOurs(handle)) {
            return peers.reclaim(e, handle, c.register(3) & WORD);
        }
        if (!host.firmware().has(FunctionId.MEM_RECLAIM)) {
            return FfaStatus.NOT_SUPPORTED;
        }
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
