// SPDX-License-Identifier: Apache-2.0
/** Linear passes that make blocks shorter. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.engine.opt;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
