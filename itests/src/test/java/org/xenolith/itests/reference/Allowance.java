// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.reference;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule for lines that may differ from those of real Xen.
 *
 * @param part whether the two lines may differ in what the groups of the expression match
 * @param place whether the line may stand elsewhere
 * @param enhancedOnly whether the rule is for boots with {@code /hypervisor} only
 * @param expected what lines of Xen it is for
 * @param actual what may stand instead
 * @param reason why
 */
record Allowance(boolean part, boolean place, boolean enhancedOnly, Pattern expected, Pattern actual, String reason) {
    private static final List<String> KINDS = List.of("part", "place", "place+part", "text");

    /** Reads the rules that apply to a boot. */
    static List<Allowance> of(ReferenceBoot boot) {
        return all().stream().filter(a -> boot.enhanced() || !a.enhancedOnly).toList();
    }

    /** Reads all rules. */
    static List<Allowance> all() {
        return ReferenceBoot.resource("allowed.txt").stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Allowance::parse)
                .toList();
    }

    /** Reads a rule: kind, boots, line of Xen, line of Xenolith, reason. */
    static Allowance parse(String line) {
        String[] fields = line.split("\\s+\\| ", -1);
        if (fields.length != 5 || fields[4].isBlank()) {
            throw new IllegalArgumentException(fields.length + " fields in \"" + line + "\"; allowed: 5");
        }
        String kind = fields[0];
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind " + kind);
        }
        if (!List.of("all", "enhanced").contains(fields[1])) {
            throw new IllegalArgumentException("boots " + fields[1]);
        }
        return new Allowance(
                kind.endsWith("part"),
                kind.startsWith("place"),
                fields[1].equals("enhanced"),
                Pattern.compile(fields[2]),
                Pattern.compile(fields[3].equals("=") ? fields[2] : fields[3]),
                fields[4]);
    }

    /** Tells whether a line of Xen may have become another. */
    boolean excuses(String xen, String own) {
        if (!expected.matcher(xen).matches() || !actual.matcher(own).matches()) {
            return false;
        }
        return textual() || bare(xen).equals(bare(own));
    }

    private boolean textual() {
        return !part && !place;
    }

    /** A line without what the rule lets differ. */
    String bare(String line) {
        Matcher matcher = expected.matcher(line);
        if (!part || !matcher.matches()) {
            return line;
        }
        StringBuilder bare = new StringBuilder(line);
        for (int group = matcher.groupCount(); group > 0; group--) {
            bare.replace(matcher.start(group), matcher.end(group), "#");
        }
        return bare.toString();
    }
}
