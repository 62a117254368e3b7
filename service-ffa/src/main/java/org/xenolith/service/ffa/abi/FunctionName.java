// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.abi;

import java.util.List;

/** The functions' names by number, for traces and counters. */
public final class FunctionName {
    /** The functions from {@link FunctionId#FIRST_NUMBER} on, one name each. */
    private static final List<String> NAMES = List.of(
            "ERROR",
            "SUCCESS",
            "INTERRUPT",
            "VERSION",
            "FEATURES",
            "RX_RELEASE",
            "RXTX_MAP",
            "RXTX_UNMAP",
            "PARTITION_INFO_GET",
            "ID_GET",
            "MSG_POLL",
            "MSG_WAIT",
            "YIELD",
            "RUN",
            "MSG_SEND",
            "MSG_SEND_DIRECT_REQ",
            "MSG_SEND_DIRECT_RESP",
            "MEM_DONATE",
            "MEM_LEND",
            "MEM_SHARE",
            "MEM_RETRIEVE_REQ",
            "MEM_RETRIEVE_RESP",
            "MEM_RELINQUISH",
            "MEM_RECLAIM",
            "MEM_OP_PAUSE",
            "MEM_OP_RESUME",
            "MEM_FRAG_RX",
            "MEM_FRAG_TX",
            "NORMAL_WORLD_RESUME",
            "NOTIFICATION_BITMAP_CREATE",
            "NOTIFICATION_BITMAP_DESTROY",
            "NOTIFICATION_BIND",
            "NOTIFICATION_UNBIND",
            "NOTIFICATION_SET",
            "NOTIFICATION_GET",
            "NOTIFICATION_INFO_GET",
            "RX_ACQUIRE",
            "SPM_ID_GET",
            "MSG_SEND2",
            "SECONDARY_EP_REGISTER",
            "MEM_PERM_GET",
            "MEM_PERM_SET",
            "CONSOLE_LOG",
            "PARTITION_INFO_GET_REGS",
            "EL3_INTR_HANDLE",
            "MSG_SEND_DIRECT_REQ2",
            "MSG_SEND_DIRECT_RESP2");

    private FunctionName() {}

    /** Returns the number of functions: indices are below it. */
    public static int count() {
        return NAMES.size();
    }

    /** Returns the index of an id's function, or -1 if FF-A 1.2 has none of its number. */
    public static int index(int id) {
        return FunctionId.isFfa(id) ? (id & 0xFFFF) - FunctionId.FIRST_NUMBER : -1;
    }

    /** Returns the name of the function with an index. */
    public static String at(int index) {
        return NAMES.get(index);
    }

    /** Returns the name of an id, such as {@code FFA_MSG_SEND_DIRECT_REQ_64}; an unknown one in hexadecimal. */
    public static String of(int id) {
        int index = index(id);
        if (index < 0 || (id & 0x80FF_0000) != 0x8000_0000) {
            return "0x" + Integer.toHexString(id);
        }
        return "FFA_" + NAMES.get(index) + ((id & FunctionId.WIDE) != 0 ? "_64" : "");
    }
}
