// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HotSpot never compiles a method of more than 8,000 bytes of bytecode (its flag HugeMethodLimit). */
class BytecodeSizeTest {
    private static final int LIMIT = 8_000;

    @ParameterizedTest
    @ValueSource(strings = {"org.xenolith.engine", "org.xenolith.core", "org.xenolith.platform.arm"})
    void everyMethodIsSmallEnoughForHotSpotToCompile(String module) throws IOException {
        Path location = Modules.location(module);
        if (Files.isDirectory(location)) {
            assertEquals(List.of(), tooLarge(location, LIMIT));
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(location)) {
                assertEquals(List.of(), tooLarge(jar.getPath("/"), LIMIT));
            }
        }
    }

    @Test
    void aMethodOverTheLimitIsFound() throws IOException {
        Path own = Path.of(BytecodeSizeTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        List<String> found = tooLarge(own, 50);
        assertTrue(found.stream().anyMatch(line -> line.contains("BytecodeSizeTest.tooLarge")), found::toString);
    }

    private static List<String> tooLarge(Path root, int limit) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                ClassModel type = ClassFile.of().parse(Files.readAllBytes(file));
                for (MethodModel method : type.methods()) {
                    int length = method.code()
                            .map(code -> ((CodeAttribute) code).codeLength())
                            .orElse(0);
                    if (length > limit) {
                        found.add(type.thisClass().asInternalName().replace('/', '.') + "."
                                + method.methodName().stringValue() + ": " + length + " bytes");
                    }
                }
            }
        }
        return found;
    }
}
