// SPDX-License-Identifier: Apache-2.0
/** Execution: blocks, the code cache, the interpreter, and the loop that drives a vCPU. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.engine.exec;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
