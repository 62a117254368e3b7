// SPDX-License-Identifier: Apache-2.0
/** What an architecture contributes: it turns a domain's configuration into a machine that runs. */
@Export
@Version("1.1.0")
@NullMarked
package org.xenolith.api.platform;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
