// SPDX-License-Identifier: Apache-2.0
/** Dynamic translation for any guest architecture: a front end gives IR, this bundle runs it. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
