// SPDX-License-Identifier: Apache-2.0
/** What a guest finds at its start: kernel image, placement of the boot modules, device tree. Pure functions. */
@NullMarked
package org.xenolith.platform.arm.boot;

import org.jspecify.annotations.NullMarked;
