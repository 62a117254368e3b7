// SPDX-License-Identifier: Apache-2.0
/** Domains: creating, finding, observing and ending them. */
@Export
@Version("1.1.0")
@NullMarked
package org.xenolith.api.hypervisor;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
