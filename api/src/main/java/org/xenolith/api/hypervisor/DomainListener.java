// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.hypervisor;

import org.osgi.annotation.versioning.ConsumerType;

/** A whiteboard service that is told of the life of domains, so that services can keep state for each. */
@ConsumerType
public interface DomainListener {
    /**
     * A domain has been built and nobody knows it yet. A listener that refuses it ends its creation; those that
     * have admitted it are told that it is destroyed.
     *
     * @throws DomainException if the domain cannot be
     */
    default void admit(Domain domain) throws DomainException {}

    /**
     * A domain has been built and has not run yet. A listener that comes late is told of the domains that are there,
     * which may be running.
     */
    default void created(Domain domain) {}

    /** A domain has ended; it is still there. */
    default void ended(Domain domain, ShutdownReason reason) {}

    /** A domain is about to be released. */
    default void destroyed(Domain domain) {}
}
