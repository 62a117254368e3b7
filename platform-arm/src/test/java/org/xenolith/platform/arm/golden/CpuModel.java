// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

/** Which instructions a vector file expects of its CPU. */
public enum CpuModel {
    /** Armv8.0-A with CRC32 and the cryptographic extension, without Armv8.1's atomics. */
    V8_0("cortex-a57"),
    /** Additionally FEAT_LSE; the vectors use nothing else that is newer than Armv8.0. */
    LSE("max,sve=off,sme=off");

    private final String qemuName;

    CpuModel(String qemuName) {
        this.qemuName = qemuName;
    }

    String qemuName() {
        return qemuName;
    }
}
