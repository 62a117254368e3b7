// SPDX-License-Identifier: Apache-2.0
/** Small in-memory stand-ins for what a slot offers a device, and a script language that drives a device with them. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.testkit.fake;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
