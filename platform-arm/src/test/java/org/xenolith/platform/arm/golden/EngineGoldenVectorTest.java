// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

/** Replays the golden vectors on our own CPU. */
class EngineGoldenVectorTest extends GoldenVectorTest {
    @Override
    protected GoldenCpu cpu(CpuModel model) {
        return new EngineCpu(model);
    }
}
