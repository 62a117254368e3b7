// SPDX-License-Identifier: Apache-2.0
/**
 * Executing vCPUs: the gate that makes them stand, a thread for each (wall time) or one for all of a domain (counted
 * time).
 */
@NullMarked
package org.xenolith.core.run;

import org.jspecify.annotations.NullMarked;
