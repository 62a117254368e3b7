// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.xenolith.platform.arm.simd.LaneModel.power;
import static org.xenolith.platform.arm.simd.LaneModel.shift;
import static org.xenolith.platform.arm.simd.LaneModel.signed;
import static org.xenolith.platform.arm.simd.LaneModel.unsigned;

import java.math.BigInteger;
import org.xenolith.platform.arm.simd.LaneModel.Lane;
import org.xenolith.platform.arm.simd.LaneModel.Limit;
import org.xenolith.platform.arm.simd.LaneModel.Shape;
import org.xenolith.platform.arm.simd.LaneModel.Source;

/** The meaning of each instruction of lane arithmetic, in unlimited integers [DDI0487 C7.2]. */
final class LaneForms {
    private static final BigInteger ZERO = BigInteger.ZERO;
    private static final BigInteger ONE = BigInteger.ONE;

    private final LaneModel model;

    private LaneForms(LaneModel model) {
        this.model = model;
    }

    static void fill(LaneModel model) {
        LaneForms forms = new LaneForms(model);
        forms.sameWidth();
        forms.comparisons();
        forms.oneOperand();
        forms.saturating();
        forms.shifts();
        forms.longOnes();
        forms.narrowOnes();
        forms.groups();
    }

    private void same(String name, boolean signed, Lane lane) {
        model.form(name, Shape.SAME, Source.REGISTER, signed, Limit.WRAP, lane);
    }

    private void both(String rest, Lane lane) {
        same("s" + rest, true, lane);
        same("u" + rest, false, lane);
    }

    private void sameWidth() {
        same("add", false, (n, m, d, e) -> n.add(m));
        same("sub", false, (n, m, d, e) -> n.subtract(m));
        for (Source source : new Source[] {Source.REGISTER, Source.ELEMENT}) {
            String suffix = source == Source.ELEMENT ? "Element" : "";
            model.form("mul" + suffix, Shape.SAME, source, false, Limit.WRAP, (n, m, d, e) -> n.multiply(m));
            model.form("mla" + suffix, Shape.SAME, source, false, Limit.WRAP, (n, m, d, e) -> d.add(n.multiply(m)));
            model.form(
                    "mls" + suffix, Shape.SAME, source, false, Limit.WRAP, (n, m, d, e) -> d.subtract(n.multiply(m)));
        }
        same("pmul", false, (n, m, d, e) -> carryless(n, m));
        both("hadd", (n, m, d, e) -> n.add(m).shiftRight(1));
        both("rhadd", (n, m, d, e) -> n.add(m).add(ONE).shiftRight(1));
        both("hsub", (n, m, d, e) -> n.subtract(m).shiftRight(1));
        both("max", (n, m, d, e) -> n.max(m));
        both("min", (n, m, d, e) -> n.min(m));
        both("abd", (n, m, d, e) -> n.subtract(m).abs());
        both("aba", (n, m, d, e) -> d.add(n.subtract(m).abs()));
    }

    private static BigInteger carryless(BigInteger n, BigInteger m) {
        BigInteger x = ZERO;
        for (int i = 0; i < m.bitLength(); i++) {
            x = m.testBit(i) ? x.xor(n.shiftLeft(i)) : x;
        }
        return x;
    }

    private static BigInteger truth(boolean holds) {
        return holds ? ONE.negate() : ZERO;
    }

    private void comparisons() {
        same("cmeq", false, (n, m, d, e) -> truth(n.equals(m)));
        same("cmtst", false, (n, m, d, e) -> truth(n.and(m).signum() != 0));
        same("cmgt", true, (n, m, d, e) -> truth(n.compareTo(m) > 0));
        same("cmge", true, (n, m, d, e) -> truth(n.compareTo(m) >= 0));
        same("cmhi", false, (n, m, d, e) -> truth(n.compareTo(m) > 0));
        same("cmhs", false, (n, m, d, e) -> truth(n.compareTo(m) >= 0));
        same("cmeqZero", true, (n, m, d, e) -> truth(n.signum() == 0));
        same("cmgtZero", true, (n, m, d, e) -> truth(n.signum() > 0));
        same("cmgeZero", true, (n, m, d, e) -> truth(n.signum() >= 0));
        same("cmleZero", true, (n, m, d, e) -> truth(n.signum() <= 0));
        same("cmltZero", true, (n, m, d, e) -> truth(n.signum() < 0));
    }

    private void oneOperand() {
        same("abs", true, (n, m, d, e) -> n.abs());
        same("neg", true, (n, m, d, e) -> n.negate());
        same("clz", false, (n, m, d, e) -> BigInteger.valueOf(e - n.bitLength()));
        same("cls", true, (n, m, d, e) -> BigInteger.valueOf(e - 1 - n.bitLength()));
        same("cnt", false, (n, m, d, e) -> BigInteger.valueOf(n.bitCount()));
    }

    private void limitedBoth(String rest, Source source, Lane lane) {
        model.form("sq" + rest, Shape.SAME, source, true, Limit.SIGNED, lane);
        model.form("uq" + rest, Shape.SAME, source, false, Limit.UNSIGNED, lane);
    }

    private void saturating() {
        limitedBoth("add", Source.REGISTER, (n, m, d, e) -> n.add(m));
        limitedBoth("sub", Source.REGISTER, (n, m, d, e) -> n.subtract(m));
        signedLimit("suqadd", Source.REGISTER, (n, m, d, e) -> d.add(unsigned(n, e)));
        model.form("usqadd", Shape.SAME, Source.REGISTER, false, Limit.UNSIGNED, (n, m, d, e) -> d.add(signed(n, e)));
        signedLimit("sqabs", Source.REGISTER, (n, m, d, e) -> n.abs());
        signedLimit("sqneg", Source.REGISTER, (n, m, d, e) -> n.negate());
        Lane high = (n, m, d, e) -> n.multiply(m).shiftLeft(1).shiftRight(e);
        Lane rounded =
                (n, m, d, e) -> n.multiply(m).shiftLeft(1).add(power(e - 1)).shiftRight(e);
        signedLimit("sqdmulh", Source.REGISTER, high);
        signedLimit("sqrdmulh", Source.REGISTER, rounded);
        signedLimit("sqdmulhElement", Source.ELEMENT, high);
        signedLimit("sqrdmulhElement", Source.ELEMENT, rounded);
    }

    private void signedLimit(String name, Source source, Lane lane) {
        model.form(name, Shape.SAME, source, true, Limit.SIGNED, lane);
    }

    private void immediate(String name, boolean signed, Source source, Lane lane) {
        model.form(name, Shape.SAME, source, signed, Limit.WRAP, lane);
    }

    private void shifts() {
        Lane plain = (n, m, d, e) -> shift(n, m.byteValue(), false);
        Lane rounding = (n, m, d, e) -> shift(n, m.byteValue(), true);
        both("shl", plain);
        both("rshl", rounding);
        limitedBoth("shl", Source.REGISTER, plain);
        limitedBoth("rshl", Source.REGISTER, rounding);
        limitedBoth("shlImmediate", Source.LEFT, plain);
        model.form("sqshlu", Shape.SAME, Source.LEFT, true, Limit.UNSIGNED, plain);
        immediate("shl", false, Source.LEFT, plain);
        immediate("sli", false, Source.LEFT, (n, m, d, e) -> shift(n, m.intValue(), false)
                .add(unsigned(d, m.intValue())));
        immediate("sri", false, Source.RIGHT, (n, m, d, e) -> {
            int kept = e + m.intValue();
            return shift(n, m.intValue(), false).add(d.shiftRight(kept).shiftLeft(kept));
        });
        for (boolean signed : new boolean[] {true, false}) {
            String s = signed ? "s" : "u";
            immediate(s + "shr", signed, Source.RIGHT, plain);
            immediate(s + "rshr", signed, Source.RIGHT, rounding);
            immediate(s + "sra", signed, Source.RIGHT, (n, m, d, e) -> d.add(shift(n, m.intValue(), false)));
            immediate(s + "rsra", signed, Source.RIGHT, (n, m, d, e) -> d.add(shift(n, m.intValue(), true)));
            model.form(s + "shll", Shape.LONG, Source.LEFT, signed, Limit.WRAP, plain);
        }
        model.form("shll", Shape.LONG, Source.REGISTER, false, Limit.WRAP, (n, m, d, e) -> n.shiftLeft(e / 2));
    }

    private void longBoth(String rest, Shape shape, Lane lane) {
        model.form("s" + rest, shape, Source.REGISTER, true, Limit.WRAP, lane);
        model.form("u" + rest, shape, Source.REGISTER, false, Limit.WRAP, lane);
    }

    private void longOnes() {
        longBoth("addl", Shape.LONG, (n, m, d, e) -> n.add(m));
        longBoth("subl", Shape.LONG, (n, m, d, e) -> n.subtract(m));
        longBoth("addw", Shape.WIDE, (n, m, d, e) -> n.add(m));
        longBoth("subw", Shape.WIDE, (n, m, d, e) -> n.subtract(m));
        longBoth("abdl", Shape.LONG, (n, m, d, e) -> n.subtract(m).abs());
        longBoth("abal", Shape.LONG, (n, m, d, e) -> d.add(n.subtract(m).abs()));
        for (Source source : new Source[] {Source.REGISTER, Source.ELEMENT}) {
            String suffix = source == Source.ELEMENT ? "Element" : "";
            for (boolean signed : new boolean[] {true, false}) {
                String s = signed ? "s" : "u";
                product(s + "mull" + suffix, source, signed, Limit.WRAP, (n, m, d, e) -> n.multiply(m));
                product(s + "mlal" + suffix, source, signed, Limit.WRAP, (n, m, d, e) -> d.add(n.multiply(m)));
                product(s + "mlsl" + suffix, source, signed, Limit.WRAP, (n, m, d, e) -> d.subtract(n.multiply(m)));
            }
            product("sqdmull" + suffix, source, true, Limit.SIGNED, (n, m, d, e) -> doubled(n, m, e));
            product("sqdmlal" + suffix, source, true, Limit.SIGNED, (n, m, d, e) -> d.add(doubled(n, m, e)));
            product("sqdmlsl" + suffix, source, true, Limit.SIGNED, (n, m, d, e) -> d.subtract(doubled(n, m, e)));
        }
        model.form("pmull8", Shape.LONG, Source.REGISTER, false, Limit.WRAP, (n, m, d, e) -> carryless(n, m));
        model.form("pmull64", Shape.LONG, Source.REGISTER, false, Limit.WRAP, (n, m, d, e) -> carryless(n, m));
    }

    private void product(String name, Source source, boolean signed, Limit limit, Lane lane) {
        model.form(name, Shape.LONG, source, signed, limit, lane);
    }

    /** The product saturates by itself, before it is added. */
    private BigInteger doubled(BigInteger n, BigInteger m, int e) {
        return model.limited(n.multiply(m).shiftLeft(1), e, Limit.SIGNED);
    }

    private void narrow(String name, Source source, boolean signed, Limit limit, Lane lane) {
        model.form(name, Shape.NARROW, source, signed, limit, lane);
    }

    private void narrowOnes() {
        Source two = Source.REGISTER;
        narrow("addhn", two, false, Limit.WRAP, (n, m, d, e) -> n.add(m).shiftRight(e));
        narrow("subhn", two, false, Limit.WRAP, (n, m, d, e) -> n.subtract(m).shiftRight(e));
        narrow("raddhn", two, false, Limit.WRAP, (n, m, d, e) -> shift(n.add(m), -e, true));
        narrow("rsubhn", two, false, Limit.WRAP, (n, m, d, e) -> shift(n.subtract(m), -e, true));
        narrow("xtn", two, false, Limit.WRAP, (n, m, d, e) -> n);
        narrow("sqxtn", two, true, Limit.SIGNED, (n, m, d, e) -> n);
        narrow("uqxtn", two, false, Limit.UNSIGNED, (n, m, d, e) -> n);
        narrow("sqxtun", two, true, Limit.UNSIGNED, (n, m, d, e) -> n);
        for (boolean rounding : new boolean[] {false, true}) {
            String r = rounding ? "r" : "";
            Lane lane = (n, m, d, e) -> shift(n, m.intValue(), rounding);
            narrow(r + "shrn", Source.RIGHT, false, Limit.WRAP, lane);
            narrow("sq" + r + "shrn", Source.RIGHT, true, Limit.SIGNED, lane);
            narrow("uq" + r + "shrn", Source.RIGHT, false, Limit.UNSIGNED, lane);
            narrow("sq" + r + "shrun", Source.RIGHT, true, Limit.UNSIGNED, lane);
        }
    }

    private void groups() {
        model.form("addp", Shape.PAIRS, Source.REGISTER, false, Limit.WRAP, (n, m, d, e) -> n.add(m));
        model.form("addv", Shape.ACROSS, Source.REGISTER, false, Limit.WRAP, (n, m, d, e) -> n.add(m));
        Lane sum = (n, m, d, e) -> n.add(m);
        // Called twice: for the two lanes, and then with no second lane for the accumulator.
        Lane accumulate = (n, m, d, e) -> n.add(m).add(d);
        for (boolean signed : new boolean[] {true, false}) {
            String s = signed ? "s" : "u";
            group(s + "maxp", Shape.PAIRS, signed, (n, m, d, e) -> n.max(m));
            group(s + "minp", Shape.PAIRS, signed, (n, m, d, e) -> n.min(m));
            group(s + "maxv", Shape.ACROSS, signed, (n, m, d, e) -> n.max(m));
            group(s + "minv", Shape.ACROSS, signed, (n, m, d, e) -> n.min(m));
            group(s + "addlv", Shape.LONG_ACROSS, signed, sum);
            group(s + "addlp", Shape.LONG_PAIRS, signed, sum);
            group(s + "adalp", Shape.LONG_PAIRS, signed, accumulate);
        }
    }

    private void group(String name, Shape shape, boolean signed, Lane lane) {
        model.form(name, shape, Source.REGISTER, signed, Limit.WRAP, lane);
    }
}
