// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rings of a console page. The page under test is exactly a page: an access beside it throws. */
class ConsolePageTest {
    private static final int[] INDICES = {
        ConsolePage.IN_CONS, ConsolePage.IN_PROD, ConsolePage.OUT_CONS, ConsolePage.OUT_PROD
    };
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment memory = Arena.ofAuto().allocate(4096, 4096);
    private final ConsolePage page = new ConsolePage(memory);

    private void set(int index, int value) {
        memory.set(WORD, index, value);
    }

    private int get(int index) {
        return memory.get(WORD, index);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 0, 1",
        "1024, 0, 1024",
        "1025, 0, 1",
        "2048, 0, 1024",
        "0, 5, 1019",
        "0, 1024, 1024",
        "3, -3, 6"
    })
    void levelsOfAnyIndicesLieInTheRing(int produced, int consumed, int level) {
        assertEquals(level, ConsolePage.queued(produced, consumed, 1024));
        set(ConsolePage.IN_PROD, produced);
        set(ConsolePage.IN_CONS, consumed);
        assertEquals(level, page.inLevel());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1023, -1, -1024, Integer.MAX_VALUE, 0x7FFF_FE00})
    void bytesPassInOrderWhereverTheIndicesBegin(int origin) {
        for (int index : INDICES) {
            set(index, origin);
        }
        byte[] collected = new byte[4096];
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < ConsolePage.OUT_BYTES; i++) {
                assertTrue(page.push((byte) (i * 7 + round)));
            }
            assertFalse(page.push((byte) 0));
            assertEquals(ConsolePage.OUT_BYTES, page.outLevel());
            assertEquals(ConsolePage.OUT_BYTES, page.collect(collected));
            for (int i = 0; i < ConsolePage.OUT_BYTES; i++) {
                assertEquals((byte) (i * 7 + round), collected[i]);
            }
            byte[] input = new byte[1500];
            new Random(round).nextBytes(input);
            assertEquals(ConsolePage.IN_BYTES, page.give(input, 0, input.length));
            assertEquals(0, page.give(input, 0, 1));
            for (int i = 0; i < ConsolePage.IN_BYTES; i++) {
                assertEquals(input[i] & 0xFF, page.pop());
            }
            assertEquals(-1, page.pop());
        }
        assertEquals(origin + 5 * ConsolePage.OUT_BYTES, get(ConsolePage.OUT_CONS));
        assertEquals(origin + 5 * ConsolePage.IN_BYTES, get(ConsolePage.IN_PROD));
    }

    @Test
    void collectsNoMoreThanAskedForAndGoesOnThere() {
        for (int i = 0; i < 10; i++) {
            page.push((byte) i);
        }
        byte[] few = new byte[4];
        assertEquals(4, page.collect(few));
        assertArrayEquals(new byte[] {0, 1, 2, 3}, few);
        assertEquals(4, page.collect(few));
        assertArrayEquals(new byte[] {4, 5, 6, 7}, few);
        assertEquals(2, page.outPending());
    }

    @Test
    void theDaemonLeavesABrokenRingAlone() {
        set(ConsolePage.OUT_PROD, ConsolePage.OUT_BYTES + 1);
        set(ConsolePage.IN_PROD, ConsolePage.IN_BYTES + 1);
        assertEquals(ConsolePage.BROKEN, page.collect(new byte[4096]));
        assertEquals(ConsolePage.BROKEN, page.outPending());
        assertEquals(0, page.inRoom());
        assertEquals(0, page.give(new byte[10], 0, 10));
        assertEquals(0, get(ConsolePage.OUT_CONS));
        assertEquals(ConsolePage.IN_BYTES + 1, get(ConsolePage.IN_PROD));
        set(ConsolePage.OUT_PROD, ConsolePage.OUT_BYTES);
        assertEquals(ConsolePage.OUT_BYTES, page.collect(new byte[4096]));
    }

    @Test
    void noIndicesLeadOutsideTheRings() {
        Random random = new Random(8);
        byte[] buffer = new byte[ConsolePage.OUT_BYTES];
        for (int i = 0; i < 200_000; i++) {
            set(INDICES[random.nextInt(4)], random.nextBoolean() ? random.nextInt() : random.nextInt(5000) - 2500);
            switch (random.nextInt(5)) {
                case 0 -> assertTrue(page.pop() <= 0xFF);
                case 1 -> page.push((byte) i);
                case 2 -> assertTrue(page.collect(buffer) <= ConsolePage.OUT_BYTES);
                case 3 -> assertTrue(page.give(buffer, 0, buffer.length) <= ConsolePage.IN_BYTES);
                default -> {
                    assertTrue(page.inLevel() >= 0 && page.inLevel() <= ConsolePage.IN_BYTES);
                    assertTrue(page.outLevel() >= 0 && page.outLevel() <= ConsolePage.OUT_BYTES);
                }
            }
        }
    }

    @Test
    void isEmptyForWhoeverIsLateWhenThePageIsGone() {
        page.push((byte) 1);
        page.detach();
        assertEquals(0, page.collect(new byte[16]));
        assertEquals(0, page.outLevel());
        assertEquals(1, get(ConsolePage.OUT_PROD));
    }
}
