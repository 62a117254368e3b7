// SPDX-License-Identifier: Apache-2.0
/** Device slots: which factory fills them, how a device is exchanged, and what happens while there is none. */
@NullMarked
package org.xenolith.core.device;

import org.jspecify.annotations.NullMarked;
