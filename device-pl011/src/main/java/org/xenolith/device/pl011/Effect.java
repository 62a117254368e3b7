// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

/** What an access to a register does. */
enum Effect {
    DATA("a read takes a received character, a write gives one to transmit"),
    ERRORS("a read gives the receive errors, any write clears them"),
    FLAGS("the state of the queues and the modem inputs"),
    MASK("the interrupts that are let through"),
    RAW("the interrupts that are pending"),
    MASKED("those that are pending and let through; never stored"),
    CLEAR("ones that are written clear pending interrupts"),
    DIVISOR("kept until a write to LCR_H makes it effective"),
    LINE_CONTROL("FIFOs on or off, break; latches the divisor"),
    CONTROL("loopback and modem outputs"),
    TRIGGERS("FIFO levels at which interrupts are raised"),
    DMA("which DMA requests are made"),
    TEST_DATA("the FIFOs from their far ends, while TCR says so"),
    STORED("kept and given back"),
    IDENTITY("a constant"),
    /** No register. */
    NONE("zero, ignored, or an abort");

    /** For people: what the register is for. */
    final String meaning;

    Effect(String meaning) {
        this.meaning = meaning;
    }
}
