// SPDX-License-Identifier: Apache-2.0
/** The compiler from blocks to JVM bytecode. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.engine.jit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
