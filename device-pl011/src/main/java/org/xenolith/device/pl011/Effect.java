// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

/** What an access to a register does. */
enum Effect {
    /** Reads take a received character, writes give one to transmit. */
    DATA,
    /** Reads give the receive errors, any write clears them. */
    ERRORS,
    /** The flags; writes have no effect. */
    FLAGS,
    /** The interrupt mask. */
    MASK,
    /** The raw interrupt status. */
    RAW,
    /** Raw status and mask; never stored. */
    MASKED,
    /** Ones written clear raw interrupt status. */
    CLEAR,
    /** A value that waits for a write to the line control to take effect. */
    DIVISOR,
    /** Line control: FIFOs on or off, break. */
    LINE_CONTROL,
    /** Control: loopback, modem outputs. */
    CONTROL,
    /** FIFO trigger levels. */
    TRIGGERS,
    /** DMA request enables. */
    DMA,
    /** Integration test: the FIFOs from their far ends. */
    TEST_DATA,
    /** Kept and given back, no other effect. */
    STORED,
    /** A constant. */
    IDENTITY,
    /** No register. */
    NONE
}
