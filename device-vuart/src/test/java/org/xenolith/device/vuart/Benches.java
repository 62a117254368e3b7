// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.device.pl011.Pl011Factory;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.RingConsole;

/** A device of this bundle, or a PL011 that it can stand in for, on a test bench; and the lines that it logs. */
final class Benches {
    final List<String> log = new ArrayList<>();
    final VuartFactory vuart = new VuartFactory(new LineLog() {
        @Override
        public boolean wanted() {
            return true;
        }

        @Override
        public synchronized void line(String text) {
            log.add(text);
        }
    });
    final DeviceFactory pl011 = new Pl011Factory((String text) -> {});
    final Map<String, DeviceFactory> kinds = Map.of("vuart", vuart, "pl011", pl011);

    static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    /** A vUART whose output leaves at once. */
    DeviceBench vuart(int domain, String... settings) throws DeviceException {
        RingConsole console = new RingConsole(1024, 2048);
        console.drainAtOnce();
        return new DeviceBench(vuart, "vuart", domain, console, settings(settings));
    }

    /** A PL011 in domain 1. */
    DeviceBench pl011(RingConsole console, String... settings) throws DeviceException {
        return new DeviceBench(pl011, "pl011", 1, console, settings(settings));
    }
}
