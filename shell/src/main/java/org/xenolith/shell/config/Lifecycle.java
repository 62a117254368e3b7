// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** What happens to the domain when its guest powers off, reboots or crashes. */
public record Lifecycle(LifecycleAction onPoweroff, LifecycleAction onReboot, LifecycleAction onCrash) {}
