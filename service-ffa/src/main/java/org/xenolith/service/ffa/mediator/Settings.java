// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/**
 * How a mediator behaves; fixed while it lives, except VM-to-VM and the access list.
 *
 * @param profile which behaviour guests see
 * @param strictVersion whether VERSION after the negotiation refuses another version
 * @param extensions calls that Xen does not have
 * @param limits bounds
 */
public record Settings(Profile profile, boolean strictVersion, Extensions extensions, Limits limits) {
    /** The default behaviour. */
    public static final Settings DEFAULT = new Settings(Profile.FIXED, false, Extensions.NONE, Limits.DEFAULT);

    /**
     * Calls that Xen does not have.
     *
     * @param direct direct messages between virtual machines
     * @param memory memory transactions between virtual machines
     * @param dynamicPartitions whether the partition list follows partitions that come and go
     */
    public record Extensions(boolean direct, boolean memory, boolean dynamicPartitions) {
        /** None. */
        public static final Extensions NONE = new Extensions(false, false, false);
    }

    boolean has(Quirk quirk) {
        return profile.has(quirk);
    }
}
