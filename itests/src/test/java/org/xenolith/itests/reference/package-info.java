// SPDX-License-Identifier: Apache-2.0
/** Boots compared with transcripts of the same boots on real Xen. */
@NullMarked
package org.xenolith.itests.reference;

import org.jspecify.annotations.NullMarked;
