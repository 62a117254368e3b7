// SPDX-License-Identifier: Apache-2.0
/** Consoles: the queues between a device and the host, and what delivers output to sinks. */
@NullMarked
package org.xenolith.core.console;

import org.jspecify.annotations.NullMarked;
