// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.boot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
}
