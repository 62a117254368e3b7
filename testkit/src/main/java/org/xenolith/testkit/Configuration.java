// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A configuration that a test class wants in Configuration Admin, see {@link InContainer#configurations()}. */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Configuration {
    /**
     * The persistent identity.
     *
     * @return a PID, or {@code factory~name} for a configuration of a factory
     */
    String pid();

    /**
     * The properties.
     *
     * @return entries of the form {@code name=value} or {@code name:Type=value}, as in a component's properties; the
     *     types are String, Long, Double, Float, Integer, Byte, Character, Boolean and Short; a name that occurs more
     *     than once makes an array
     */
    String[] properties() default {};
}
