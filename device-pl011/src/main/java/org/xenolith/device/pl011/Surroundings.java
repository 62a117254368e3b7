// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import org.xenolith.api.console.ConsoleLine;
import org.xenolith.api.time.VirtualClock;

/** What a device is connected to. */
record Surroundings(ConsoleLine console, InterruptOutput output, VirtualClock clock, Complaints complaints) {}
