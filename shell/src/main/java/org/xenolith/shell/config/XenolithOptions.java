// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The project's own keys, {@code xenolith_*}. What a file leaves out is the host composition's to say.
 *
 * @param time how time runs
 * @param profile whose interrupt controller and timers
 * @param uartProfile whose UART
 * @param uartNode as what the device tree describes it
 * @param uartWiring what it does at its interrupt input
 * @param builder whose device tree and placement
 * @param hypervisorNode whether the device tree has {@code /hypervisor}; without it Linux issues no hypercall
 * @param cpu which CPU the guest sees
 * @param tier what runs hot guest code
 * @param remember whether code that was hot is compiled sooner in later runs
 * @param codeBlocks most blocks of translated guest code that are kept
 * @param xenRelease which release of Xen it finds
 * @param mmioDecode which accesses to devices the host completes
 * @param xenQuirks whether the host strays from the architecture as Xen does
 */
public record XenolithOptions(
        Optional<TimeMode> time,
        Optional<PlatformProfile> profile,
        Optional<UartProfile> uartProfile,
        Optional<UartNode> uartNode,
        Optional<UartWiring> uartWiring,
        Optional<TreeBuilder> builder,
        Optional<Boolean> hypervisorNode,
        Optional<CpuChoice> cpu,
        Optional<TierChoice> tier,
        Optional<Boolean> remember,
        OptionalLong codeBlocks,
        Optional<XenRelease> xenRelease,
        Optional<MmioDecode> mmioDecode,
        Optional<Boolean> xenQuirks) {}
