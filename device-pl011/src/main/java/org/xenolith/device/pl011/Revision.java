// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.xenolith.api.device.DeviceException;

/** A revision of the PrimeCell: what its identification registers say and how deep its FIFOs are [DDI0183 3.3.13]. */
enum Revision {
    R1P4("r1p4", 16, 0x24),
    R1P5("r1p5", 32, 0x34),
    /** A generic UART with the PrimeCell's registers: it does not identify itself. */
    SBSA("sbsa", 32, -1);

    /** The slot setting. */
    static final String SETTING = "revision";

    /** How the setting names it. */
    final String key;

    /** Characters in each FIFO. */
    final int depth;

    private final int peripheralId2;

    Revision(String key, int depth, int peripheralId2) {
        this.key = key;
        this.depth = depth;
        this.peripheralId2 = peripheralId2;
    }

    /** Returns what an identification register reads as. */
    int identity(Register register) {
        if (peripheralId2 < 0) {
            return 0;
        }
        return register == Register.PERIPH_ID2 ? peripheralId2 : register.reset;
    }

    static Revision of(Map<String, String> settings) throws DeviceException {
        String key = settings.getOrDefault(SETTING, R1P5.key);
        for (Revision revision : values()) {
            if (revision.key.equals(key)) {
                return revision;
            }
        }
        throw new DeviceException("setting " + SETTING + "=" + key + ", allowed: "
                + Arrays.stream(values()).map(r -> r.key).collect(Collectors.joining(", ")));
    }
}
