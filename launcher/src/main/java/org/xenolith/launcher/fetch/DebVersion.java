// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.util.Comparator;

/** The order of Debian's versions: {@code [epoch:]upstream[-revision]} [deb-version(7)]. */
final class DebVersion {
    static final Comparator<String> ORDER = DebVersion::compare;

    private DebVersion() {}

    private static int compare(String a, String b) {
        int epochs = Long.compare(epoch(a), epoch(b));
        if (epochs != 0) {
            return epochs;
        }
        String restA = a.substring(a.indexOf(':') + 1);
        String restB = b.substring(b.indexOf(':') + 1);
        int upstream = compareParts(upstream(restA), upstream(restB));
        return upstream != 0 ? upstream : compareParts(revision(restA), revision(restB));
    }

    private static long epoch(String version) {
        int colon = version.indexOf(':');
        return colon > 0 && version.substring(0, colon).matches("[0-9]{1,9}")
                ? Long.parseLong(version.substring(0, colon))
                : 0;
    }

    private static String upstream(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? version : version.substring(0, dash);
    }

    private static String revision(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? "" : version.substring(dash + 1);
    }

    /** Compares runs of other characters and runs of digits, in turn. */
    private static int compareParts(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (i < a.length() && !isDigit(a.charAt(i)) || j < b.length() && !isDigit(b.charAt(j))) {
                int order = Integer.compare(weight(a, i), weight(b, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int startA = Math.min(i, a.length());
            int startB = Math.min(j, b.length());
            i = endOfDigits(a, i);
            j = endOfDigits(b, j);
            String digitsA = a.substring(startA, i).replaceFirst("^0+", "");
            String digitsB = b.substring(startB, j).replaceFirst("^0+", "");
            int order = digitsA.length() != digitsB.length()
                    ? Integer.compare(digitsA.length(), digitsB.length())
                    : digitsA.compareTo(digitsB);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** A tilde before the end, the end (or a digit) before letters, letters before the rest. */
    private static int weight(String text, int at) {
        if (at >= text.length() || isDigit(text.charAt(at))) {
            return 0;
        }
        char c = text.charAt(at);
        return c == '~' ? -1 : Character.isLetter(c) ? c : c + 256;
    }

    private static int endOfDigits(String text, int at) {
        int end = Math.min(at, text.length());
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
