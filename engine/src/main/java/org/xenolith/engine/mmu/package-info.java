// SPDX-License-Identifier: Apache-2.0
/** The software MMU: translation caches and guest RAM by host address. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.engine.mmu;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
