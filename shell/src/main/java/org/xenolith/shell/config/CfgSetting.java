// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/**
 * One {@code key = value} of a guest file.
 *
 * @param key as written
 * @param at where the key stands
 * @param value the value after every {@code +=}
 */
public record CfgSetting(String key, Position at, CfgValue value) {}
