// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.AccessFlag;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.exec.CompiledCode;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Region;
import org.xenolith.engine.exec.RegionCompiler;

/**
 * Compiles regions into hidden classes beside the front end's helpers, one class for each, which goes away with it.
 *
 * <p>The classes name only the engine's packages {@code exec} and {@code ir}, which every front end imports.
 */
public final class BytecodeCompiler implements RegionCompiler {
    /** Bytes of bytecode beyond which HotSpot never compiles a method (its flag HugeMethodLimit). */
    static final int HUGE_METHOD = 8000;

    private static final ClassDesc SUPER =
            CompiledCode.class.describeConstable().orElseThrow();

    /** Creates a compiler. */
    public BytecodeCompiler() {}

    @Override
    public @Nullable CompiledCode compile(FrontEnd frontEnd, Region region) {
        Lookup lookup = frontEnd.helpers().lookup();
        byte[] bytes = bytes(frontEnd, region);
        if (codeLength(bytes) >= HUGE_METHOD) {
            return null;
        }
        try {
            Lookup defined = lookup.defineHiddenClass(bytes, true);
            return (CompiledCode) defined.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "region at 0x" + Long.toHexString(region.member(0).pc) + " cannot be compiled", e);
        }
    }

    /** Returns the class file of a region, for {@link #compile} and for tools that show it. */
    public static byte[] bytes(FrontEnd frontEnd, Region region) {
        Class<?> host = frontEnd.helpers().lookup().lookupClass();
        ClassDesc name = ClassDesc.of(host.getPackageName(), "Region$" + Long.toHexString(region.member(0).pc));
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(name, type -> type.withFlags(
                        AccessFlag.PUBLIC, AccessFlag.FINAL, AccessFlag.SUPER)
                .withSuperclass(SUPER)
                .withMethodBody(INIT_NAME, MethodTypeDesc.of(CD_void), ClassFile.ACC_PUBLIC, code -> code.aload(0)
                        .invokespecial(SUPER, INIT_NAME, MethodTypeDesc.of(CD_void))
                        .return_())
                .withMethodBody(
                        "run",
                        MethodTypeDesc.of(CD_int, Names.CPU, Names.REGISTERS, Names.REGION),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL,
                        code -> new RegionEmitter(code, frontEnd, region).emit()));
    }

    private static int codeLength(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .filter(m -> m.methodName().equalsString("run"))
                .mapToInt(m -> ((CodeAttribute) m.code().orElseThrow()).codeLength())
                .sum();
    }
}
