// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.PartitionInfo;

/** FFA_FEATURES [DEN0077A 13.3], answered from what is so now. */
final class Features {
    /** The software-generated interrupt that says that notifications wait [Xen public/arch-arm.h]. */
    static final int NOTIFICATION_PENDING = 8;

    /** The software-generated interrupt that asks to schedule a receiver [Xen public/arch-arm.h]. */
    static final int SCHEDULE_RECEIVER = 9;

    private static final int FEATURE_NOTIFICATION_PENDING = 1;
    private static final int FEATURE_SCHEDULE_RECEIVER = 2;
    private static final int ONE_PAGE = 1 << 16;
    private static final int NO = -1;

    private final Settings settings;
    private final Membership membership;
    private final Host host;
    private final PeerRequests peers;
    private final PeerMemory memory;

    Features(Settings settings, Membership membership, Host host, PeerRequests peers, PeerMemory memory) {
        this.peers = peers;
        this.memory = memory;
        this.settings = settings;
        this.membership = membership;
        this.host = host;
    }

    void answer(Endpoint e, CallContext c) {
        int what = (int) c.register(1);
        boolean wideFromNarrow = (what & FunctionId.WIDE) != 0 && !e.info.has(PartitionInfo.AARCH64);
        int w2 = wideFromNarrow ? NO : property(e, what);
        if (w2 == NO) {
            Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
        } else {
            Answers.ok(c, e, w2, 0);
        }
    }

    private static int when(boolean supported) {
        return supported ? 0 : NO;
    }

    private int property(Endpoint e, int what) {
        Firmware fw = host.firmware();
        boolean newest = e.atLeast(FfaVersion.V1_2);
        return switch (what) {
            case FunctionId.ERROR,
                    FunctionId.SUCCESS,
                    FunctionId.SUCCESS_64,
                    FunctionId.INTERRUPT,
                    FunctionId.VERSION,
                    FunctionId.FEATURES,
                    FunctionId.RX_RELEASE,
                    FunctionId.RXTX_UNMAP,
                    FunctionId.PARTITION_INFO_GET,
                    FunctionId.ID_GET,
                    FunctionId.MEM_RECLAIM -> 0;
            case FunctionId.RXTX_MAP, FunctionId.RXTX_MAP_64 -> newest ? ONE_PAGE : 0;
            case FunctionId.RUN -> when(fw.has(what) || peers.answers());
            case FunctionId.DIRECT_REQ, FunctionId.DIRECT_REQ_64 -> when(fw.has(what) || peers.on());
            case FunctionId.MSG_WAIT, FunctionId.DIRECT_RESP, FunctionId.DIRECT_RESP_64 -> when(peers.answers());
            case FunctionId.DIRECT_RESP2 -> when(newest && peers.answers());
            case FunctionId.MEM_SHARE, FunctionId.MEM_SHARE_64 ->
                when(fw.has(FunctionId.MEM_SHARE_64) || memory.on(Transaction.SHARE));
            case FunctionId.MEM_LEND, FunctionId.MEM_LEND_64 -> when(memory.on(Transaction.LEND));
            case FunctionId.MEM_DONATE, FunctionId.MEM_DONATE_64 -> when(memory.on(Transaction.DONATE));
            case FunctionId.MEM_RETRIEVE_REQ, FunctionId.MEM_RETRIEVE_REQ_64, FunctionId.MEM_RELINQUISH ->
                when(memory.exists());
            case FunctionId.MSG_SEND2 ->
                when(membership.on() || fw.has(FunctionId.MSG_SEND2) && fw.has(FunctionId.RX_ACQUIRE));
            case FunctionId.PARTITION_INFO_GET_REGS -> when(newest);
            case FunctionId.DIRECT_REQ2 -> when(newest && (fw.has(what) || peers.on()));
            default -> notification(what);
        };
    }

    private int notification(int what) {
        boolean backed = settings.has(Quirk.HOLLOW_FEATURES) || host.firmware().notifications() || membership.on();
        return switch (what) {
            case FunctionId.NOTIFICATION_BIND,
                    FunctionId.NOTIFICATION_UNBIND,
                    FunctionId.NOTIFICATION_SET,
                    FunctionId.NOTIFICATION_GET,
                    FunctionId.NOTIFICATION_INFO_GET,
                    FunctionId.NOTIFICATION_INFO_GET_64 -> when(backed);
            case FEATURE_NOTIFICATION_PENDING -> backed ? NOTIFICATION_PENDING : NO;
            case FEATURE_SCHEDULE_RECEIVER -> backed ? SCHEDULE_RECEIVER : NO;
            default -> NO;
        };
    }
}
