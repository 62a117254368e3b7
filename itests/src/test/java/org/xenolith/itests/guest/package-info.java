// SPDX-License-Identifier: Apache-2.0
/** Guests that run in the container: a distribution's kernel, and small programs that each try one thing. */
package org.xenolith.itests.guest;
