// SPDX-License-Identifier: Apache-2.0
/** Flattened device trees, version 17: building, writing, reading, and showing as text [Devicetree Specification 5]. */
@NullMarked
package org.xenolith.platform.arm.fdt;

import org.jspecify.annotations.NullMarked;
