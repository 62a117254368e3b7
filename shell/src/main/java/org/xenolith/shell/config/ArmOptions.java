// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** What only an Arm guest has. */
public record ArmOptions(Vuart vuart, GicVersion gicVersion, Tee tee) {}
