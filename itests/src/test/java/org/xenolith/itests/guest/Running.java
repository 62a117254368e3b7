// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.Hypervisor;

/**
 * A guest while a test lasts.
 *
 * @param domain destroyed when this is closed
 * @param console what the guest has printed since its beginning
 */
record Running(Domain domain, Transcript console) implements AutoCloseable {
    /** Builds a domain that does not run yet. */
    static Running create(Hypervisor hypervisor, DomainConfig config) throws DomainException {
        Domain domain = hypervisor.create(config);
        return new Running(domain, Transcript.of(domain));
    }

    /** Builds a domain and lets it run. */
    static Running start(Hypervisor hypervisor, DomainConfig config) throws DomainException {
        Running guest = create(hypervisor, config);
        guest.domain.unpause();
        return guest;
    }

    @Override
    public void close() {
        console.close();
        domain.destroy();
    }
}
