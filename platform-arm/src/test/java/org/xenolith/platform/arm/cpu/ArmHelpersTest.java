// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.xenolith.engine.exec.Helpers;

class ArmHelpersTest {
    /** They are bound when a guest first needs them, which is late to learn that one cannot be reached. */
    @Test
    void everyHelperCanBeReachedWithTheLookupThatBindsIt() {
        Helpers helpers = ArmHelpers.create();
        assertTrue(helpers.size() > 300, helpers.size() + " helpers");
        for (int i = 0; i < helpers.size(); i++) {
            Helpers.Entry helper = helpers.entry(i);
            assertDoesNotThrow(() -> helpers.lookup().unreflect(helper.method()), helper.name());
        }
    }
}
