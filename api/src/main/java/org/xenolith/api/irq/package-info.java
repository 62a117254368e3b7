// SPDX-License-Identifier: Apache-2.0
/** Interrupt lines and the controller they end at. */
@Export
@Version("1.2.0")
@NullMarked
package org.xenolith.api.irq;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
