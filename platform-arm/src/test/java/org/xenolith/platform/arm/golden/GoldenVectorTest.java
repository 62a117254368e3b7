// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays every golden vector on a CPU, one test per instruction form. A subclass says which CPU.
 *
 * <p>A failing test shows at most three states: input, expected and actual differences.
 */
public abstract class GoldenVectorTest {
    private static final int SHOWN = 3;

    /**
     * The CPU to test; called once for each vector file.
     *
     * @param model which instructions the file expects
     */
    protected abstract GoldenCpu cpu(CpuModel model) throws Exception;

    @TestFactory
    List<DynamicNode> behavesLikeTheReference() throws Exception {
        List<DynamicNode> files = new ArrayList<>();
        for (String name : Recorder.files()) {
            GoldenFile file = GoldenReader.resource(name);
            GoldenCpu cpu = cpu(file.cpu());
            Map<String, List<GoldenVector>> forms = new LinkedHashMap<>();
            for (GoldenVector vector : file.vectors()) {
                forms.computeIfAbsent(vector.form(), form -> new ArrayList<>()).add(vector);
            }
            files.add(dynamicContainer(
                    name,
                    forms.entrySet().stream()
                            .map(form -> dynamicTest(form.getKey(), () -> replay(cpu, form.getValue())))));
        }
        return files;
    }

    private static void replay(GoldenCpu cpu, List<GoldenVector> vectors) {
        List<String> differences = new ArrayList<>();
        for (GoldenVector vector : vectors) {
            for (int k = 0; k < vector.results().size() && differences.size() < SHOWN; k++) {
                String difference = vector.replay(cpu, k);
                if (!difference.isEmpty()) {
                    differences.add(difference);
                }
            }
        }
        assertEquals(List.of(), differences, () -> String.join("\n", differences));
    }
}
