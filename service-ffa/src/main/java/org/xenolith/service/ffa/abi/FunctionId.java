// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.abi;

/** Function ids of FF-A 1.2 [DEN0077A, function identifiers]: 32 bits, bit 30 set for the 64-bit convention. */
public final class FunctionId {
    /** FFA_ERROR. */
    public static final int ERROR = 0x8400_0060;

    /** FFA_SUCCESS. */
    public static final int SUCCESS = 0x8400_0061;

    /** FFA_SUCCESS, 64-bit. */
    public static final int SUCCESS_64 = 0xC400_0061;

    /** FFA_INTERRUPT. */
    public static final int INTERRUPT = 0x8400_0062;

    /** FFA_VERSION. */
    public static final int VERSION = 0x8400_0063;

    /** FFA_FEATURES. */
    public static final int FEATURES = 0x8400_0064;

    /** FFA_RX_RELEASE. */
    public static final int RX_RELEASE = 0x8400_0065;

    /** FFA_RXTX_MAP. */
    public static final int RXTX_MAP = 0x8400_0066;

    /** FFA_RXTX_MAP, 64-bit. */
    public static final int RXTX_MAP_64 = 0xC400_0066;

    /** FFA_RXTX_UNMAP. */
    public static final int RXTX_UNMAP = 0x8400_0067;

    /** FFA_PARTITION_INFO_GET. */
    public static final int PARTITION_INFO_GET = 0x8400_0068;

    /** FFA_ID_GET. */
    public static final int ID_GET = 0x8400_0069;

    /** FFA_MSG_WAIT. */
    public static final int MSG_WAIT = 0x8400_006B;

    /** FFA_YIELD. */
    public static final int YIELD = 0x8400_006C;

    /** FFA_RUN. */
    public static final int RUN = 0x8400_006D;

    /** FFA_MSG_SEND_DIRECT_REQ. */
    public static final int DIRECT_REQ = 0x8400_006F;

    /** FFA_MSG_SEND_DIRECT_REQ, 64-bit. */
    public static final int DIRECT_REQ_64 = 0xC400_006F;

    /** FFA_MSG_SEND_DIRECT_RESP. */
    public static final int DIRECT_RESP = 0x8400_0070;

    /** FFA_MSG_SEND_DIRECT_RESP, 64-bit. */
    public static final int DIRECT_RESP_64 = 0xC400_0070;

    /** FFA_MEM_DONATE. */
    public static final int MEM_DONATE = 0x8400_0071;

    /** FFA_MEM_DONATE, 64-bit. */
    public static final int MEM_DONATE_64 = 0xC400_0071;

    /** FFA_MEM_LEND. */
    public static final int MEM_LEND = 0x8400_0072;

    /** FFA_MEM_LEND, 64-bit. */
    public static final int MEM_LEND_64 = 0xC400_0072;

    /** FFA_MEM_SHARE. */
    public static final int MEM_SHARE = 0x8400_0073;

    /** FFA_MEM_SHARE, 64-bit. */
    public static final int MEM_SHARE_64 = 0xC400_0073;

    /** FFA_MEM_RETRIEVE_REQ. */
    public static final int MEM_RETRIEVE_REQ = 0x8400_0074;

    /** FFA_MEM_RETRIEVE_REQ, 64-bit. */
    public static final int MEM_RETRIEVE_REQ_64 = 0xC400_0074;

    /** FFA_MEM_RETRIEVE_RESP. */
    public static final int MEM_RETRIEVE_RESP = 0x8400_0075;

    /** FFA_MEM_RELINQUISH. */
    public static final int MEM_RELINQUISH = 0x8400_0076;

    /** FFA_MEM_RECLAIM. */
    public static final int MEM_RECLAIM = 0x8400_0077;

    /** FFA_NOTIFICATION_BITMAP_CREATE. */
    public static final int BITMAP_CREATE = 0x8400_007D;

    /** FFA_NOTIFICATION_BITMAP_DESTROY. */
    public static final int BITMAP_DESTROY = 0x8400_007E;

    /** FFA_NOTIFICATION_BIND. */
    public static final int NOTIFICATION_BIND = 0x8400_007F;

    /** FFA_NOTIFICATION_UNBIND. */
    public static final int NOTIFICATION_UNBIND = 0x8400_0080;

    /** FFA_NOTIFICATION_SET. */
    public static final int NOTIFICATION_SET = 0x8400_0081;

    /** FFA_NOTIFICATION_GET. */
    public static final int NOTIFICATION_GET = 0x8400_0082;

    /** FFA_NOTIFICATION_INFO_GET. */
    public static final int NOTIFICATION_INFO_GET = 0x8400_0083;

    /** FFA_NOTIFICATION_INFO_GET, 64-bit. */
    public static final int NOTIFICATION_INFO_GET_64 = 0xC400_0083;

    /** FFA_RX_ACQUIRE. */
    public static final int RX_ACQUIRE = 0x8400_0084;

    /** FFA_SPM_ID_GET. */
    public static final int SPM_ID_GET = 0x8400_0085;

    /** FFA_MSG_SEND2. */
    public static final int MSG_SEND2 = 0x8400_0086;

    /** FFA_PARTITION_INFO_GET_REGS. */
    public static final int PARTITION_INFO_GET_REGS = 0xC400_008B;

    /** FFA_MSG_SEND_DIRECT_REQ2. */
    public static final int DIRECT_REQ2 = 0xC400_008D;

    /** FFA_MSG_SEND_DIRECT_RESP2. */
    public static final int DIRECT_RESP2 = 0xC400_008E;

    /** Bit of an id: the 64-bit convention. */
    public static final int WIDE = 0x4000_0000;

    /** The first function number of FF-A, bits 15:0 of an id. */
    public static final int FIRST_NUMBER = 0x60;

    /** The last function number of FF-A 1.2. */
    public static final int LAST_NUMBER = 0x8E;

    private static final int OWNER_STANDARD_SECURE = 4;
    private static final int OWNER_FIRST_TRUSTED = 48;

    private FunctionId() {}

    /** Tells whether an id is one of FF-A's as the trap routes it: owner and number; bits 31, 30 and 23:16 do not count. */
    public static boolean isFfa(int id) {
        int number = id & 0xFFFF;
        return owner(id) == OWNER_STANDARD_SECURE && number >= FIRST_NUMBER && number <= LAST_NUMBER;
    }

    /** Tells whether an id belongs to trusted applications or a trusted OS: owners 48 to 63. */
    public static boolean isTrusted(int id) {
        return owner(id) >= OWNER_FIRST_TRUSTED;
    }

    private static int owner(int id) {
        return id >>> 24 & 0x3F;
    }
}
