// SPDX-License-Identifier: Apache-2.0
/** Device models, the factories that build them, and the slots that hold them while a guest runs. */
@Export
@Version("1.1.0")
@NullMarked
package org.xenolith.api.device;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
