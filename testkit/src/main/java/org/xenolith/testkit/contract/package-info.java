// SPDX-License-Identifier: Apache-2.0
/** What every device must keep, as tests that any device bundle can run on its own devices by one annotation. */
@Export
@Version("1.0.0")
@NullMarked
package org.xenolith.testkit.contract;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
