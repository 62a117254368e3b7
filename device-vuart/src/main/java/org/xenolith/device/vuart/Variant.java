// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The host UARTs that the veneer can lie over: what Xen 4.23's drivers publish of them. */
enum Variant {
    PL011("pl011", 0x00, 0x18, 0x00),
    NS16550("ns16550", 0x00, 0x05, 0x60),
    OMAP("omap", 0x00, 0x14, 0x20),
    EXYNOS4210("exynos4210", 0x20, 0x10, 0x06),
    CADENCE("cadence", 0x30, 0x2C, 0x08),
    IMX("imx", 0x40, 0xB4, 0x60),
    IMX_LPUART("imx-lpuart", 0x1C, 0x14, 0x0080_0000),
    LINFLEXD("linflexd", 0x38, 0x14, 0x02),
    MESON("meson", 0x00, 0x0C, 0x0050_0000),
    /** The offset of its data register looks like a mistake; it is what is published. */
    ARMADA3700("armada3700", 0x08, 0x0C, 0x30),
    SCIF("scif", 0x0C, 0x10, 0x20),
    SCIFA("scifa", 0x20, 0x14, 0x20);

    /** How settings name it. */
    final String key;

    /** Offset of the transmit register, bytes; for the 16550 to be shifted. */
    final int data;

    /** Offset of the status register, bytes; for the 16550 to be shifted. */
    final int status;

    /** The status that says ready. */
    final int ready;

    Variant(String key, int data, int status, int ready) {
        this.key = key;
        this.data = data;
        this.status = status;
        this.ready = ready;
    }

    static Optional<Variant> of(String key) {
        return Arrays.stream(values()).filter(v -> v.key.equals(key)).findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(v -> v.key).collect(Collectors.joining(", "));
    }
}
