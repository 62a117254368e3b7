// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.exec.CodeReader;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Helpers;
import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.platform.arm.cpu.ArmEnvironment;
import org.xenolith.platform.arm.cpu.ArmHelpers;
import org.xenolith.platform.arm.cpu.ArmMode;
import org.xenolith.platform.arm.cpu.ArmRegisters;

/** Translates A64 code for the engine. Immutable; one for each machine, since machines differ in what they decode. */
public final class A64 implements FrontEnd {
    private static final String[] TABLES = {
        "integer.a64", "branch.a64", "loadstore.a64", "fp.a64", "simd.a64", "crypto.a64"
    };

    /** Every instruction there is, of all extensions. */
    private static final List<Row> ROWS = Decoder.load(TABLES);

    private static final Helpers HELPERS = ArmHelpers.create();

    /** Bound once for all machines: each binding is a class of its own for the JVM. */
    private static final Map<Row, Handlers.Handler> HANDLERS = handlers();

    private final ArmEnvironment environment;
    private final Decoder decoder;

    /** Creates a front end for the CPUs of a machine. */
    public A64(ArmEnvironment environment) {
        this.environment = environment;
        this.decoder = new Decoder(ROWS, environment.model().extensions());
    }

    private static Map<Row, Handlers.Handler> handlers() {
        Handlers translators = new Handlers(
                DataProcessing.class,
                MultiplyAndBits.class,
                Branches.class,
                LoadStore.class,
                VectorLoadStore.class,
                Atomics.class,
                SystemInstructions.class);
        Map<Row, Handlers.Handler> handlers = new IdentityHashMap<>();
        for (Row row : ROWS) {
            handlers.put(
                    row,
                    row.handler().startsWith("call:") ? HelperCall.of(row, HELPERS) : translators.get(row.handler()));
        }
        return handlers;
    }

    @Override
    public int registers() {
        return ArmRegisters.COUNT;
    }

    @Override
    public int pcRegister() {
        return ArmRegisters.PC;
    }

    @Override
    public int zeroRegister() {
        return ArmRegisters.ZERO;
    }

    @Override
    public int helperRegisters() {
        return ArmRegisters.FPCR; // theirs are FPCR, FPSR, SCRATCH and the vectors
    }

    @Override
    public Helpers helpers() {
        return HELPERS;
    }

    @Override
    public void translate(CodeReader code, int mode, int limit, IrBuilder out) {
        Emitter e = new Emitter(out, HELPERS, environment);
        e.mode = mode;
        while (true) {
            e.pc = code.pc();
            e.io = code.reachesDevice();
            out.instruction(e.pc);
            if (ArmMode.illegal(mode)) {
                code.next32();
                e.exception("illegalState", 0);
                return;
            }
            translateOne(e, code.next32());
            if (out.closed()) {
                return;
            }
            if (e.io) {
                out.poll(e.pc + 4);
            }
            if (out.instructions() == limit || code.remaining() == 4096) {
                out.exit(e.pc + 4);
                return;
            }
        }
    }

    private void translateOne(Emitter e, int word) {
        Row row = decoder.decode(word);
        Handlers.Handler handler = row == null ? null : HANDLERS.get(row);
        if (handler == null) {
            e.undefined();
            return;
        }
        if (e.io) {
            e.ir.sync();
        }
        handler.translate(e, word);
    }

    /** Returns the name of the encoding that a word has, or null if it is undefined. */
    public @Nullable String name(int word) {
        Row row = decoder.decode(word);
        return row == null ? null : row.name();
    }

    /** Returns the names of all encodings. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Row row : decoder.rows()) {
            names.add(row.name());
        }
        return names;
    }
}
