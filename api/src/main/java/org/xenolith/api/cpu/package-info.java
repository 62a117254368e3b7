// SPDX-License-Identifier: Apache-2.0
/** Virtual CPUs as the host sees them: run states, register access by name, kicks. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.api.cpu;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
