// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.MessageHeader;

/** Descriptors with any content and length. */
class DescriptorPropertyTest {
    private static final int[] EDGES = {
        0,
        1,
        15,
        16,
        17,
        19,
        20,
        31,
        32,
        39,
        40,
        47,
        48,
        255,
        256,
        4055,
        4056,
        4080,
        4095,
        4096,
        4097,
        65535,
        65536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        -16,
        -1
    };

    @Property(tries = 100_000)
    void aMessageThatFitsLiesInTheBuffer(@ForAll int offset, @ForAll int size, @ForAll boolean newest) {
        check(new MessageHeader(offset, 1, 2, size, 0, 0), newest);
    }

    @Property(tries = 2_000)
    void aMessageAtAnEdgeThatFitsLiesInTheBuffer(
            @ForAll @IntRange(max = 26) int offset, @ForAll @IntRange(max = 26) int size, @ForAll boolean newest) {
        check(new MessageHeader(EDGES[offset], 1, 2, EDGES[size], 0, 0), newest);
    }

    private static void check(MessageHeader header, boolean newest) {
        boolean fits = header.fits(newest ? FfaVersion.V1_2 : FfaVersion.V1_1);
        long offset = header.offset() & 0xFFFF_FFFFL;
        long size = header.size() & 0xFFFF_FFFFL;
        assertEquals(size > 0 && offset >= (newest ? 40 : 20) && offset + size <= 4096, fits);
    }

    @Property(tries = 100_000)
    void aMemoryDescriptorOfAnyContentIsReadInsideItsLength(
            @ForAll long seed, @ForAll @IntRange(max = 4096) int length, @ForAll @IntRange(max = 2) int minor) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] copy = new byte[4096];
        byte[] good = FfaWorlds.descriptor(minor == 0 ? "1.0" : minor == 1 ? "1.1" : "1.2");
        System.arraycopy(good, 0, copy, 0, good.length);
        for (int n = random.nextInt(4); n > 0; n--) {
            Bytes.put32(copy, 4 * random.nextInt(28), EDGES[random.nextInt(EDGES.length)]);
        }
        MemoryDescriptor d = new MemoryDescriptor(copy, length, FfaVersion.V1_0 + minor, MemoryDescriptor.NORMAL);
        if (d.status != FfaStatus.OK || d.composite(256, false) != FfaStatus.OK) {
            return;
        }
        assertTrue(d.pages >= 1 && d.pages <= 256);
        assertTrue(d.composite + MemoryDescriptor.COMPOSITE + 16L * d.ranges <= length);
        FakeMachine vm = new FakeMachine(0, 1, true);
        PageSet pages = new PageSet(vm, d.pages);
        int code = pages.add(d);
        assertEquals(pages.frames().size(), vm.pinned.get());
        assertTrue(vm.pinned.get() <= d.pages);
        assertEquals(
                code == FfaStatus.OK, code == FfaStatus.OK && pages.frames().size() == d.pages);
        pages.release();
        assertEquals(0, vm.pinned.get());
    }
}
