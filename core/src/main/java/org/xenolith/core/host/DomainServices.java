// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.xenolith.core.call.CallHandlers;
import org.xenolith.core.device.DeviceFactories;
import org.xenolith.core.event.ChannelDirectory;
import org.xenolith.core.memory.AddressSpace;
import org.xenolith.core.time.HostTimer;

/**
 * What the domains of a host share.
 *
 * @param space being obtained in the background, since the first native call of a JVM takes a while
 * @param consoles runs the delivery of console output
 */
record DomainServices(
        CompletableFuture<AddressSpace> space,
        HostTimer timer,
        ChannelDirectory channels,
        DeviceFactories factories,
        CallHandlers calls,
        Executor consoles) {}
