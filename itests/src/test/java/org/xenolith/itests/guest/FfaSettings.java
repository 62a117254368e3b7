// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import java.io.IOException;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.xenolith.api.hypervisor.Domain;

/** Configurations of the FF-A host that tests change while guests run, and what they find in it. */
final class FfaSettings {
    /** The mediator's PID. */
    static final String PID = "org.xenolith.ffa";

    /** The property that lets virtual machines reach each other. */
    static final String VM_TO_VM = "ffa.vmToVm";

    /** The factory of scripted partitions. */
    static final String SCRIPTS = "org.xenolith.partition.script";

    static final int ECHO = 0x8001;
    static final int STORE = 0x8002;
    static final int SCRIPT = 0x8003;

    private FfaSettings() {}

    /** Changes one property of a configuration and keeps the others. */
    static void set(ConfigurationAdmin admin, String pid, String name, Object value) throws IOException {
        change(admin.getConfiguration(pid, "?"), name, value);
    }

    /** Gives the scripted partition of the test another script. */
    static void script(ConfigurationAdmin admin, String... lines) throws IOException, InvalidSyntaxException {
        Configuration[] all = admin.listConfigurations("(service.factoryPid=" + SCRIPTS + ")");
        change(all[0], "script", lines);
    }

    private static void change(Configuration configuration, String name, Object value) throws IOException {
        Dictionary<String, Object> properties = configuration.getProperties();
        Dictionary<String, Object> next = properties == null ? new Hashtable<>() : properties;
        next.put(name, value);
        configuration.update(next);
    }

    /** A bundle of the host. */
    static org.osgi.framework.Bundle bundle(BundleContext context, String name) {
        return Arrays.stream(context.getBundles())
                .filter(b -> b.getSymbolicName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The endpoint id of a domain. */
    static int endpoint(Domain domain) {
        return domain.id() + 1;
    }
}
