// SPDX-License-Identifier: Apache-2.0
/** The Arm machine: vCPUs with their interrupt controller, timers and calls, and the platform service that builds it. */
@NullMarked
package org.xenolith.platform.arm.machine;

import org.jspecify.annotations.NullMarked;
