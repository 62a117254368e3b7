// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xenolith.api.device.DeviceException;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.RingConsole;
import org.xenolith.testkit.fake.ScriptRow;

/** Devices of this bundle on test benches. */
final class Benches {
    private Benches() {}

    static Pl011Factory factory() {
        return new Pl011Factory((String text) -> {});
    }

    /** Queues as the profile's back end has them. */
    static RingConsole console(String profile) {
        boolean inHypervisor = profile.equals("mainline-xen");
        RingConsole console = inHypervisor ? new RingConsole(32, 128) : new RingConsole(1024, 2048);
        if (inHypervisor) {
            console.drainAtOnce();
        }
        return console;
    }

    static DeviceBench bench(String profile, String wiring) throws DeviceException {
        return bench(Map.of("profile", profile, "wiring", wiring), console(profile));
    }

    static DeviceBench bench(Map<String, String> settings, RingConsole console) throws DeviceException {
        return new DeviceBench(factory(), "pl011", 1, console, settings);
    }

    /** The extended profile with 1024 and 2048 bytes of queue. */
    static DeviceBench extended(String... more) throws DeviceException {
        Map<String, String> settings = new HashMap<>(Map.of("profile", "extended"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return bench(settings, console("extended"));
    }

    static List<ScriptRow> rows() {
        List<ScriptRow> rows = new ArrayList<>();
        for (String table : List.of("domain-backend.rows", "hypervisor-backend.rows")) {
            InputStream stream = Benches.class.getResourceAsStream(table);
            rows.addAll(ScriptRow.read(stream));
        }
        return rows;
    }
}
