// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Which virtual machine may see and message which. Immutable.
 *
 * <p>Without a rule every one sees every other, as in Xen; with rules, only what they allow. A rule is {@code A -> B}
 * (A sees B) or {@code A <-> B}; each side is {@code *}, {@code id:N} (endpoint id, decimal or 0x), {@code uuid:U} (the
 * domain's handle) or {@code name:TEXT}; a word without a prefix is a name.
 */
public final class AccessList {
    /** Every virtual machine sees every other. */
    public static final AccessList OPEN = new AccessList(List.of());

    private final List<Rule> rules;

    private record Rule(Side from, Side to) {}

    private interface Side {
        boolean is(VirtualMachine vm);
    }

    private AccessList(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads rules; blank ones are skipped.
     *
     * @throws IllegalArgumentException naming the rule that is none
     */
    public static AccessList of(String... lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank()) {
                add(line, rules);
            }
        }
        return rules.isEmpty() ? OPEN : new AccessList(rules);
    }

    private static void add(String line, List<Rule> rules) {
        boolean both = line.contains("<->");
        String[] sides = line.split(both ? "<->" : "->", -1);
        if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
            throw new IllegalArgumentException("access rule '" + line + "', allowed: A -> B or A <-> B");
        }
        Side a = side(sides[0].strip(), line);
        Side b = side(sides[1].strip(), line);
        rules.add(new Rule(a, b));
        if (both) {
            rules.add(new Rule(b, a));
        }
    }

    private static Side side(String text, String line) {
        if (text.equals("*")) {
            return vm -> true;
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "name" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).strip();
        try {
            return switch (kind) {
                case "name" -> vm -> vm.name().equals(value);
                case "id" -> {
                    int id = Integer.decode(value);
                    yield vm -> vm.domainId() + 1 == id;
                }
                case "uuid" -> {
                    UUID uuid = UUID.fromString(value);
                    yield vm -> vm.handle().equals(uuid);
                }
                default -> throw new IllegalArgumentException("kind " + kind);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' in access rule '" + line + "', allowed: *, id:N, uuid:U, name:TEXT", e);
        }
    }

    /** Tells whether there is no restriction. */
    public boolean isOpen() {
        return rules.isEmpty();
    }

    /** Tells whether one virtual machine may see and message another. */
    public boolean allows(VirtualMachine from, VirtualMachine to) {
        if (rules.isEmpty()) {
            return true;
        }
        for (Rule rule : rules) {
            if (rule.from.is(from) && rule.to.is(to)) {
                return true;
            }
        }
        return false;
    }
}
