// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoriesTest {
    @TempDir
    private Path cache = Path.of("");

    private final List<String> log = new ArrayList<>();

    private Path file(byte... image) {
        return Memories.of(cache, image, log::add).file().orElseThrow();
    }

    @Test
    void eachImageHasItsOwn() {
        assertEquals(file((byte) 1, (byte) 2), file((byte) 1, (byte) 2));
        assertNotEquals(file((byte) 1, (byte) 2), file((byte) 1, (byte) 3));
        assertNotEquals(file((byte) 0), file((byte) 0, (byte) 0));
    }

    @Test
    void thoseThatAreNotKeptLeaveNoFile() {
        Memories.none().keep();
        Memories.of(cache, new byte[8], log::add).keep(); // nothing was compiled
        assertFalse(Files.exists(cache.resolve("hot")));
        assertEquals(List.of(), log);
    }

    @Test
    void aFileThatCannotBeReadIsToldAndHarmless() throws Exception {
        Files.createDirectories(file((byte) 7));
        Memories memories = Memories.of(cache, new byte[] {7}, log::add);
        assertEquals(0, memories.hot().size());
        assertEquals(1, log.size());
    }
}
