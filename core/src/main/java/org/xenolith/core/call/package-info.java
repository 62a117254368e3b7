// SPDX-License-Identifier: Apache-2.0
/** Guest calls: which registered handlers answer a function id. */
@NullMarked
package org.xenolith.core.call;

import org.jspecify.annotations.NullMarked;
