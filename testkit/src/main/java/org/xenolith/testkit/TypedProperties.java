// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Properties written as {@code name:Type=value}, the syntax of Declarative Services [OSGi Compendium 8, 112.8.3]. */
final class TypedProperties {
    private static final Pattern ENTRY = Pattern.compile("(?<name>[^:=]+)(:(?<type>[A-Za-z]+))?=(?<value>.*)");

    private TypedProperties() {}

    static Dictionary<String, Object> parse(String... entries) {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        for (String entry : entries) {
            Matcher matcher = ENTRY.matcher(entry);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "property \"" + entry + "\", allowed: name=value or name:Type=value");
            }
            String type = matcher.group("type") == null ? "String" : matcher.group("type");
            values.computeIfAbsent(matcher.group("name").strip(), name -> new ArrayList<>())
                    .add(value(entry, type, matcher.group("value")));
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        values.forEach((name, list) -> properties.put(name, list.size() == 1 ? list.getFirst() : array(list)));
        return properties;
    }

    private static Object array(List<Object> values) {
        Object array = Array.newInstance(values.getFirst().getClass(), values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private static Object value(String entry, String type, String text) {
        return switch (type) {
            case "String" -> text;
            case "Long" -> Long.valueOf(text);
            case "Double" -> Double.valueOf(text);
            case "Float" -> Float.valueOf(text);
            case "Integer" -> Integer.valueOf(text);
            case "Byte" -> Byte.valueOf(text);
            case "Character" -> text.charAt(0);
            case "Boolean" -> Boolean.valueOf(text);
            case "Short" -> Short.valueOf(text);
            default ->
                throw new IllegalArgumentException("type " + type + " of property \"" + entry
                        + "\", allowed: String, Long, Double, Float, Integer, Byte, Character, Boolean, Short");
        };
    }
}
