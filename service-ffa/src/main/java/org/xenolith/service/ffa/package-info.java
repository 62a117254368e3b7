// SPDX-License-Identifier: Apache-2.0
/** FF-A in a host: the mediator as a service, its configuration, and its commands. */
@NullMarked
package org.xenolith.service.ffa;

import org.jspecify.annotations.NullMarked;
