// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.platform.arm.Vectors;

/** Single stimuli and their answers, from a list of vectors. */
class GicVectorTest {
    static List<Vectors.Row> vectors() {
        return Vectors.load(GicVectorTest.class, "vectors.txt", 4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void answersAsTheVectorSays(Vectors.Row row) {
        String[] machine = row.field(1).split(" ");
        Gic gic = new Gic(
                new GicConfig(
                        GicVersion.valueOf(machine[0]),
                        GicProfile.named(machine[1]),
                        Integer.parseInt(machine[2]),
                        Integer.parseInt(machine[3])),
                IrqOutput.UNCONNECTED);
        String answer = "";
        for (String step : row.field(2).split(";")) {
            answer = perform(gic, step.strip());
        }
        assertEquals(row.field(3).toLowerCase(Locale.ROOT), answer, row.field(2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void everyVectorsStateSurvivesSaveAndRestore(Vectors.Row row) throws Exception {
        String[] machine = row.field(1).split(" ");
        GicConfig config = new GicConfig(
                GicVersion.valueOf(machine[0]),
                GicProfile.named(machine[1]),
                Integer.parseInt(machine[2]),
                Integer.parseInt(machine[3]));
        Gic gic = new Gic(config, IrqOutput.UNCONNECTED);
        String[] steps = row.field(2).split(";");
        for (int n = 0; n < steps.length - 1; n++) {
            perform(gic, steps[n].strip());
        }
        Gic copy = new Gic(config, IrqOutput.UNCONNECTED);
        copy.restore(gic.state());
        String answer = perform(copy, steps[steps.length - 1].strip());
        assertEquals(row.field(3).toLowerCase(Locale.ROOT), answer, row.field(2));
    }

    private static String perform(Gic gic, String step) {
        String text = step;
        int vcpu = 0;
        if (text.startsWith("@")) {
            vcpu = Integer.parseInt(text.substring(1, text.indexOf(' ')), 16);
            text = text.substring(text.indexOf(' ') + 1);
        }
        String[] words = text.split(" ");
        try {
            return perform(gic, vcpu, words);
        } catch (BusFault refused) {
            assertEquals(BusFault.REFUSED, refused);
            return "refused";
        }
    }

    private static String perform(Gic gic, int vcpu, String[] words) throws BusFault {
        switch (words[0]) {
            case "r" -> {
                return Long.toHexString(frame(gic, words[1]).read(vcpu, hex(words[3]), Integer.parseInt(words[2])));
            }
            case "w" -> frame(gic, words[1]).write(vcpu, hex(words[3]), Integer.parseInt(words[2]), hex(words[4]));
            case "mrs" -> {
                IccRegister register = IccRegister.valueOf(words[1]);
                return register.readable() ? Long.toHexString(gic.readIcc(vcpu, register)) : "undefined";
            }
            case "msr" -> {
                IccRegister register = IccRegister.valueOf(words[1]);
                if (!register.writable(gic.config().profile())) {
                    return "undefined";
                }
                gic.writeIcc(vcpu, register, hex(words[2]));
            }
            case "line" -> gic.shared(Integer.parseInt(words[1])).set(words[2].equals("1"));
            case "ppi" -> gic.local(vcpu, Integer.parseInt(words[1])).set(words[2].equals("1"));
            case "inject" -> gic.inject(vcpu, Integer.parseInt(words[1]));
            case "on" -> gic.powerOn(vcpu);
            case "off" -> gic.powerOff(vcpu);
            case "irq" -> {
                return gic.irqAsserted(vcpu) ? "1" : "0";
            }
            case "wait" -> {
                return gic.hasDeliverable(vcpu) ? "1" : "0";
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "done";
    }

    private static MmioHandler frame(Gic gic, String name) {
        return switch (name) {
            case "D" -> gic.distributor();
            case "R" -> gic.redistributors();
            default -> gic.cpuInterface();
        };
    }

    private static long hex(String text) {
        return Long.parseUnsignedLong(text, 16);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void vectorsHaveDistinctNames(Vectors.Row row) {
        assertTrue(
                vectors().stream().filter(v -> v.field(0).equals(row.field(0))).count() == 1, row.field(0));
    }
}
