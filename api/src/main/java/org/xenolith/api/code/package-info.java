// SPDX-License-Identifier: Apache-2.0
/** How guest code is executed: views of translated code and counters, for tools. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.api.code;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
