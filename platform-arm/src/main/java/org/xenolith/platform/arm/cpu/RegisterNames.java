// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Registers by name, for debuggers and register dumps. */
public final class RegisterNames {
    private RegisterNames() {}

    private static final String PSTATE = "pstate";
    private static final Map<String, Integer> SLOTS = new LinkedHashMap<>();

    static {
        for (int i = 0; i < 31; i++) {
            SLOTS.put("x" + i, ArmRegisters.X0 + i);
        }
        SLOTS.put("sp", ArmRegisters.SP);
        SLOTS.put("pc", ArmRegisters.PC);
        for (SystemRegister r : SystemRegister.values()) {
            if (r.slot() >= 0) {
                SLOTS.put(r.name().toLowerCase(Locale.ROOT), r.slot());
            }
        }
        for (int i = 0; i < 32; i++) {
            SLOTS.put("v" + i + ".lo", ArmRegisters.V0 + 2 * i);
            SLOTS.put("v" + i + ".hi", ArmRegisters.V0 + 2 * i + 1);
        }
    }

    /** Returns all names, in the order of a dump. */
    public static List<String> all() {
        List<String> names = new ArrayList<>(SLOTS.keySet());
        names.add(names.indexOf("pc") + 1, PSTATE);
        return Collections.unmodifiableList(names);
    }

    /** Returns the name of a register of the file, for texts of translated code: {@code r} and its number if it has none. */
    public static String of(int register) {
        return switch (register) {
            case ArmRegisters.NZCV -> "nzcv";
            case ArmRegisters.ZERO -> "xzr";
            case ArmRegisters.DAIF -> "daif";
            default ->
                SLOTS.entrySet().stream()
                        .filter(e -> e.getValue() == register)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse("r" + register);
        };
    }

    /** Reads a register; see {@link org.xenolith.api.cpu.Vcpu#register}. */
    public static long read(ArmCpu cpu, String name) {
        if (name.equals(PSTATE)) {
            return cpu.pstate();
        }
        return cpu.r[slot(name)];
    }

    /** Writes a register; see {@link org.xenolith.api.cpu.Vcpu#setRegister}. */
    public static void write(ArmCpu cpu, String name, long value) {
        if (name.equals(PSTATE)) {
            throw new IllegalArgumentException("register pstate is read only");
        }
        cpu.r[slot(name)] = value;
        cpu.translationChanged();
    }

    private static int slot(String name) {
        Integer slot = SLOTS.get(name);
        if (slot == null) {
            throw new IllegalArgumentException("register " + name + ", allowed: x0 to x30, sp, pc, pstate, ...");
        }
        return slot;
    }
}
