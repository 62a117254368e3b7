// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.AccessFlag;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.exec.Block;
import org.xenolith.engine.exec.BlockCompiler;
import org.xenolith.engine.exec.CompiledCode;
import org.xenolith.engine.exec.FrontEnd;

/**
 * Compiles blocks into hidden classes beside the front end's helpers, one class for each block, which goes away with it.
 *
 * <p>The classes name only the engine's packages {@code exec} and {@code ir}, which every front end imports.
 */
public final class BytecodeCompiler implements BlockCompiler {
    /** Bytes of bytecode beyond which HotSpot never compiles a method (its flag HugeMethodLimit). */
    static final int HUGE_METHOD = 8000;

    private static final ClassDesc SUPER =
            CompiledCode.class.describeConstable().orElseThrow();

    /** Creates a compiler. */
    public BytecodeCompiler() {}

    @Override
    public @Nullable CompiledCode compile(FrontEnd frontEnd, Block block) {
        Lookup lookup = frontEnd.helpers().lookup();
        byte[] bytes = bytes(frontEnd, block);
        if (codeLength(bytes) >= HUGE_METHOD) {
            return null;
        }
        try {
            Lookup defined = lookup.defineHiddenClass(bytes, true);
            return (CompiledCode) defined.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("block at 0x" + Long.toHexString(block.pc) + " cannot be compiled", e);
        }
    }

    /** Returns the class file of a block, for {@link #compile} and for tools that show it. */
    public static byte[] bytes(FrontEnd frontEnd, Block block) {
        Class<?> host = frontEnd.helpers().lookup().lookupClass();
        ClassDesc name = ClassDesc.of(host.getPackageName(), "Block$" + Long.toHexString(block.pc));
        ClassFile.ClassHierarchyResolverOption hierarchy =
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(host.getClassLoader())
                        .orElse(ClassHierarchyResolver.defaultResolver())
                        .cached());
        return ClassFile.of(hierarchy).build(name, type -> type.withFlags(
                        AccessFlag.PUBLIC, AccessFlag.FINAL, AccessFlag.SUPER)
                .withSuperclass(SUPER)
                .withMethodBody(INIT_NAME, MethodTypeDesc.of(CD_void), ClassFile.ACC_PUBLIC, code -> code.aload(0)
                        .invokespecial(SUPER, INIT_NAME, MethodTypeDesc.of(CD_void))
                        .return_())
                .withMethodBody(
                        "run",
                        MethodTypeDesc.of(CD_int, Names.CPU, Names.REGISTERS, Names.BLOCK),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL,
                        code -> new BlockEmitter(code, frontEnd, block).emit()));
    }

    private static int codeLength(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .filter(m -> m.methodName().equalsString("run"))
                .mapToInt(m -> ((CodeAttribute) m.code().orElseThrow()).codeLength())
                .sum();
    }
}
