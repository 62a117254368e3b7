// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.List;

/**
 * The register file: offset in bytes, width in bits, value after reset, access and effect [DDI0183 3.2, 3.3]. Decoding,
 * names in messages and the tests' random accesses come from this table. The first seven are the generic UART of the
 * Server Base System Architecture [DEN0029 appendix B]; a profile shows those or all.
 */
enum Register {
    DR(0x000, 12, 0x0000, Access.READ_WRITE, Effect.DATA),
    RSR(0x004, 4, 0x0000, Access.READ_WRITE, Effect.ERRORS),
    FR(0x018, 9, 0x0090, Access.READ_ONLY, Effect.FLAGS),
    IMSC(0x038, 11, 0x0000, Access.READ_WRITE, Effect.MASK),
    RIS(0x03C, 11, 0x0000, Access.READ_ONLY, Effect.RAW),
    MIS(0x040, 11, 0x0000, Access.READ_ONLY, Effect.MASKED),
    ICR(0x044, 11, 0x0000, Access.WRITE_ONLY, Effect.CLEAR),

    ILPR(0x020, 8, 0x0000, Access.READ_WRITE, Effect.STORED),
    IBRD(0x024, 16, 0x0000, Access.READ_WRITE, Effect.DIVISOR),
    FBRD(0x028, 6, 0x0000, Access.READ_WRITE, Effect.DIVISOR),
    LCR_H(0x02C, 8, 0x0000, Access.READ_WRITE, Effect.LINE_CONTROL),
    CR(0x030, 16, 0x0300, Access.READ_WRITE, Effect.CONTROL),
    IFLS(0x034, 6, 0x0012, Access.READ_WRITE, Effect.TRIGGERS),
    DMACR(0x048, 3, 0x0000, Access.READ_WRITE, Effect.DMA),
    TCR(0x080, 3, 0x0000, Access.READ_WRITE, Effect.STORED),
    ITIP(0x084, 8, 0x0000, Access.READ_WRITE, Effect.STORED),
    ITOP(0x088, 16, 0x0000, Access.READ_WRITE, Effect.STORED),
    TDR(0x08C, 11, 0x0000, Access.READ_WRITE, Effect.TEST_DATA),
    PERIPH_ID0(0xFE0, 8, 0x0011, Access.READ_ONLY, Effect.IDENTITY),
    PERIPH_ID1(0xFE4, 8, 0x0010, Access.READ_ONLY, Effect.IDENTITY),
    PERIPH_ID2(0xFE8, 8, 0x0034, Access.READ_ONLY, Effect.IDENTITY),
    PERIPH_ID3(0xFEC, 8, 0x0000, Access.READ_ONLY, Effect.IDENTITY),
    CELL_ID0(0xFF0, 8, 0x000D, Access.READ_ONLY, Effect.IDENTITY),
    CELL_ID1(0xFF4, 8, 0x00F0, Access.READ_ONLY, Effect.IDENTITY),
    CELL_ID2(0xFF8, 8, 0x0005, Access.READ_ONLY, Effect.IDENTITY),
    CELL_ID3(0xFFC, 8, 0x00B1, Access.READ_ONLY, Effect.IDENTITY),

    /** Answers at every offset that is not the base of a register. */
    UNKNOWN(-1, 0, 0, Access.READ_WRITE, Effect.NONE);

    /** Bytes from the window's base. */
    final int offset;

    /** Bits that exist, from bit 0. */
    final int bits;

    /** The bits that exist, as ones. */
    final int mask;

    final int reset;
    final Access access;
    final Effect effect;

    Register(int offset, int bits, int reset, Access access, Effect effect) {
        this.offset = offset;
        this.bits = bits;
        this.mask = (1 << bits) - 1;
        this.reset = reset;
        this.access = access;
        this.effect = effect;
    }

    /** The registers of the generic UART. */
    static List<Register> generic() {
        return List.of(DR, RSR, FR, IMSC, RIS, MIS, ICR);
    }

    /** All registers of the PrimeCell. */
    static List<Register> primeCell() {
        return List.of(values()).subList(0, UNKNOWN.ordinal());
    }
}
