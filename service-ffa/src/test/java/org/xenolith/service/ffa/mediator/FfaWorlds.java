// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.HexFormat;
import org.xenolith.service.ffa.abi.FfaVersion;

/** The worlds that rows begin in, and descriptors that are valid. */
final class FfaWorlds {
    private FfaWorlds() {}

    /** Builds a world from the words of a row. */
    static FfaBench build(Profile profile, String... words) {
        String name = words[1];
        boolean on =
                switch (name) {
                    case "F1", "F5" -> false;
                    case "F0", "F2", "F3", "F6" -> true;
                    default -> throw new IllegalArgumentException(name);
                };
        FfaBench bench = new FfaBench(profile, on);
        bench.firmware = !name.equals("F0") && !name.equals("F3");
        bench.partitionCount = name.equals("F5") ? 0 : name.equals("F6") ? 1 : 3;
        for (int i = 2; i < words.length; i++) {
            option(bench, words[i]);
        }
        bench.start();
        return switch (name) {
            case "F0" -> bench.machine(new FakeMachine(0, 2, true)).machine(new FakeMachine(1, 1, true));
            case "F3" -> bench.many(7);
            case "F6" -> bench.many(5);
            default -> bench.three();
        };
    }

    private static void option(FfaBench bench, String word) {
        String[] pair = word.split("=");
        if (word.equals("strict")) {
            bench.strict = true;
        } else if (word.endsWith("-unmapped")) {
            bench.unmapped.add(word.substring(0, 1));
        } else if (pair[0].equals("missing")) {
            for (String id : pair[1].split(",")) {
                bench.missing.add((int) Long.parseLong(id, 16));
            }
        } else if (pair[0].equals("spmc")) {
            bench.spmcVersion = version(pair[1]);
        } else {
            bench.versions.put(pair[0], version(pair[1]));
        }
    }

    private static int version(String text) {
        return switch (text) {
            case "0" -> 0;
            case "1.0" -> FfaVersion.V1_0;
            case "1.1" -> FfaVersion.V1_1;
            case "1.2" -> FfaVersion.V1_2;
            case "1.3" -> FfaVersion.V1_3;
            case "-1.1" -> -FfaVersion.V1_1;
            case "-1.2" -> -FfaVersion.V1_2;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** Returns a descriptor of two pages at 0x40010000 from endpoint 2 to partition 0x8001. */
    static byte[] descriptor(String version) {
        String header = "02002f0000000000 0000000000000000 3412000000000000";
        String composite = "0200000001000000 0000000000000000 0000014000000000 0200000000000000";
        String text =
                switch (version) {
                    case "1.0" -> header + "0000000001000000 0180020030000000 0000000000000000" + composite;
                    case "1.1" ->
                        header + "1000000001000000 3000000000000000 0000000000000000 0180020040000000 0000000000000000"
                                + composite;
                    case "1.2" ->
                        header + "2000000001000000 3000000000000000 0000000000000000 0180020050000000 8877665544332211"
                                + "00ffeeddccbbaa99 0000000000000000" + composite;
                    default -> throw new IllegalArgumentException(version);
                };
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
