// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the forms of one vector file. Forms of the same name become one. */
final class FormBook {
    private final Map<String, Form> forms = new LinkedHashMap<>();
    private Profile profile = Profile.INTEGER;
    private int states = 8;
    private int variants = 3;

    /** Sets what the forms after this have in common. */
    FormBook with(Profile newProfile, int newStates, int newVariants) {
        profile = newProfile;
        states = newStates;
        variants = newVariants;
        return this;
    }

    /** Adds templates to a form. */
    FormBook add(String name, String... templates) {
        Form old = forms.get(name);
        List<String> all = new ArrayList<>(old == null ? List.of() : old.templates());
        all.addAll(List.of(templates));
        forms.put(name, new Form(name, profile, states, variants, List.copyOf(all)));
        return this;
    }

    /** All forms, in the order of their first templates. */
    List<Form> forms() {
        return List.copyOf(forms.values());
    }
}
