// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Dictionary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TypedPropertiesTest {
    @Test
    void readsEachTypeAsDeclarativeServicesWritesIt() {
        Dictionary<String, Object> read = TypedProperties.parse(
                "text=a=b:c", "n:Integer=-3", "big:Long=4", "on:Boolean=true", "c:Character=x", "b:Byte=7");
        assertEquals("a=b:c", read.get("text"));
        assertEquals(-3, read.get("n"));
        assertEquals(4L, read.get("big"));
        assertEquals(true, read.get("on"));
        assertEquals('x', read.get("c"));
        assertEquals((byte) 7, read.get("b"));
    }

    @Test
    void makesAnArrayOfANameThatOccursMoreThanOnce() {
        Dictionary<String, Object> read = TypedProperties.parse("port:Integer=1", "port:Integer=2");
        assertArrayEquals(new Integer[] {1, 2}, (Object[]) read.get("port"));
    }

    @Test
    void saysWhatIsAllowedInsteadOfWhatItCannotRead() {
        String noValue = assertThrows(IllegalArgumentException.class, () -> TypedProperties.parse("name"))
                .getMessage();
        assertTrue(noValue.contains("name:Type=value"), noValue);
        String noType = assertThrows(IllegalArgumentException.class, () -> TypedProperties.parse("n:Int=1"))
                .getMessage();
        assertTrue(noType.contains("Integer"), noType);
    }

    @Property
    void keepsEveryNumber(@ForAll long number) {
        assertEquals(number, TypedProperties.parse("n:Long=" + number).get("n"));
    }
}
