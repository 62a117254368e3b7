// SPDX-License-Identifier: Apache-2.0
/** The intermediate representation between guest code and the host. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.engine.ir;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
