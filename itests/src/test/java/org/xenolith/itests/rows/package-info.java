// SPDX-License-Identifier: Apache-2.0
/** Every row of behaviour is executed by a test. */
@NullMarked
package org.xenolith.itests.rows;

import org.jspecify.annotations.NullMarked;
