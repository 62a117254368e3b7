// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The register file: offset in bytes, width in bits, value after reset, access, effect and fields [DDI0183 3.2, 3.3].
 * Decoding, names in traces and messages, the page of documentation and the tests' random accesses come from this table. The first seven are the generic UART of the
 * Server Base System Architecture [DEN0029 appendix B]; a profile shows those or all.
 */
enum Register {
    DR(0x000, 12, 0x0000, Access.READ_WRITE, Effect.DATA, "OE 11, BE 10, PE 9, FE 8, DATA 7:0"),
    RSR(0x004, 4, 0x0000, Access.READ_WRITE, Effect.ERRORS, "OE 3, BE 2, PE 1, FE 0"),
    FR(
            0x018,
            9,
            0x0090,
            Access.READ_ONLY,
            Effect.FLAGS,
            "RI 8, TXFE 7, RXFF 6, TXFF 5, RXFE 4, BUSY 3, DCD 2, DSR 1, CTS 0"),
    IMSC(
            0x038,
            11,
            0x0000,
            Access.READ_WRITE,
            Effect.MASK,
            "OE 10, BE 9, PE 8, FE 7, RT 6, TX 5, RX 4, DSR 3, DCD 2, CTS 1, RI 0"),
    RIS(
            0x03C,
            11,
            0x0000,
            Access.READ_ONLY,
            Effect.RAW,
            "OE 10, BE 9, PE 8, FE 7, RT 6, TX 5, RX 4, DSR 3, DCD 2, CTS 1, RI 0"),
    MIS(
            0x040,
            11,
            0x0000,
            Access.READ_ONLY,
            Effect.MASKED,
            "OE 10, BE 9, PE 8, FE 7, RT 6, TX 5, RX 4, DSR 3, DCD 2, CTS 1, RI 0"),
    ICR(
            0x044,
            11,
            0x0000,
            Access.WRITE_ONLY,
            Effect.CLEAR,
            "OE 10, BE 9, PE 8, FE 7, RT 6, TX 5, RX 4, DSR 3, DCD 2, CTS 1, RI 0"),

    ILPR(0x020, 8, 0x0000, Access.READ_WRITE, Effect.STORED, "ILPDVSR 7:0"),
    IBRD(0x024, 16, 0x0000, Access.READ_WRITE, Effect.DIVISOR, "DIVINT 15:0"),
    FBRD(0x028, 6, 0x0000, Access.READ_WRITE, Effect.DIVISOR, "DIVFRAC 5:0"),
    LCR_H(
            0x02C,
            8,
            0x0000,
            Access.READ_WRITE,
            Effect.LINE_CONTROL,
            "SPS 7, WLEN 6:5, FEN 4, STP2 3, EPS 2, PEN 1, BRK 0"),
    CR(
            0x030,
            16,
            0x0300,
            Access.READ_WRITE,
            Effect.CONTROL,
            "CTSEN 15, RTSEN 14, OUT2 13, OUT1 12, RTS 11, DTR 10, RXE 9, TXE 8, LBE 7, SIRLP 2, SIREN 1, UARTEN 0"),
    IFLS(0x034, 6, 0x0012, Access.READ_WRITE, Effect.TRIGGERS, "RXIFLSEL 5:3, TXIFLSEL 2:0"),
    DMACR(0x048, 3, 0x0000, Access.READ_WRITE, Effect.DMA, "DMAONERR 2, TXDMAE 1, RXDMAE 0"),
    TCR(0x080, 3, 0x0000, Access.READ_WRITE, Effect.STORED, "SIRTEST 2, TESTFIFO 1, ITEN 0"),
    ITIP(
            0x084,
            8,
            0x0000,
            Access.READ_WRITE,
            Effect.STORED,
            "TXDMACLR 7, RXDMACLR 6, RI 5, DCD 4, CTS 3, DSR 2, SIRIN 1, RXD 0"),
    ITOP(
            0x088,
            16,
            0x0000,
            Access.READ_WRITE,
            Effect.STORED,
            "TXDMASREQ 15, TXDMABREQ 14, RXDMASREQ 13, RXDMABREQ 12, MSINTR 11, RXINTR 10, TXINTR 9, RTINTR 8, EINTR 7, INTR 6, OUT2 5, OUT1 4, RTS 3, DTR 2, SIROUT 1, TXD 0"),
    TDR(0x08C, 11, 0x0000, Access.READ_WRITE, Effect.TEST_DATA, "BE 10, PE 9, FE 8, DATA 7:0"),
    PERIPH_ID0(0xFE0, 8, 0x0011, Access.READ_ONLY, Effect.IDENTITY, "PARTNUMBER0 7:0"),
    PERIPH_ID1(0xFE4, 8, 0x0010, Access.READ_ONLY, Effect.IDENTITY, "DESIGNER0 7:4, PARTNUMBER1 3:0"),
    PERIPH_ID2(0xFE8, 8, 0x0034, Access.READ_ONLY, Effect.IDENTITY, "REVISION 7:4, DESIGNER1 3:0"),
    PERIPH_ID3(0xFEC, 8, 0x0000, Access.READ_ONLY, Effect.IDENTITY, "CONFIGURATION 7:0"),
    CELL_ID0(0xFF0, 8, 0x000D, Access.READ_ONLY, Effect.IDENTITY, "CELLID0 7:0"),
    CELL_ID1(0xFF4, 8, 0x00F0, Access.READ_ONLY, Effect.IDENTITY, "CELLID1 7:0"),
    CELL_ID2(0xFF8, 8, 0x0005, Access.READ_ONLY, Effect.IDENTITY, "CELLID2 7:0"),
    CELL_ID3(0xFFC, 8, 0x00B1, Access.READ_ONLY, Effect.IDENTITY, "CELLID3 7:0"),

    /** Answers at every offset that is not the base of a register. */
    UNKNOWN(-1, 0, 0, Access.READ_WRITE, Effect.NONE, "");

    /** Bytes from the window's base. */
    final int offset;

    /** Bits that exist, from bit 0. */
    final int bits;

    /** The bits that exist, as ones. */
    final int mask;

    final int reset;
    final Access access;
    final Effect effect;

    /** Named parts, the highest bits first. */
    final List<Field> fields;

    Register(int offset, int bits, int reset, Access access, Effect effect, String fields) {
        this.offset = offset;
        this.bits = bits;
        this.mask = (1 << bits) - 1;
        this.reset = reset;
        this.access = access;
        this.effect = effect;
        this.fields = Field.list(fields);
    }

    /** Says what a value means: its fields by name, single bits only if they are set. */
    String describe(long value) {
        String known = fields.stream()
                .map(field -> field.describe(value))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        return this + " 0x" + Long.toHexString(value) + (known.isEmpty() ? "" : " (" + known + ")");
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
