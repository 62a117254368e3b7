// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the files that {@link GoldenFile#format} describes. */
final class GoldenReader {
    private CpuModel cpu = CpuModel.V8_0;
    private String form = "";
    private Profile profile = Profile.INTEGER;
    private String checksum = "";
    private final List<GoldenVector> vectors = new ArrayList<>();

    private GoldenReader() {}

    /** Reads a vector file from the resources beside this class. */
    static GoldenFile resource(String name) {
        try (InputStream in = GoldenReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("No vector file '" + name + "' beside " + GoldenReader.class);
            }
            InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
            BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.US_ASCII));
            return read(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Parses the lines of a file.
     *
     * @throws IllegalArgumentException if a line is malformed or the input states are not those of the recording
     */
    static GoldenFile read(List<String> lines) {
        GoldenReader reader = new GoldenReader();
        for (String line : lines) {
            reader.accept(line);
        }
        GoldenFile file = new GoldenFile(reader.cpu, List.copyOf(reader.vectors));
        String actual = Long.toHexString(GoldenFile.inputsChecksum(file.vectors()));
        if (!actual.equals(reader.checksum)) {
            throw new IllegalArgumentException("The input states have checksum " + actual
                    + ", those of the recording had " + reader.checksum + ": the file is stale or damaged");
        }
        return file;
    }

    private void accept(String line) {
        if (line.startsWith(" ")) {
            vectors.getLast().results().add(line.substring(1));
        } else if (line.startsWith("> ")) {
            vectors.add(vector(line.substring(2)));
        } else if (line.startsWith("form ")) {
            int space = line.lastIndexOf(' ');
            form = line.substring(5, space);
            profile = Profile.of(line.charAt(space + 1));
        } else if (line.startsWith("cpu ")) {
            cpu = CpuModel.valueOf(line.substring(4));
        } else if (line.startsWith("inputs ")) {
            checksum = line.substring(7);
        } else if (!line.startsWith("#")) {
            throw new IllegalArgumentException("Not a line of a vector file: '" + line + "'");
        }
    }

    private GoldenVector vector(String head) {
        String[] parts = head.split(" ?; ?", 3);
        String[] hex = parts[0].split(" ");
        int[] words = new int[hex.length];
        for (int i = 0; i < hex.length; i++) {
            words[i] = Integer.parseUnsignedInt(hex[i], 16);
        }
        List<Role> roles = new ArrayList<>();
        for (String role : parts[1].split(" ")) {
            if (!role.isEmpty()) {
                roles.add(Role.parse(role));
            }
        }
        return new GoldenVector(form, profile, words, List.copyOf(roles), parts[2], new ArrayList<>());
    }
}
