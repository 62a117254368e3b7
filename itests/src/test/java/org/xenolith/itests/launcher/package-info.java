// SPDX-License-Identifier: Apache-2.0
/** The command line as users meet it: a process with arguments, output and an exit code. */
package org.xenolith.itests.launcher;
