// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class KernelFilePropertyTest {
    @Property(tries = 3000)
    void anyBytesAreUnpackedOrRefused(@ForAll @Size(max = 200) byte[] tail, @ForAll boolean wrapped) {
        byte[] file = wrapped ? KernelFileTest.zboot("gzip", tail) : tail;
        try {
            assertTrue(Arm64Image.isImage(KernelFile.unpack(file)));
        } catch (BootException refused) {
            assertTrue(!refused.getMessage().isEmpty());
        }
    }

    @Property(tries = 5000)
    void aDamagedEfiHeaderIsReadOrRefused(
            @ForAll @IntRange(min = 0, max = 0x107) int at,
            @ForAll int damage,
            @ForAll @IntRange(min = 64, max = 0x1400) int length) {
        byte[] whole = KernelFileTest.efiImage(0x1400);
        ByteBuffer.wrap(whole).putInt(at, damage);
        try {
            assertTrue(Arm64Image.isImage(KernelFile.unpack(Arrays.copyOf(whole, length))));
        } catch (BootException refused) {
            assertTrue(!refused.getMessage().isEmpty());
        }
    }
}
