// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.container.inside;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** A component that lives by its configuration only. */
@Component(
        configurationPid = ConfiguredGreeting.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "language=any")
public final class ConfiguredGreeting implements Greeting {
    static final String PID = "org.xenolith.itests.greeting";

    private final Words words;

    /** The configuration. */
    public @interface Words {
        /** What comes before the name. */
        String before();

        /** How often the name is said. */
        int times() default 1;
    }

    /** Takes the configuration. */
    @Activate
    public ConfiguredGreeting(Words words) {
        this.words = words;
    }

    @Override
    public String to(String name) {
        return words.before() + (" " + name).repeat(words.times());
    }
}
