// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a domain boots.
 *
 * @param kernel absolute
 * @param ramdisk absolute, if there is one
 * @param commandLine empty if none was given
 * @param deviceTree a partial device tree to add, absolute, if one was given
 */
public record BootFiles(Path kernel, Optional<Path> ramdisk, String commandLine, Optional<Path> deviceTree) {}
