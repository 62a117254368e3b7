// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares what a guest has printed with what it printed on real Xen, line by line. */
final class Comparison {
    private static final Pattern TIME_STAMP = Pattern.compile("^\\[ *\\d+\\.\\d{6}\\] ");
    private static final int SHOWN = 20;

    private final List<Allowance> allowances;

    Comparison(List<Allowance> allowances) {
        this.allowances = allowances;
    }

    /** A console's text as the transcripts have it: without time stamps, carriage returns and trailing blanks. */
    static List<String> lines(String console) {
        return console.replace("\r", "")
                .lines()
                .map(line -> TIME_STAMP.matcher(line).replaceFirst("").stripTrailing())
                .toList();
    }

    /** Returns what differs and may not, in words; at most the first lines of it. */
    List<String> differences(List<String> xen, List<String> own) {
        List<String> found = new ArrayList<>();
        List<String> xenRest = new ArrayList<>(xen);
        List<String> ownRest = new ArrayList<>(own);
        for (Allowance rule : allowances) {
            if (rule.kind() == Allowance.Kind.MISSING) {
                if (ownRest.stream().noneMatch(rule::matches)) {
                    xenRest.removeIf(rule::matches);
                }
            } else if (rule.kind().movable()) {
                List<String> wanted = take(xenRest, rule);
                List<String> got = take(ownRest, rule);
                if (!wanted.equals(got)) {
                    found.add("anywhere: expected " + wanted + " but was " + got);
                }
            }
        }
        compare(xenRest, ownRest, found);
        return found;
    }

    /** Removes the lines that a rule is for and returns them without what may differ. */
    private static List<String> take(List<String> lines, Allowance movable) {
        List<String> taken = lines.stream().filter(movable::matches).toList();
        lines.removeIf(movable::matches);
        return taken.stream().map(movable::bare).sorted().toList();
    }

    private void compare(List<String> xen, List<String> own, List<String> found) {
        int last = Math.max(xen.size(), own.size());
        for (int i = 0; i < last && found.size() < SHOWN; i++) {
            Optional<String> wanted = i < xen.size() ? Optional.of(xen.get(i)) : Optional.empty();
            Optional<String> got = i < own.size() ? Optional.of(own.get(i)) : Optional.empty();
            if (!wanted.equals(got) && !excused(wanted, got)) {
                found.add("after \"" + (i == 0 ? "" : xen.get(Math.min(i, xen.size()) - 1)) + "\": expected "
                        + quoted(wanted) + " but was " + quoted(got));
            }
        }
    }

    private boolean excused(Optional<String> xen, Optional<String> own) {
        return xen.isPresent() && own.isPresent() && allowances.stream().anyMatch(a -> a.excuses(xen.get(), own.get()));
    }

    private static String quoted(Optional<String> line) {
        return line.map(text -> '"' + text + '"').orElse("the end");
    }
}
