// SPDX-License-Identifier: Apache-2.0
/** FF-A as it stands in registers and buffers [DEN0077A]: ids, versions, descriptors. */
@NullMarked
package org.xenolith.service.ffa.abi;

import org.jspecify.annotations.NullMarked;
