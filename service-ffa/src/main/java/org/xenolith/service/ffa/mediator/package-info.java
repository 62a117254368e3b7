// SPDX-License-Identifier: Apache-2.0
/**
 * The mediator: FF-A calls of virtual machines, as Xen's mediator answers them, and what it asks of the secure world.
 *
 * <p>vCPU threads call at once. A call takes no lock that calls of other virtual machines need, except the receive
 * buffer's of the one it sends to. Locks are taken in this order: negotiation of an endpoint, its transmit buffer, a
 * receive buffer (any endpoint's; one at a time), regions, membership. The secure world is called under buffer locks; it
 * takes only its own. No lock is held while a partition answers a direct request.
 *
 * <p>Guest memory is copied once into an array, then checked, then used from the array.
 */
@NullMarked
package org.xenolith.service.ffa.mediator;

import org.jspecify.annotations.NullMarked;
