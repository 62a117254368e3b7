// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import org.xenolith.api.device.DeviceFactory;

/**
 * Tests a kind of device against what all devices must keep, by random guests and back ends:
 *
 * <ul>
 *   <li>after reset two devices are alike, and the line is low;
 *   <li>any access ends in a value that fits its width, or in a bus fault;
 *   <li>after each step a device restored from the state has that state;
 *   <li>after each step the line is what a device restored from the state drives, and what {@link #line} says;
 *   <li>a guest cannot tell a device that is replaced after each step from one that is not;
 *   <li>a damaged or mutated state is refused with a {@code DeviceException}, or taken and then all this holds; a stopped
 *       device is still.
 * </ul>
 *
 * <p>The class needs nothing else; a test engine of its own runs it. The sequences are made from a seed that a failure
 * names; {@code -Dxenolith.contract.seed} repeats it, {@code -Dxenolith.contract.steps} makes them longer.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(DeviceContracts.class)
public @interface DeviceContract {
    /**
     * Gives the factory.
     *
     * @return a class with a constructor without parameters, of any visibility
     */
    Class<? extends Supplier<? extends DeviceFactory>> factory();

    /**
     * The kind of device that the factory builds.
     *
     * @return as in the service property
     */
    String kind();

    /**
     * The settings of the slot.
     *
     * @return entries of the form {@code name=value}
     */
    String[] settings() default {};

    /**
     * The id of the domain that the device is in.
     *
     * @return from 0
     */
    int domain() default 1;

    /**
     * Bytes that the console's queue to the guest holds.
     *
     * @return a power of two; small ones reach the limits sooner
     */
    int in() default 64;

    /**
     * Bytes that the console's queue from the guest holds.
     *
     * @return a power of two
     */
    int out() default 64;

    /**
     * Bytes of the device's window.
     *
     * @return positive
     */
    int window() default 0x1000;

    /**
     * Gives the offsets that accesses favour: those of the registers.
     *
     * @return a class with a constructor without parameters; by default all offsets are alike
     */
    Class<? extends RegisterOffsets> registers() default RegisterOffsets.Unknown.class;

    /**
     * What the level of the interrupt line is, by the state.
     *
     * @return a class with a constructor without parameters; by default nothing is said
     */
    Class<? extends LineFormula> line() default LineFormula.Unknown.class;
}
