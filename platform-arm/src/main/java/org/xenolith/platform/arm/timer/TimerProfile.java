// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.timer;

/**
 * How a vCPU's timers behave.
 *
 * @param name as configurations write it
 * @param virtual behaviour of CNTV
 * @param physical behaviour of CNTP
 */
public record TimerProfile(String name, Expiry virtual, Expiry physical) {
    /** Both timers as the architecture has them. */
    public static final TimerProfile ARCHITECTURAL = new TimerProfile("architectural", Expiry.LEVEL, Expiry.LEVEL);

    /** Xen 4.23 behaviour. */
    public static final TimerProfile XEN = new TimerProfile("xen", Expiry.MASKS_ITSELF, Expiry.LATCHED);

    /**
     * Finds a profile by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TimerProfile named(String name) {
        return switch (name) {
            case "architectural" -> ARCHITECTURAL;
            case "xen" -> XEN;
            default -> throw new IllegalArgumentException("timer profile " + name + ", allowed: architectural, xen");
        };
    }

    /** What happens when the counter reaches the compare value. */
    public enum Expiry {
        /** ISTATUS is computed, and the line follows ENABLE and ISTATUS and not IMASK [DDI0487 D11.2.4]. */
        LEVEL,
        /**
         * The hypervisor takes the interrupt, sets IMASK in the guest's register, and injects. The guest sees 7 in CTL and
         * must clear IMASK to be interrupted again. The comparison is of the signed difference.
         */
        MASKS_ITSELF,
        /**
         * The hypervisor emulates the timer: ISTATUS is latched at expiry, and a write to CTL that enables arms the timer
         * again, so that one whose compare value has passed fires at once.
         */
        LATCHED
    }
}
