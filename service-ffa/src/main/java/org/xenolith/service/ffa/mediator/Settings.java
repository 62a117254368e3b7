// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/**
 * How a mediator behaves; fixed while it lives, except VM-to-VM and the access list.
 *
 * @param profile which behaviour guests see
 * @param strictVersion whether VERSION after the negotiation refuses another version
 * @param limits bounds
 * @param extensions what there is beyond Xen
 */
public record Settings(Profile profile, boolean strictVersion, Limits limits, Extensions extensions) {
    /** The default behaviour. */
    public static final Settings DEFAULT = new Settings(Profile.FIXED, false, Limits.DEFAULT, Extensions.NONE);

    boolean has(Quirk quirk) {
        return profile.has(quirk);
    }
}
