// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An assembly text with placeholders for register numbers, and how they are filled.
 *
 * <p>{@code <d> <n> <m> <a>} are any registers, may coincide, and may be 31; {@code <t> <r> <v> <z>} are different from all
 * others, and may be 31; in capitals they may not be 31. {@code <e> <f>} are even numbers for pairs. {@code <t+1>} is the
 * next register (modulo 32). {@code <b> <u> <i> <w> <s> <c> <p> <q>}, with an optional {@code :OFFSET} in hexadecimal, are
 * the roles of {@link Role}, {@code <x>} is its role {@code n}; {@code sp} with a role is written {@code <b@sp>}.
 */
final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("<([a-zA-Z])(@sp)?([+]\\d)?(:-?[0-9a-f]+)?>");
    private static final Pattern ZERO = Pattern.compile("\\b([xw])31\\b");
    private static final String ROLES = "buiwscpqx";
    private static final String ALIASES = "dnma";
    private static final String PAIRS = "ef";

    /** A text ready to be assembled, and what its registers must be. */
    record Filled(String text, List<Role> roles) {}

    private final String text;
    private final SplitMix64 random;
    private final List<Integer> pool;
    private final Map<Character, Integer> assigned = new HashMap<>();

    /**
     * A template to be filled with numbers from a pool.
     *
     * @param pool general and vector register numbers from 0 to 30
     */
    Template(String text, SplitMix64 random, List<Integer> pool) {
        this.text = text;
        this.random = random;
        this.pool = new ArrayList<>(pool);
    }

    /**
     * Fills the placeholders.
     *
     * @param variant 0: all different; 1: two that may coincide do; 2: one that may be 31 is; others as 0
     */
    Filled fill(int variant) {
        List<Character> names = new ArrayList<>();
        List<Character> aliases = new ArrayList<>();
        List<Character> zeros = new ArrayList<>();
        collect(names, aliases, zeros);
        for (char name : names) {
            assigned.put(name, draw(name));
        }
        if (variant == 1 && aliases.size() > 1) {
            int from = random.next(aliases.size());
            int to = (from + 1 + random.next(aliases.size() - 1)) % aliases.size();
            assigned.put(aliases.get(to), number(aliases.get(from)));
        } else if (variant == 2 && !zeros.isEmpty()) {
            assigned.put(zeros.get(random.next(zeros.size())), 31);
        }
        return replace();
    }

    private void collect(List<Character> names, List<Character> aliases, List<Character> zeros) {
        List<Character> never31 = new ArrayList<>();
        for (MatchResult match : PLACEHOLDER.matcher(text).results().toList()) {
            char written = match.group(1).charAt(0);
            char name = Character.toLowerCase(written);
            if (Character.isUpperCase(written)) {
                never31.add(name);
            }
            if (!names.contains(name) && match.group(2) == null) {
                names.add(name);
            }
        }
        for (char name : names) {
            if (ALIASES.indexOf(name) >= 0) {
                aliases.add(name);
            }
            if (ROLES.indexOf(name) < 0 && PAIRS.indexOf(name) < 0 && !never31.contains(name)) {
                zeros.add(name);
            }
        }
    }

    private int number(char name) {
        Integer number = assigned.get(name);
        if (number == null) {
            throw new IllegalArgumentException("No register for <" + name + "> in " + text);
        }
        return number;
    }

    private int draw(char name) {
        if (PAIRS.indexOf(name) < 0) {
            return pool.remove(random.next(pool.size()));
        }
        List<Integer> even = new ArrayList<>();
        for (int number : pool) {
            if (number % 2 == 0 && pool.contains(number + 1)) {
                even.add(number);
            }
        }
        Integer number = even.get(random.next(even.size()));
        pool.remove(number);
        pool.remove(Integer.valueOf(number + 1));
        return number;
    }

    private Filled replace() {
        List<Role> roles = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, replacement(matcher, roles));
        }
        matcher.appendTail(filled);
        return new Filled(ZERO.matcher(filled).replaceAll("$1zr"), List.copyOf(roles));
    }

    private String replacement(MatchResult match, List<Role> roles) {
        char name = Character.toLowerCase(match.group(1).charAt(0));
        int register = match.group(2) == null ? number(name) : 31;
        if (ROLES.indexOf(name) >= 0 && roles.stream().noneMatch(role -> role.register() == register)) {
            String offset = match.group(4);
            long bytes = offset == null ? 0 : Long.parseLong(offset.substring(1), 16);
            roles.add(new Role(register, name == 'x' ? 'n' : name, bytes));
        }
        if (match.group(2) != null) {
            return "sp";
        }
        int step = match.group(3) == null ? 0 : Integer.parseInt(match.group(3).substring(1));
        return Integer.toString((register + step) % 32);
    }
}
