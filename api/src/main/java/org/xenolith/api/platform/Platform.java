// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.platform;

import org.osgi.annotation.versioning.ConsumerType;
import org.xenolith.api.hypervisor.DomainException;

/**
 * A service that builds the machines of one architecture. Its service property {@link #ARCH} names the architecture.
 */
@ConsumerType
public interface Platform {
    /** The service property that names the architecture, such as {@code aarch64}. */
    String ARCH = "xenolith.arch";

    /**
     * Builds a machine: RAM, vCPUs, interrupt controller, device slots, firmware tables, and the loaded image.
     *
     * @param context the domain under construction; the host undoes what was done through it if this fails
     * @throws DomainException if the configuration or the image is not valid
     */
    Machine build(MachineContext context) throws DomainException;
}
