// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

/** Bits of the registers [DDI0183 3.3]. */
final class Bits {
    /** Flags: modem inputs, 1 = asserted. */
    static final int FR_CTS = 1, FR_DSR = 1 << 1, FR_DCD = 1 << 2, FR_RI = 1 << 8;
    /** Flags: something is being sent. */
    static final int FR_BUSY = 1 << 3;
    /** Flags: receive queue empty, transmit queue full, receive queue full, transmit queue empty. */
    static final int FR_RXFE = 1 << 4, FR_TXFF = 1 << 5, FR_RXFF = 1 << 6, FR_TXFE = 1 << 7;

    /** Interrupts: modem inputs. */
    static final int RIMI = 1, CTSMI = 1 << 1, DCDMI = 1 << 2, DSRMI = 1 << 3;
    /** Interrupts: receive, transmit, receive time-out. */
    static final int RXI = 1 << 4, TXI = 1 << 5, RTI = 1 << 6;
    /** Interrupts: framing, parity, break and overrun error. */
    static final int FEI = 1 << 7, PEI = 1 << 8, BEI = 1 << 9, OEI = 1 << 10;

    /** Errors as in RSR; eight bits higher in DR. */
    static final int FE = 1, PE = 1 << 1, BE = 1 << 2, OE = 1 << 3;

    /** Line control: send break, FIFOs on. */
    static final int LCR_BRK = 1, LCR_FEN = 1 << 4;

    /** Control: loopback and modem outputs. */
    static final int CR_LBE = 1 << 7, CR_DTR = 1 << 10, CR_RTS = 1 << 11, CR_OUT1 = 1 << 12, CR_OUT2 = 1 << 13;

    /** DMA control: receive and transmit requests on, no receive requests while an error is pending. */
    static final int DMA_RX = 1, DMA_TX = 1 << 1, DMA_ON_ERROR = 1 << 2;

    /** Test control: TDR reaches the FIFOs. */
    static final int TCR_TEST_FIFO = 1 << 1;

    private Bits() {}
}
