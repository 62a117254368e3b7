// SPDX-License-Identifier: Apache-2.0
/**
 * Guest configuration files in the syntax of {@code xl.cfg}: the parser, the table of every key, and the typed view
 * that a host builds a domain from [xl.cfg(5)].
 */
@NullMarked
package org.xenolith.shell.config;

import org.jspecify.annotations.NullMarked;
