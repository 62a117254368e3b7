// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/** Where Xen deviates from the architecture or from itself: the traits of {@link Profile#XEN_EXACT}. */
public enum Quirk {
    /** PARTITION_INFO_GET_REGS drops VM entries when they do not all fit into the window. */
    DROPPED_WINDOW_ENTRIES,
    /** MEM_SHARE of a descriptor longer than the buffer succeeds with handle 0 and shares nothing. */
    OVERLONG_SHARE_SUCCEEDS,
    /** VERSION ignores bit 31 of what is asked for and keeps it. */
    VERSION_BIT_31,
    /** Ids outside FF-A (those of a trusted OS) end the negotiation, too. */
    ANY_ID_ENDS_NEGOTIATION,
    /** NOTIFICATION_INFO_GET answers the 32-bit call with the 64-bit id. */
    WIDE_INFO_ANSWER,
    /** RXTX_MAP takes one page for both buffers. */
    SAME_PAGE_TWICE,
    /** MEM_SHARE drops flags and tag. */
    DROPPED_FLAGS_AND_TAG,
    /** PARTITION_INFO_GET of an unknown UUID succeeds without firmware. */
    UNKNOWN_UUID_SUCCEEDS,
    /** The tag of the partition list may become 0. */
    TAG_ZERO,
    /** FEATURES says yes to notifications and their interrupts without anything behind them. */
    HOLLOW_FEATURES,
    /** A message from a partition in a receive buffer cannot be released. */
    UNRELEASABLE_MESSAGES,
    /** RUN that ends with MSG_WAIT is ABORTED. */
    WAIT_IS_ABORTED,
    /** The number of tries and the time of a teardown are not bounded. */
    UNBOUNDED_TEARDOWN,
    /** A virtual machine may send framework messages. */
    FORGED_FRAMEWORK_MESSAGES,
    /** Availability messages are sent once for each UUID of a partition. */
    MESSAGE_PER_UUID,
    /** A creation that fails does not undo what was done. */
    NO_UNDO,
    /** Buffers keep what they had behind what is written. */
    STALE_BUFFERS
}
