// SPDX-License-Identifier: Apache-2.0
/** Secure partitions: what a plug-in needs to be one of the Arm Firmware Framework's (FF-A) endpoints. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.api.ffa;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
