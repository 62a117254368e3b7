// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.xenolith.api.memory.MemoryObserver;
import org.xenolith.api.memory.PinnedFrame;
import org.xenolith.api.memory.SharedFrame;
import org.xenolith.api.memory.UnmappedAddressException;

class PagedMemoryTest {
    private static final long BASE = 0x4000_0000L;
    private static final long MIB = 1 << 20;

    private final PagedMemory memory = new PagedMemory(AddressSpace.ofHost());

    @AfterEach
    void release() {
        memory.close();
    }

    @Test
    void readsWhatWasWrittenLittleEndianAndZeroExtended() {
        memory.populate(BASE, MIB);
        memory.write(BASE + 8, 8, 0x8877_6655_4433_2211L);
        assertEquals(0x11, memory.read(BASE + 8, 1));
        assertEquals(0x8877, memory.read(BASE + 14, 2));
        assertEquals(0x8877_6655L, memory.read(BASE + 12, 4));
        assertEquals(0x8877_6655_4433_2211L, memory.read(BASE + 8, 8));
        assertEquals(0x66_5544_33L << 8 | 0x22, memory.read(BASE + 9, 8) & 0xFF_FFFF_FFFFL);
    }

    @Test
    void accessesCrossFramesThatAreNotNeighboursOnTheHost() {
        memory.populate(BASE, 4096);
        memory.populate(BASE + 8192, 4096);
        SharedFrame frame = memory.allocateShared();
        memory.mapShared(BASE + 4096, frame);
        memory.write(BASE + 4093, 8, 0x0102_0304_0506_0708L);
        assertEquals(0x0102_0304_0506_0708L, memory.read(BASE + 4093, 8));
        assertEquals(0x05, frame.segment().get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void aWriteThatDoesNotFitChangesNothing() {
        memory.populate(BASE, 4096);
        assertEquals(
                BASE + 4096,
                assertThrows(UnmappedAddressException.class, () -> memory.write(BASE + 4092, 8, -1))
                        .address());
        assertEquals(0, memory.read(BASE + 4092, 4));
        assertThrows(UnmappedAddressException.class, () -> memory.write(BASE + 4000, new byte[200], 0, 200));
        assertEquals(0, memory.read(BASE + 4000, 8));
    }

    @Test
    void refusesRangesThatOverlapAreMisalignedOrTooLarge() {
        memory.populate(BASE, MIB);
        assertThrows(IllegalArgumentException.class, () -> memory.populate(BASE + MIB - 4096, 8192));
        assertThrows(IllegalArgumentException.class, () -> memory.populate(BASE + 1, 4096));
        assertThrows(IllegalArgumentException.class, () -> memory.populate(0, 0));
        assertThrows(IllegalArgumentException.class, () -> memory.populate(-4096, 8192));
        assertThrows(IllegalArgumentException.class, () -> memory.populate(0, 1L << 60));
        assertEquals(MIB, memory.size());
    }

    @Test
    void refusesOddWidthsAndMisalignedAtomics() {
        memory.populate(BASE, 8192);
        for (int width : new int[] {-1, 0, 3, 5, 9, 4096, Integer.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> memory.read(BASE, width));
            assertThrows(IllegalArgumentException.class, () -> memory.write(BASE + 4095, width, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> memory.getAndSet(BASE + 2, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> memory.compareAndExchange(BASE, 2, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> memory.getAndBitwiseOr(BASE + 4, 1));
    }

    @Test
    void atomicsReturnWhatTheyFound() {
        memory.populate(BASE, 4096);
        memory.write(BASE, 8, 0xFFFF_FFFF_8000_0001L);
        assertEquals(0x8000_0001L, memory.compareAndExchange(BASE, 4, 0x8000_0001L, 5));
        assertEquals(5, memory.compareAndExchange(BASE, 4, 1, 6));
        assertEquals(0xFFFF_FFFF_0000_0005L, memory.getAndBitwiseOr(BASE, 2));
        assertEquals(7, memory.getAndSet(BASE, 4, 9));
        assertEquals(0xFFFF_FFFF_0000_0009L, memory.getAndSet(BASE, 8, 0));
    }

    @Test
    void ramThatComesBackIsZero() {
        memory.populate(BASE, MIB);
        memory.write(BASE + 8192, 8, 77);
        long host = memory.hostFrame(BASE + 8192);
        memory.unmap(BASE + 8192);
        assertEquals(MIB - 4096, memory.size());
        assertFalse(memory.contains(BASE, MIB));
        assertThrows(UnmappedAddressException.class, () -> memory.read(BASE + 8192, 1));
        memory.populate(BASE + 8192, 4096);
        assertEquals(0, memory.read(BASE + 8192, 8));
        assertEquals(host, memory.hostFrame(BASE + 8192), "the range it was reserved for is used again");
        assertTrue(memory.contains(BASE, MIB));
    }

    @Test
    void aSharedFrameReplacesRamAndIsSeenByBothSides() {
        memory.populate(BASE, MIB);
        SharedFrame frame = memory.allocateShared();
        MemorySegment host = frame.segment();
        memory.mapShared(BASE + 4096, frame);
        host.set(ValueLayout.JAVA_LONG_UNALIGNED, 16, 42);
        assertEquals(42, memory.read(BASE + 4096 + 16, 8));
        assertEquals(host.address(), memory.hostFrame(BASE + 4096 + 5));
        assertEquals(MIB, memory.size());
    }

    @Test
    void refusesASharedFrameOfAnotherMemory() {
        try (PagedMemory other = new PagedMemory(AddressSpace.ofHost())) {
            assertThrows(IllegalArgumentException.class, () -> memory.mapShared(BASE, other.allocateShared()));
        }
    }

    @Test
    void aPinnedFrameIsShownByTwoMemories() {
        memory.populate(BASE, MIB);
        try (PagedMemory other = new PagedMemory(AddressSpace.ofHost());
                PinnedFrame frame = memory.pin(BASE + 4096).orElseThrow()) {
            other.mapPinned(2 * BASE, frame);
            memory.write(BASE + 4100, 4, 77);
            assertEquals(77, other.read(2 * BASE + 4, 4));
            other.write(2 * BASE + 8, 4, 78);
            assertEquals(78, memory.read(BASE + 4104, 4));
            assertEquals(4096, other.size());
            assertTrue(other.pin(2 * BASE).isEmpty(), "what is another's cannot be handed on");
            other.unmap(2 * BASE);
            assertThrows(UnmappedAddressException.class, () -> other.read(2 * BASE, 4));
            assertEquals(78, memory.read(BASE + 4104, 4));
        }
    }

    @Test
    void aFrameThatWasTakenAwayWhileItWasPinnedCanBeGivenBack() {
        memory.populate(BASE, MIB);
        memory.write(BASE, 4, 5);
        try (PinnedFrame frame = memory.pin(BASE).orElseThrow()) {
            memory.unmap(BASE);
            assertThrows(UnmappedAddressException.class, () -> memory.read(BASE, 4));
            memory.mapPinned(BASE, frame);
            assertEquals(5, memory.read(BASE, 4));
        }
        assertTrue(memory.pin(BASE).isPresent());
    }

    @Test
    void whatSomebodyHoldsIsNotGivenOutAsNewMemory() {
        memory.populate(BASE, MIB);
        try (PinnedFrame frame = memory.pin(BASE).orElseThrow()) {
            memory.unmap(BASE);
            memory.populate(BASE, 4096);
            memory.write(BASE, 4, 6);
            byte[] held = new byte[4];
            frame.read(0, held, 0, 4);
            assertArrayEquals(new byte[4], held);
        }
    }

    @Test
    void aFrameThatHasBeenClosedIsNotShown() {
        memory.populate(BASE, MIB);
        PinnedFrame frame = memory.pin(BASE).orElseThrow();
        frame.close();
        assertThrows(IllegalArgumentException.class, () -> memory.mapPinned(BASE + 4096, frame));
    }

    @Test
    void observersHearOfRemappingsAndOfWritesToWatchedFrames() throws Exception {
        List<String> heard = new ArrayList<>();
        AutoCloseable observation = memory.observe(new MemoryObserver() {
            @Override
            public void remapped(long address, long size) {
                heard.add("remapped " + (address - BASE) + " " + size);
            }

            @Override
            public void written(long address, long size) {
                heard.add("written " + (address - BASE) + " " + size);
            }
        });
        memory.populate(BASE, MIB);
        memory.write(BASE, 4, 1);
        memory.watch(BASE + 4100);
        assertTrue(memory.isWatched(BASE + 8191));
        memory.write(BASE + 4094, 4, 1);
        memory.getAndSet(BASE + 4096, 4, 1);
        memory.unmap(BASE + 4096);
        memory.unwatch(BASE + 4096);
        assertFalse(memory.isWatched(BASE + 4096));
        observation.close();
        memory.unmap(BASE);
        assertEquals(List.of("remapped 0 1048576", "written 4096 2", "written 4096 4", "remapped 4096 4096"), heard);
    }

    @Test
    void memoryThatIsNotTouchedCostsNothing() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/statm")), "needs Linux's /proc");
        long before = residentPages();
        memory.populate(BASE, 256 * MIB);
        for (int i = 0; i < 16; i++) {
            memory.write(BASE + i * 16 * MIB, 8, i);
        }
        long after = residentPages();
        assertTrue(
                after - before < 16 * MIB / 4096,
                () -> "256 MiB with 16 frames in use cost " + (after - before) + " pages");
    }

    @Test
    void aTebibyteIsReservedLazilyOrRefusedCleanly() {
        long tebibyte = 1L << 40;
        try {
            memory.populate(1L << 41, tebibyte);
        } catch (IllegalArgumentException e) {
            assertEquals(0, memory.size());
            return;
        }
        memory.write((1L << 41) + tebibyte - 8, 8, 0x1234);
        assertEquals(0x1234, memory.read((1L << 41) + tebibyte - 8, 8));
        assertTrue(memory.contains(1L << 41, tebibyte));
        assertFalse(memory.contains(1L << 41, tebibyte + 1));
    }

    @Test
    void closingGivesMemoryBackAndLeavesHostAddressesHarmless() throws IOException {
        memory.populate(BASE, 64 * MIB);
        byte[] ones = new byte[(int) MIB];
        java.util.Arrays.fill(ones, (byte) 1);
        for (int i = 0; i < 64; i++) {
            memory.write(BASE + i * MIB, ones, 0, ones.length);
        }
        long full = residentPages();
        long host = memory.hostFrame(BASE);
        assertNotEquals(0, host);
        MemorySegment shared = memory.allocateShared().segment();
        memory.close();
        assertTrue(full - residentPages() > 32 * MIB / 4096);
        assertEquals(0, HostBytes.get(host, 8));
        assertEquals(0, shared.get(ValueLayout.JAVA_BYTE, 0));
        assertThrows(UnmappedAddressException.class, () -> memory.read(BASE, 8));
        assertThrows(IllegalStateException.class, () -> memory.populate(BASE, 4096));
    }

    @Test
    void blocksRoundTrip() {
        memory.populate(BASE, MIB);
        byte[] data = new byte[10_000];
        new java.util.Random(7).nextBytes(data);
        memory.write(BASE + 4000, data, 0, data.length);
        byte[] back = new byte[10_000];
        memory.read(BASE + 4000, back, 0, back.length);
        assertArrayEquals(data, back);
        assertThrows(IndexOutOfBoundsException.class, () -> memory.read(BASE, back, 1, back.length));
    }

    private static long residentPages() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
    }

    @Test
    void aPinnedFrameKeepsItsContentWhateverTheGuestShowsThere() {
        memory.populate(BASE, MIB);
        memory.write(BASE + 4096, 8, 0x1122);
        PinnedFrame frame = memory.pin(BASE + 4100).orElseThrow();
        PinnedFrame again = memory.pin(BASE + 4096).orElseThrow();
        assertEquals(BASE + 4096, frame.address());
        assertEquals(2, memory.pinned());
        memory.unmap(BASE + 4096);
        byte[] bytes = new byte[8];
        frame.read(0, bytes, 0, 8);
        assertArrayEquals(new byte[] {0x22, 0x11, 0, 0, 0, 0, 0, 0}, bytes);
        frame.close();
        frame.close();
        again.read(0, bytes, 0, 2);
        assertEquals(0x22, bytes[0]);
        again.close();
        assertEquals(0, memory.pinned());
        memory.populate(BASE + 4096, 4096);
        assertEquals(0, memory.read(BASE + 4096, 8));
    }

    @Test
    void onlyOrdinaryRamCanBePinned() {
        memory.populate(BASE, 2 * 4096);
        memory.mapShared(BASE, memory.allocateShared());
        assertTrue(memory.pin(BASE).isEmpty());
        assertTrue(memory.pin(BASE - 4096).isEmpty());
        assertTrue(memory.pin(-4096).isEmpty());
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> memory.pin(BASE + 4096).orElseThrow().read(4090, new byte[8], 0, 8));
    }
}
