// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/**
 * An instruction variant to record.
 *
 * @param name what tests are called, for example {@code add.imm.x}
 * @param profile what the vector registers of its inputs hold
 * @param states input states per sequence
 * @param variants register assignments per template
 * @param templates assembly texts with placeholders: see {@link Template}
 */
record Form(String name, Profile profile, int states, int variants, List<String> templates) {}
