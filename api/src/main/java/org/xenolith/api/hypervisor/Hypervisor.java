// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.hypervisor;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The host: the service that creates and finds domains. Any thread may call. */
@ProviderType
public interface Hypervisor {
    /**
     * Builds a domain, paused.
     *
     * @throws DomainException if the configuration is not valid, the image is not, or no platform of the architecture
     *     is there; nothing is left behind
     */
    Domain create(DomainConfig config) throws DomainException;

    /** Returns the living domains, by id. */
    List<Domain> domains();

    /** Finds a living domain by id. */
    Optional<Domain> domain(int id);

    /** Finds a living domain by name. */
    Optional<Domain> domain(String name);
}
