// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

/** The ways in which one profile behaves unlike Xen 4.23 with its console back end in a domain. */
enum Difference {
    /** Flags are 0 after reset, as if both queues held something. */
    FLAGS_ZERO_AT_RESET,
    /** A 64-bit access to a register ends the domain instead of aborting. */
    WIDE_ACCESS_CRASHES,
    /** Offsets without a register abort instead of reading as zero and ignoring writes. */
    UNKNOWN_OFFSETS_ABORT,
    /** BUSY from the first byte until the back end has emptied the queue; otherwise only while the queue is full. */
    BUSY_UNTIL_DRAINED,
    /** RXI means "not empty" and there is no RTI; otherwise RTI means "not empty" and RXI "at the trigger". */
    RECEIVE_WITHOUT_TRIGGER,
    /** TXI is set by a notification that finds room; otherwise it tells at each change whether 16 bytes have room. */
    TRANSMIT_WITHOUT_TRIGGER,
    /** Accesses to the data register do not evaluate the interrupt. */
    DATA_DOES_NOT_EVALUATE,
    /** Each evaluation with a pending cause is an edge; otherwise only one with a new cause. */
    EDGE_PER_EVALUATION,
    /** Reading data does not notify the back end. */
    READS_DO_NOT_NOTIFY,
    /** A read of an empty queue sets RXFE and clears RXI; otherwise it changes nothing. */
    EMPTY_READ_CHANGES_FLAGS,
    /** A write to a full queue has the effects of one that fills it; otherwise it clears TXFE only. */
    DROPPED_WRITE_CHANGES_FLAGS,
    /**
     * Output leaves at once: TXFE and TXI after each byte. Should the slot's queue fill nevertheless, both fall while less
     * than half a FIFO has room, and TXFF and BUSY tell that it is full.
     */
    SYNCHRONOUS_OUTPUT,
    /** The receive trigger is 16 bytes, half of a 32-byte buffer; otherwise 16 below the queue's capacity. */
    SHORT_RECEIVE_BUFFER,
    /** Receive status is raised by bytes that are new; otherwise by each notification that finds some. */
    NEW_INPUT_RAISES,
    /** The back end is notified of accesses that changed a queue; otherwise of all accesses to the data register. */
    CHANGES_NOTIFY,
    /** All registers of the PrimeCell, with FIFOs of the device's own. */
    PRIMECELL
}
