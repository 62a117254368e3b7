// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.xenolith.api.code.BlockListing;
import org.xenolith.api.code.CodeCounters;
import org.xenolith.api.code.GuestCode;
import org.xenolith.engine.exec.Block;
import org.xenolith.engine.exec.Cluster;
import org.xenolith.engine.exec.Cpu;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Inspector;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.IrText;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.jit.BytecodeText;

/** What tools may see of a cluster's code. */
public final class EngineCode implements GuestCode {
    /** Bytes of a unit of code that is shown as one number; a longer or shorter instruction is shown byte by byte. */
    private static final int WORD = 4;

    private final FrontEnd frontEnd;
    private final List<? extends Cpu> cpus;
    private final Inspector inspector;
    private final IrText ir;

    /**
     * Creates the view.
     *
     * @param cluster what the vCPUs share
     * @param cpus the vCPUs, by number
     */
    public EngineCode(Cluster cluster, List<? extends Cpu> cpus) {
        this.frontEnd = cluster.frontEnd();
        this.cpus = List.copyOf(cpus);
        this.inspector = new Inspector(cluster);
        this.ir = new IrText(frontEnd.registers(), frontEnd::registerName);
    }

    @Override
    public Optional<BlockListing> block(int vcpu, long address) {
        return inspector.find(cpus.get(vcpu), address).map(this::listing);
    }

    @Override
    public CodeCounters counters() {
        return inspector.counters();
    }

    /** Notes for a recording of the host what was counted until now, under a domain's name. */
    public void summarise(String domain) {
        DomainSummary.tell(domain, counters());
    }

    private BlockListing listing(Inspector.Found found) {
        Block block = found.block();
        List<Long> region =
                found.region().blocks().stream().map(member -> member.pc).toList();
        IrBlock form = found.region().form(found.member());
        List<String> lines = ir.print(form).lines().toList();
        return new BlockListing(
                block.pc,
                block.physical,
                state(found),
                found.entries(),
                region,
                instructions(found, form),
                lines.stream().filter(line -> line.startsWith("#")).toList());
    }

    private static BlockListing.State state(Inspector.Found found) {
        if (!found.known()) {
            return BlockListing.State.NEW;
        }
        if (found.compiled()) {
            return BlockListing.State.COMPILED;
        }
        return found.block().isOptimised() ? BlockListing.State.OPTIMISED : BlockListing.State.TRANSLATED;
    }

    private List<BlockListing.Instruction> instructions(Inspector.Found found, IrBlock form) {
        BytecodeText bytecode = BytecodeText.of(frontEnd, found.region());
        List<BlockListing.Instruction> instructions = new ArrayList<>();
        for (int i = 0; i < form.length(); i++) {
            int from = form.offsets()[i];
            int to = i + 1 < form.length() ? form.offsets()[i + 1] : found.code().length;
            byte[] code = Arrays.copyOfRange(found.code(), from, to);
            long address = found.block().pc + from;
            List<String> jvm = new ArrayList<>();
            if (i == 0 && found.member() == 0) {
                jvm.addAll(bytecode.entry());
            }
            for (int m = found.member(); m < found.region().size(); m++) {
                if (found.region().member(m) == found.block()) {
                    jvm.addAll(bytecode.of(m, i));
                }
            }
            if (i + 1 == form.length() && found.region().blocks().getLast() == found.block()) {
                jvm.addAll(bytecode.end());
            }
            instructions.add(new BlockListing.Instruction(
                    address, hex(code), frontEnd.disassembly().text(address, code), operations(form, i), jvm));
        }
        return instructions;
    }

    private List<String> operations(IrBlock form, int instruction) {
        return IntStream.range(0, form.size())
                .filter(i -> form.instruction(i) == instruction)
                .mapToObj(i -> ir.operation(form.code(), i * Op.STRIDE))
                .toList();
    }

    private static String hex(byte[] code) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < code.length; i++) {
            text.append(String.format("%02x", code[code.length == WORD ? WORD - 1 - i : i]));
        }
        return text.toString();
    }
}
