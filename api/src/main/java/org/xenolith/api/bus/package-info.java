// SPDX-License-Identifier: Apache-2.0
/** Memory-mapped I/O: regions, handlers and the bus that finds them. */
@Export
@Version("1.1.0")
@NullMarked
package org.xenolith.api.bus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
