// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.RingConsole;

/** The whole PrimeCell [DDI0183]. */
class PrimeCellTest {
    private static final int FIFOS_ON = 0x70;

    private DeviceBench bench;

    @BeforeEach
    void reset() throws Exception {
        bench = Benches.extended();
    }

    private long read(Register register) throws Exception {
        return bench.read(register.offset, 4);
    }

    private void write(Register register, long value) throws Exception {
        bench.write(register.offset, 4, value);
    }

    private PrimeCellPl011 device() {
        return (PrimeCellPl011) bench.device();
    }

    private void type(int count) {
        for (int i = 0; i < count; i++) {
            bench.console().offer((byte) i);
        }
    }

    @Test
    void showsTheResetValuesOfTheTable() throws Exception {
        for (Register register : Register.primeCell()) {
            if (register.access != Access.WRITE_ONLY) {
                assertEquals(register.reset, read(register), register.name());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"r1p4,24,16", "r1p5,34,32", "sbsa,0,32"})
    void identifiesItsRevisionAndHasItsDepth(String revision, String id2, int depth) throws Exception {
        bench = Benches.extended("revision", revision);
        assertEquals(Long.parseLong(id2, 16), read(Register.PERIPH_ID2));
        assertEquals(revision.equals("sbsa") ? 0 : 0x11, read(Register.PERIPH_ID0));
        write(Register.LCR_H, FIFOS_ON);
        type(depth - 1);
        assertEquals(0, read(Register.FR) & Bits.FR_RXFF);
        type(1);
        assertEquals(Bits.FR_RXFF, read(Register.FR) & Bits.FR_RXFF);
    }

    @Test
    void isRecognisedByTheBusProbeOfLinux() throws Exception {
        long peripheral = 0;
        long cell = 0;
        for (int i = 0; i < 4; i++) {
            peripheral |= bench.read(0xFE0 + 4 * i, 4) << 8 * i;
            cell |= bench.read(0xFF0 + 4 * i, 4) << 8 * i;
        }
        assertEquals(0xB105_F00DL, cell);
        assertEquals(0x0004_1011, peripheral & 0x000F_FFFF);
    }

    @Test
    void keepsOnlyTheBitsThatExist() throws Exception {
        for (Register register :
                List.of(Register.ILPR, Register.IBRD, Register.FBRD, Register.IFLS, Register.DMACR, Register.IMSC)) {
            write(register, 0xFFFF_FFFFL);
            assertEquals(register.mask, read(register), register.name());
        }
    }

    @Test
    void replacesOnlyTheLanesWritten() throws Exception {
        write(Register.IBRD, 0x1234);
        bench.write(Register.IBRD.offset, 1, 0xFF);
        assertEquals(0x12FF, read(Register.IBRD));
    }

    @Test
    void readsTheClearRegisterAsZero() throws Exception {
        assertEquals(0, read(Register.ICR));
    }

    @Nested
    class Receiving {
        @ParameterizedTest
        @CsvSource({"0,4", "1,8", "2,16", "3,24", "4,28"})
        void raisesTheInterruptAtTheTriggerAndDropsItBelow(int select, int trigger) throws Exception {
            write(Register.LCR_H, FIFOS_ON);
            write(Register.IFLS, (long) select << 3);
            type(trigger - 1);
            assertEquals(0, read(Register.RIS) & Bits.RXI);
            type(1);
            assertEquals(Bits.RXI, read(Register.RIS) & Bits.RXI);
            read(Register.DR);
            assertEquals(0, read(Register.RIS) & Bits.RXI);
        }

        @Test
        void holdsOneCharacterWithoutFifos() throws Exception {
            type(2);
            assertEquals(Bits.FR_RXFF, read(Register.FR) & (Bits.FR_RXFF | Bits.FR_RXFE));
            assertEquals(Bits.RXI, read(Register.RIS) & Bits.RXI);
            assertEquals(0, read(Register.DR));
            assertEquals(1, read(Register.DR));
            assertEquals(Bits.FR_RXFE, read(Register.FR) & Bits.FR_RXFE);
            assertEquals(0, read(Register.RIS) & Bits.RXI);
        }

        @Test
        void leavesWhatTheFifoHasNoRoomForInTheQueue() throws Exception {
            write(Register.LCR_H, FIFOS_ON);
            type(100);
            assertEquals(68, bench.console().inQueued());
            for (int i = 0; i < 100; i++) {
                assertEquals(i, read(Register.DR));
            }
            assertEquals(0, read(Register.RIS) & Bits.OEI);
        }

        @Test
        void timesOutAfter32BitPeriodsWithoutACharacter() throws Exception {
            write(Register.IBRD, 1);
            write(Register.FBRD, 0);
            write(Register.LCR_H, FIFOS_ON);
            // 32 bits of 16 periods at 24 MHz: 21,333 ns
            type(1);
            bench.clock().advance(20_000);
            type(1);
            bench.clock().advance(21_332);
            assertEquals(0, read(Register.RIS) & Bits.RTI);
            bench.clock().advance(1);
            assertEquals(Bits.RTI, read(Register.RIS) & Bits.RTI);
            read(Register.DR);
            assertEquals(Bits.RTI, read(Register.RIS) & Bits.RTI);
            read(Register.DR);
            assertEquals(0, read(Register.RIS) & Bits.RTI);
        }

        @Test
        void doesNotTimeOutOnceTheFifoIsEmpty() throws Exception {
            write(Register.LCR_H, FIFOS_ON);
            type(1);
            read(Register.DR);
            bench.clock().advance(1_000_000_000);
            assertEquals(0, read(Register.RIS) & Bits.RTI);
        }

        @Test
        void timesOutInTheDeviceThatTookOver() throws Exception {
            write(Register.LCR_H, FIFOS_ON);
            write(Register.IMSC, Bits.RTI);
            type(1);
            bench.renew();
            assertFalse(bench.line().level());
            bench.clock().advance(1_000_000_000);
            assertTrue(bench.line().level());
        }
    }

    @Nested
    class Errors {
        @ParameterizedTest
        @CsvSource({"1,80", "2,100", "4,200"})
        void comeWithTheirCharacterAndRaiseTheirInterrupt(int error, String cause) throws Exception {
            write(Register.LCR_H, FIFOS_ON);
            device().receive('a', 0);
            device().receive('b', error);
            assertEquals(Long.parseLong(cause, 16), read(Register.RIS) & 0x780);
            assertEquals('a', read(Register.DR));
            assertEquals(0, read(Register.RSR));
            assertEquals('b' | error << 8, read(Register.DR));
            assertEquals(error, read(Register.RSR));
            write(Register.RSR, 0);
            assertEquals(0, read(Register.RSR));
        }

        @Test
        void aFullFifoOverruns() throws Exception {
            write(Register.LCR_H, FIFOS_ON);
            type(32);
            device().receive('x', 0);
            assertEquals(Bits.OEI, read(Register.RIS) & Bits.OEI);
            assertEquals(Bits.OE, read(Register.RSR));
            assertEquals(Bits.OE << 8, read(Register.DR));
            device().receive('y', 0);
            assertEquals(1, read(Register.DR));
            write(Register.RSR, 0xFF);
            assertEquals(0, read(Register.RSR));
        }
    }

    @Nested
    class Transmitting {
        @BeforeEach
        void smallQueue() throws Exception {
            bench = Benches.bench(Map.of("profile", "extended"), new RingConsole(64, 8));
            write(Register.LCR_H, FIFOS_ON);
            write(Register.IFLS, 0);
        }

        @Test
        void fillsItsFifoOnlyWhenTheQueueIsFull() throws Exception {
            for (int i = 0; i < 8; i++) {
                write(Register.DR, 'a' + i);
                assertEquals(Bits.FR_TXFE, read(Register.FR) & (Bits.FR_TXFE | Bits.FR_BUSY));
                assertEquals(Bits.TXI, read(Register.RIS) & Bits.TXI);
            }
            for (int i = 0; i < 4; i++) {
                write(Register.DR, 'i' + i);
                assertEquals(Bits.FR_BUSY, read(Register.FR) & (Bits.FR_TXFE | Bits.FR_BUSY));
                assertEquals(Bits.TXI, read(Register.RIS) & Bits.TXI);
            }
            write(Register.DR, 'm');
            assertEquals(0, read(Register.RIS) & Bits.TXI);
        }

        @Test
        void losesNothingBeforeTheFifoIsFullAndOnlyThen() throws Exception {
            for (int i = 0; i < 50; i++) {
                boolean room = (read(Register.FR) & Bits.FR_TXFF) == 0;
                assertEquals(i < 40, room);
                write(Register.DR, 'A' + i);
            }
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                expected.append((char) ('A' + i));
            }
            while (bench.console().outQueued() > 0) {
                bench.console().consume(bench.console().outQueued());
                bench.console().notifyDevice();
            }
            assertEquals(expected.toString(), new String(bench.console().consumed(), StandardCharsets.ISO_8859_1));
            assertEquals(Bits.FR_TXFE, read(Register.FR) & (Bits.FR_TXFE | Bits.FR_BUSY));
            assertEquals(Bits.TXI, read(Register.RIS) & Bits.TXI);
        }
    }

    @Nested
    class Loopback {
        @BeforeEach
        void on() throws Exception {
            write(Register.LCR_H, FIFOS_ON);
            write(Register.CR, 0x300 | Bits.CR_LBE);
        }

        @Test
        void returnsWhatIsSentAndTouchesNoQueue() throws Exception {
            type(3);
            write(Register.DR, 'q');
            write(Register.DR, 'r');
            assertEquals('q', read(Register.DR));
            assertEquals('r', read(Register.DR));
            assertEquals(0, bench.console().outQueued());
            assertEquals(3, bench.console().inQueued());
            write(Register.CR, 0x300);
            assertEquals(0, read(Register.DR));
            assertEquals(1, read(Register.DR));
        }

        @Test
        void connectsTheModemOutputsToTheInputs() throws Exception {
            write(Register.CR, 0x300 | Bits.CR_LBE | Bits.CR_RTS | Bits.CR_OUT2);
            assertEquals(Bits.FR_CTS | Bits.FR_RI, read(Register.FR) & 0x107);
            assertEquals(Bits.CTSMI | Bits.RIMI, read(Register.RIS) & 0xF);
        }

        @Test
        void receivesTheBreakThatIsSent() throws Exception {
            write(Register.LCR_H, FIFOS_ON | Bits.LCR_BRK);
            assertEquals(Bits.BE << 8, read(Register.DR));
            assertEquals(Bits.BEI, read(Register.RIS) & Bits.BEI);
        }
    }

    @Test
    void tellsOfModemInputsThatChange() throws Exception {
        device().wires(Bits.FR_CTS | Bits.FR_DCD);
        assertEquals(Bits.FR_CTS | Bits.FR_DCD, read(Register.FR) & 0x107);
        assertEquals(Bits.CTSMI | Bits.DCDMI, read(Register.RIS) & 0xF);
        write(Register.ICR, 0xF);
        device().wires(Bits.FR_CTS | Bits.FR_DSR);
        assertEquals(Bits.DSRMI | Bits.DCDMI, read(Register.RIS) & 0xF);
    }

    @Test
    void requestsTransfersAsItsLevelsAllow() throws Exception {
        write(Register.LCR_H, FIFOS_ON);
        assertEquals(new DmaRequests(false, false, false, false), device().dmaRequests());
        write(Register.DMACR, Bits.DMA_RX | Bits.DMA_TX | Bits.DMA_ON_ERROR);
        assertEquals(new DmaRequests(false, false, true, true), device().dmaRequests());
        type(1);
        assertEquals(new DmaRequests(true, false, true, true), device().dmaRequests());
        type(15);
        assertEquals(new DmaRequests(true, true, true, true), device().dmaRequests());
        device().receive('!', Bits.PE);
        assertEquals(new DmaRequests(false, false, true, true), device().dmaRequests());
        write(Register.ICR, Bits.PEI);
        assertTrue(device().dmaRequests().receiveBurst());
    }

    @Test
    void reachesTheFifosFromTheirFarEndsInTestMode() throws Exception {
        write(Register.LCR_H, FIFOS_ON);
        write(Register.TCR, Bits.TCR_TEST_FIFO);
        write(Register.TDR, 'a' | Bits.FE << 8);
        assertEquals('a' | Bits.FE << 8, read(Register.DR));
        write(Register.DR, 'z');
        assertEquals(0, bench.console().outQueued());
        assertEquals('z', read(Register.TDR));
    }
}
