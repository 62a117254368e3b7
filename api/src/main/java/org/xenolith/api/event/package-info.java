// SPDX-License-Identifier: Apache-2.0
/** Event channels: one-bit notifications between domains and the host. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.api.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
