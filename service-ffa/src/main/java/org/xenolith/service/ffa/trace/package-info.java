// SPDX-License-Identifier: Apache-2.0
/** What can be seen of FF-A calls: counters, latencies, a trace, flight recorder events. */
@NullMarked
package org.xenolith.service.ffa.trace;

import org.jspecify.annotations.NullMarked;
