// SPDX-License-Identifier: Apache-2.0
/** The host: domains and what they share, without an architecture and without a device. */
@NullMarked
package org.xenolith.core;

import org.jspecify.annotations.NullMarked;
