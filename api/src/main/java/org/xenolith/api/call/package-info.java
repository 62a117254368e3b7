// SPDX-License-Identifier: Apache-2.0
/** Guest calls into the hypervisor: SMCCC functions and numbered hypercalls. */
@Export
@Version("1.1.0")
@NullMarked
package org.xenolith.api.call;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
