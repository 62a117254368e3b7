// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of a test or life cycle method that wants the service of its type, in a class {@link InContainer}.
 *
 * <p>The best service (highest ranking, then lowest identity) is taken; where there is none yet, the test waits for it.
 * The probe holds the service until the class is done, so that a delayed component stays the same from test to test.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Service {
    /**
     * A condition that the service's properties must meet.
     *
     * @return an LDAP filter in the syntax of the OSGi framework; empty for any service of the type
     */
    String filter() default "";

    /**
     * How long to wait for the service.
     *
     * @return milliseconds of wall time, at least 1
     */
    long timeoutMillis() default 5_000;
}
