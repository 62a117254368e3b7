// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Takes typed values out of a parsed guest file; collects what is wrong with them instead of stopping. */
final class SettingReader {
    private final CfgFile file;
    private final List<ConfigProblem> errors = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();

    SettingReader(CfgFile file) {
        this.file = file;
        warnings.addAll(file.warnings());
    }

    List<ConfigProblem> errors() {
        return errors;
    }

    List<ConfigProblem> warnings() {
        return warnings;
    }

    void error(Position at, String found, String allowed) {
        errors.add(ConfigProblem.at(file.path(), at, found, allowed));
    }

    void warn(Position at, String found, String instead) {
        warnings.add(ConfigProblem.at(file.path(), at, found, instead));
    }

    /** Where a key's value stands; the start of the file if the key is not there. */
    Position place(String key) {
        return file.find(key).map(setting -> setting.value().at()).orElse(Position.START);
    }

    /** A number, also one in quotes, which xl takes as well. */
    static OptionalLong number(CfgValue value) {
        return switch (value) {
            case CfgValue.Number(long number, Position at) -> OptionalLong.of(number);
            case CfgValue.Text(String text, Position at)
            when text.matches("-?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)") -> {
                try {
                    yield OptionalLong.of(Long.decode(text));
                } catch (NumberFormatException tooLarge) {
                    yield OptionalLong.empty();
                }
            }
            default -> OptionalLong.empty();
        };
    }

    /** The string of a key. A value of another type was reported with all the others and reads as absent. */
    Optional<String> string(String key) {
        return file.find(key)
                .flatMap(setting -> setting.value() instanceof CfgValue.Text(String text, Position at)
                        ? Optional.of(text)
                        : Optional.empty());
    }

    /** The items of a list; a value of another type reads as absent, as with {@link #string}. */
    List<CfgValue> items(String key) {
        return file.find(key)
                .flatMap(setting -> setting.value() instanceof CfgValue.Items(List<CfgValue> values, Position at)
                        ? Optional.of(values)
                        : Optional.empty())
                .orElse(List.of());
    }

    /** The number of a key, if it is within both bounds; a problem is reported if it is not. */
    OptionalLong number(String key, long least, long most, String unit) {
        Optional<CfgSetting> setting = file.find(key);
        if (setting.isEmpty()) {
            return OptionalLong.empty();
        }
        CfgValue value = setting.get().value();
        OptionalLong number = number(value);
        if (number.isPresent() && (number.getAsLong() < least || number.getAsLong() > most)) {
            error(value.at(), key + " = " + number.getAsLong(), least + " to " + most + " " + unit);
            return OptionalLong.empty();
        }
        return number;
    }

    Optional<Boolean> flag(String key) {
        return file.find(key)
                .map(setting -> number(setting.value()))
                .filter(OptionalLong::isPresent)
                .map(number -> number.getAsLong() != 0);
    }

    /** The word of a key, if it is one of the allowed; case matters, as it does to xl. */
    <C extends Choice> Optional<C> choice(String key, C[] allowed) {
        Optional<String> word = string(key);
        Optional<C> choice = word.flatMap(text ->
                Arrays.stream(allowed).filter(c -> c.word().equals(text)).findFirst());
        if (word.isPresent() && choice.isEmpty()) {
            error(place(key), key + " = \"" + Printable.of(word.get()) + '"', words(allowed));
        }
        return choice;
    }

    static String words(Choice[] allowed) {
        return Arrays.stream(allowed).map(c -> '"' + c.word() + '"').collect(Collectors.joining(", "));
    }

    /** The path of a key, absolute; a relative one begins at the guest file's folder. */
    Optional<Path> path(String key) {
        Optional<String> text = string(key).filter(path -> !path.isEmpty());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    file.path().toAbsolutePath().resolveSibling(text.get()).normalize());
        } catch (InvalidPathException invalid) {
            error(
                    place(key),
                    key + " = \"" + Printable.of(text.get()) + '"',
                    "a file name; " + String.valueOf(invalid.getReason()).toLowerCase(Locale.ROOT));
            return Optional.empty();
        }
    }
}
