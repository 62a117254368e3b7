// SPDX-License-Identifier: Apache-2.0
/** Guest-physical memory: sparse, off-heap, shared by all vCPUs of a domain. */
@Export
@Version("1.2.0")
@NullMarked
package org.xenolith.api.memory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
