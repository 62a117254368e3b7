// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.xenolith.engine.exec.CompiledCode;
import org.xenolith.engine.exec.Cpu;
import org.xenolith.engine.exec.DeviceAccess;
import org.xenolith.engine.exec.FastAccess;
import org.xenolith.engine.exec.MemoryAccess;
import org.xenolith.engine.exec.Region;
import org.xenolith.engine.exec.SoftMmu;
import org.xenolith.engine.ir.Arithmetic;
import org.xenolith.engine.ir.FlagSource;
import org.xenolith.engine.ir.Flags;
import org.xenolith.engine.ir.Select;

/** Descriptors of what compiled code refers to. */
final class Names {
    private Names() {}

    static final ClassDesc CPU = of(Cpu.class);
    static final ClassDesc REGISTERS = of(long[].class);
    static final ClassDesc REGION = of(Region.class);
    static final ClassDesc SELECT = of(Select.class);
    static final ClassDesc COMPILED = of(CompiledCode.class);
    static final ClassDesc FAST = of(FastAccess.class);
    static final ClassDesc MEMORY = of(MemoryAccess.class);
    static final ClassDesc DEVICES = of(DeviceAccess.class);
    static final ClassDesc MMU = of(SoftMmu.class);
    static final ClassDesc FLAGS = of(Flags.class);
    static final ClassDesc FLAG_SOURCE = of(FlagSource.class);
    static final ClassDesc ARITHMETIC = of(Arithmetic.class);
    static final ClassDesc LONG = of(Long.class);
    static final ClassDesc INTEGER = of(Integer.class);
    static final ClassDesc MATH = of(Math.class);
    static final ClassDesc RUNTIME_EXCEPTION = of(RuntimeException.class);
    static final ClassDesc VAR_HANDLE = of(java.lang.invoke.VarHandle.class);

    static ClassDesc of(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /**
     * Returns a method type.
     *
     * @param letters the types of the parameters, then of the result: J long, I int, Z boolean, V void, C vCPU, R
     *     registers, G region, X exception
     */
    static MethodTypeDesc type(String letters) {
        ClassDesc[] types = letters.chars().mapToObj(Names::type).toArray(ClassDesc[]::new);
        return MethodTypeDesc.of(types[types.length - 1], java.util.Arrays.copyOf(types, types.length - 1));
    }

    private static ClassDesc type(int letter) {
        return switch (letter) {
            case 'J' -> ConstantDescs.CD_long;
            case 'I' -> ConstantDescs.CD_int;
            case 'Z' -> ConstantDescs.CD_boolean;
            case 'V' -> ConstantDescs.CD_void;
            case 'C' -> CPU;
            case 'R' -> REGISTERS;
            case 'G' -> REGION;
            case 'X' -> RUNTIME_EXCEPTION;
            default -> throw new IllegalArgumentException("type letter " + (char) letter);
        };
    }
}
