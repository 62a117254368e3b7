// SPDX-License-Identifier: Apache-2.0
/** The hypervisor service: creating domains, their life, and the services that take part in it. */
@NullMarked
package org.xenolith.core.host;

import org.jspecify.annotations.NullMarked;
