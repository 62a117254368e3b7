// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Random sequences of 4 to 16 instructions over few registers, so that they depend on one another. */
final class SequenceForms {
    private static final int COUNT = 640;
    private static final int REGISTERS = 6;
    private static final int BASE = 28;

    private final SplitMix64 random = new SplitMix64(COUNT);
    private final List<String> computing = new ArrayList<>();
    private final List<String> floating = new ArrayList<>();
    private final List<String> memory = new ArrayList<>();

    private SequenceForms() {
        collect(computing, IntegerForms.all());
        collect(computing, CryptoForms.all());
        collect(floating, ScalarFloatForms.all());
        collect(floating, VectorFloatForms.all());
        collect(computing, VectorIntegerForms.all());
        collect(computing, VectorShiftForms.all());
        collect(computing, VectorMoveForms.all());
        collectMemory(MemoryForms.all());
        collectMemory(VectorMemoryForms.all());
    }

    static List<Recorder.Filled> all() {
        SequenceForms forms = new SequenceForms();
        List<Recorder.Filled> sequences = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            sequences.add(forms.sequence(i));
        }
        return sequences;
    }

    private static void collect(List<String> to, List<Form> forms) {
        for (Form form : forms) {
            for (String template : form.templates()) {
                // Addresses would make results depend on where the word stands; SP is not chained.
                if (!template.contains("; ") && !template.startsWith("adr") && !template.contains("sp,")) {
                    to.add(template);
                }
            }
        }
    }

    private void collectMemory(List<Form> forms) {
        Set<String> unfit = Set.of("fault", "misaligned");
        for (Form form : forms) {
            for (String template : form.templates()) {
                boolean fits = !template.contains("; ")
                        && !template.endsWith("!")
                        && !unfit.contains(form.name().split("\\.")[0]);
                if (fits
                        && (template.endsWith("[x<u>]")
                                || template.endsWith("[x<b>]")
                                || template.contains("[x<u>, #"))) {
                    memory.add(template.replace("<u>", "28").replace("<b>", "28"));
                }
            }
        }
    }

    private Recorder.Filled sequence(int number) {
        List<Integer> pool = new ArrayList<>();
        while (pool.size() < REGISTERS) {
            int register = random.next(28);
            if (!pool.contains(register)) {
                pool.add(register);
            }
        }
        Profile profile = Profile.values()[random.next(4)];
        int length = 4 + random.next(13);
        List<String> words = new ArrayList<>();
        for (int at = 0; at < length; at++) {
            String template = template(profile, length - at);
            words.add(new Template(template, random, pool).fill(random.next(4)).text());
        }
        Form form = new Form("sequence." + number, profile, 1, 1, List.of());
        String text = String.join("; ", words);
        return new Recorder.Filled(form, new Template.Filled(text, List.of(new Role(BASE, 'b', 0))));
    }

    private String template(Profile profile, int left) {
        int choice = random.next(16);
        if (choice == 0 && left > 2) {
            int skip = 4 * (2 + random.next(Math.min(left - 1, 4)));
            return switch (random.next(3)) {
                case 0 -> "b." + IntegerForms.CONDITIONS.get(random.next(16)) + " . + " + skip;
                case 1 -> "cbz w<t>, . + " + skip;
                default -> "tbnz x<t>, #" + random.next(64) + ", . + " + skip;
            };
        }
        List<String> from = choice < 5 ? memory : choice < 10 && profile != Profile.INTEGER ? floating : computing;
        return from.get(random.next(from.size()));
    }
}
