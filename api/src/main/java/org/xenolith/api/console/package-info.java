// SPDX-License-Identifier: Apache-2.0
/** Byte consoles: the line between a device model and whatever is attached on the host. */
@Export
@Version("1.1.0")
@NullMarked
package org.xenolith.api.console;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
