// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Several {@link DeviceContract}s on one class; the compiler writes it. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DeviceContracts {
    /**
     * The contracts.
     *
     * @return in the order of the source
     */
    DeviceContract[] value();
}
