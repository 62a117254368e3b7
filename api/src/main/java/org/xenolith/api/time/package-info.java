// SPDX-License-Identifier: Apache-2.0
/** Virtual time: what a guest's counters show and when its timers fire. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.api.time;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
