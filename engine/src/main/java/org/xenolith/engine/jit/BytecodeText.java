// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Region;

/**
 * A region's bytecode as text, by the guest instructions that it belongs to. Where it belongs and what its locals are
 * stands in the class file as line numbers and local variables, which only the class files for tools have.
 */
public final class BytecodeText {
    /** The line of what every region begins with, and of its handlers. */
    static final int ENTRY = 0xFFFE;

    static final int END = 0xFFFF;
    private static final int INSTRUCTIONS = 64;

    private final CodeAttribute code;
    private final Map<Integer, String> locals = new HashMap<>();
    private final Map<Integer, List<String>> lines = new HashMap<>();

    private BytecodeText(byte[] bytes) {
        code = ClassFile.of().parse(bytes).methods().stream()
                .filter(m -> m.methodName().equalsString("run"))
                .map(m -> (CodeAttribute) m.code().orElseThrow())
                .findFirst()
                .orElseThrow();
        for (CodeElement element : code) {
            if (element instanceof LocalVariable variable) {
                locals.put(variable.slot(), variable.name().stringValue());
            }
        }
        int offset = 0;
        int line = ENTRY;
        for (CodeElement element : code) {
            if (element instanceof LineNumber number) {
                line = number.line();
            } else if (element instanceof Instruction instruction) {
                lines.computeIfAbsent(line, _ -> new ArrayList<>()).add(offset + ": " + text(instruction));
                offset += instruction.sizeInBytes();
            }
        }
    }

    /** Returns the text of what is, or would be, the code of a region. */
    public static BytecodeText of(FrontEnd frontEnd, Region region) {
        return new BytecodeText(BytecodeCompiler.bytes(frontEnd, region, true));
    }

    /** Returns the line of an instruction of a member. */
    static int line(int member, int instruction) {
        return member * INSTRUCTIONS + instruction;
    }

    /** Returns what a guest instruction became, and the ways out that it takes. */
    public List<String> of(int member, int instruction) {
        return lines.getOrDefault(line(member, instruction), List.of());
    }

    /** Returns what is executed when the region is entered. */
    public List<String> entry() {
        return lines.getOrDefault(ENTRY, List.of());
    }

    /** Returns the handlers of faults. */
    public List<String> end() {
        return lines.getOrDefault(END, List.of());
    }

    private String text(Instruction instruction) {
        String name = instruction.opcode().name().toLowerCase(Locale.ROOT).replaceAll("_w$", "");
        return switch (instruction) {
            case LoadInstruction load -> name(name) + " " + local(load.slot());
            case StoreInstruction store -> name(name) + " " + local(store.slot());
            case IncrementInstruction increment -> "iinc " + local(increment.slot()) + " " + increment.constant();
            case FieldInstruction field -> name + " " + type(field.owner().asInternalName()) + "." + field.name();
            case InvokeInstruction invoke -> name + " " + type(invoke.owner().asInternalName()) + "." + invoke.name();
            case BranchInstruction branch -> name + " " + offset(branch.target());
            case TypeCheckInstruction check -> name + " " + type(check.type().asInternalName());
            case LookupSwitchInstruction choice ->
                name + " " + choice.cases().size() + " cases, " + offset(choice.defaultTarget());
            case TableSwitchInstruction choice ->
                name + " " + choice.cases().size() + " cases, " + offset(choice.defaultTarget());
            case ConstantInstruction constant ->
                constant.sizeInBytes() == 1 ? name : name + " " + value(constant.constantValue());
            default -> name;
        };
    }

    /** Drops the slot from the name of an instruction that has it inside. */
    private static String name(String opcode) {
        return opcode.replaceAll("_[0-3]$", "");
    }

    private static Object value(Object constant) {
        return constant instanceof Long l && (l < 0 || l > 9) ? "0x" + Long.toHexString(l) : constant;
    }

    private String local(int slot) {
        return locals.getOrDefault(slot, "#" + slot);
    }

    private int offset(Label label) {
        return code.labelToBci(label);
    }

    private static String type(String internalName) {
        return internalName.substring(internalName.lastIndexOf('/') + 1);
    }
}
