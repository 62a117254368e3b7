// SPDX-License-Identifier: Apache-2.0
/** Tests that run inside an OSGi container: a Jupiter extension for users of the project. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
