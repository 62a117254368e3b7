// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import org.xenolith.engine.Tier;

/** Replays the golden vectors on our own CPU, interpreted. */
class EngineGoldenVectorTest extends GoldenVectorTest {
    @Override
    protected GoldenCpu cpu(CpuModel model) {
        return new EngineCpu(model, Tier.INTERPRETER);
    }
}
