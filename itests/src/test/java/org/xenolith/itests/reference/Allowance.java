// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.reference;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule for lines that may differ from those of real Xen.
 *
 * @param kind how they may differ
 * @param enhancedOnly whether the rule is for boots with {@code /hypervisor} only
 * @param expected what lines of Xen it is for
 * @param actual what may stand instead
 * @param reason why
 */
record Allowance(Kind kind, boolean enhancedOnly, Pattern expected, Pattern actual, String reason) {
    /** How a line may differ. */
    enum Kind {
        /** In what the groups of the expression match. */
        PART("part"),
        /** In where it stands. */
        PLACE("place"),
        /** In both. */
        PLACE_AND_PART("place+part"),
        /** It may be missing here, but not be here alone. */
        MISSING("missing"),
        /** It may be another line. */
        TEXT("text");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        boolean movable() {
            return this == PLACE || this == PLACE_AND_PART;
        }

        private boolean partial() {
            return this == PART || this == PLACE_AND_PART;
        }

        private static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("kind " + word));
        }
    }

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
        if (!List.of("all", "enhanced").contains(fields[1])) {
            throw new IllegalArgumentException("boots " + fields[1]);
        }
        return new Allowance(
                Kind.of(fields[0]),
                fields[1].equals("enhanced"),
                Pattern.compile(fields[2]),
                Pattern.compile(fields[3].equals("=") ? fields[2] : fields[3]),
                fields[4]);
    }

    /** Tells whether a line of Xen may have become another at the same place. */
    boolean excuses(String xen, String own) {
        return switch (kind) {
            case TEXT -> matches(xen) && actual.matcher(own).matches();
            case PART -> matches(xen) && matches(own) && bare(xen).equals(bare(own));
            case PLACE, PLACE_AND_PART, MISSING -> false;
        };
    }

    /** Tells whether the rule is for a line of Xen. */
    boolean matches(String xen) {
        return expected.matcher(xen).matches();
    }

    /** A line without what the rule lets differ. */
    String bare(String line) {
        Matcher matcher = expected.matcher(line);
        if (!kind.partial() || !matcher.matches()) {
            return line;
        }
        StringBuilder bare = new StringBuilder(line);
        for (int group = matcher.groupCount(); group > 0; group--) {
            bare.replace(matcher.start(group), matcher.end(group), "#");
        }
        return bare.toString();
    }
}
