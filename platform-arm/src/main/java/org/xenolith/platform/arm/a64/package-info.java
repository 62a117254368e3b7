// SPDX-License-Identifier: Apache-2.0
/** The A64 instruction set: the table that decodes it and the translators that say what each instruction means. */
@NullMarked
package org.xenolith.platform.arm.a64;

import org.jspecify.annotations.NullMarked;
