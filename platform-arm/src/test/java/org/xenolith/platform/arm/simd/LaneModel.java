// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** The lane arithmetic once more, one lane after the other in unlimited integers. */
final class LaneModel {
    /** Widths of operands and results: which are twice as wide, and which lanes meet. */
    enum Shape {
        SAME,
        LONG,
        WIDE,
        NARROW,
        PAIRS,
        LONG_PAIRS,
        ACROSS,
        LONG_ACROSS
    }

    /** Where the second operand comes from. */
    enum Source {
        REGISTER,
        ELEMENT,
        LEFT,
        RIGHT
    }

    /** What becomes of a result that does not fit. */
    enum Limit {
        WRAP,
        SIGNED,
        UNSIGNED
    }

    /** A result lane by the exact operands; e is its width. */
    interface Lane {
        BigInteger of(BigInteger n, BigInteger m, BigInteger d, int e);
    }

    record Form(Shape shape, Source source, boolean signed, Limit limit, Lane lane) {}

    private static final BigInteger ONE = BigInteger.ONE;

    private final Map<String, Form> forms = new HashMap<>();
    private boolean saturated;

    LaneModel() {
        LaneForms.fill(this);
    }

    void form(String method, Shape shape, Source source, boolean signed, Limit limit, Lane lane) {
        if (forms.put(method, new Form(shape, source, signed, limit, lane)) != null) {
            throw new IllegalStateException("two forms of " + method);
        }
    }

    boolean knows(String method) {
        return forms.containsKey(method);
    }

    static BigInteger power(int exponent) {
        return ONE.shiftLeft(exponent);
    }

    static BigInteger unsigned(BigInteger x, int e) {
        return x.mod(power(e));
    }

    static BigInteger signed(BigInteger x, int e) {
        return unsigned(x.add(power(e - 1)), e).subtract(power(e - 1));
    }

    /** Floor of x times two to the power of s; rounding halves up. */
    static BigInteger shift(BigInteger x, int s, boolean rounding) {
        return s >= 0 || !rounding ? x.shiftLeft(s) : x.add(power(-s - 1)).shiftRight(-s);
    }

    BigInteger limited(BigInteger x, int e, Limit limit) {
        if (limit == Limit.WRAP) {
            return x;
        }
        BigInteger min = limit == Limit.SIGNED ? power(e - 1).negate() : BigInteger.ZERO;
        BigInteger max = (limit == Limit.SIGNED ? power(e - 1) : power(e)).subtract(ONE);
        BigInteger y = x.max(min).min(max);
        saturated |= !y.equals(x);
        return y;
    }

    /** What the register file must be after the instruction. */
    long[] after(String method, int word, long[] before) {
        Form form = forms.get(method);
        if (form == null) {
            throw new IllegalArgumentException("no form of " + method);
        }
        saturated = false;
        int imm = word >>> 16 & 127;
        boolean byImmediate = form.source == Source.LEFT || form.source == Source.RIGHT;
        int e = byImmediate ? Integer.highestOneBit(imm) : 8 << (word >>> 22 & 3);
        boolean scalar = (word & 1 << 28) != 0;
        boolean q = (word & 1 << 30) != 0 && !scalar;
        BigInteger n = register(before, word >>> 5 & 31);
        BigInteger m = form.source == Source.ELEMENT ? element(before, word, e) : register(before, word >>> 16 & 31);
        BigInteger d = register(before, word & 31);
        int wide = 2 * e;
        int size = scalar ? e : q ? 128 : 64;
        int upper = q ? 64 : 0;
        BigInteger result = BigInteger.ZERO;
        int count = form.shape == Shape.SAME || form.shape == Shape.PAIRS ? size / e : scalar ? 1 : 64 / e;
        for (int i = 0; i < count; i++) {
            BigInteger second = second(form, word, m, i, e, upper);
            BigInteger x;
            int width = e;
            switch (form.shape) {
                case SAME -> x = form.lane.of(lane(form, n, i * e, e), second, lane(form, d, i * e, e), e);
                case LONG -> {
                    width = wide;
                    x = form.lane.of(lane(form, n, upper + i * e, e), second, lane(form, d, i * wide, wide), wide);
                }
                case WIDE -> {
                    width = wide;
                    x = form.lane.of(lane(form, n, i * wide, wide), second, BigInteger.ZERO, wide);
                }
                case NARROW -> x = form.lane.of(lane(form, n, i * wide, wide), second, BigInteger.ZERO, e);
                case PAIRS -> {
                    BigInteger all = unsigned(n, size).add(unsigned(m, size).shiftLeft(size));
                    x = form.lane.of(lane(form, all, i * wide, e), lane(form, all, i * wide + e, e), d, e);
                }
                default -> {
                    return across(form, word, before, n, d, e, size);
                }
            }
            result = result.add(unsigned(limited(x, width, form.limit), width).shiftLeft(i * width));
        }
        if (form.shape == Shape.NARROW && q) {
            result = result.shiftLeft(64).add(unsigned(d, 64));
        }
        return written(before, word, result);
    }

    private long[] across(Form form, int word, long[] before, BigInteger n, BigInteger d, int e, int size) {
        boolean pairs = form.shape == Shape.LONG_PAIRS;
        int width = form.shape == Shape.ACROSS ? e : 2 * e;
        int step = pairs ? 2 : size / e;
        BigInteger result = BigInteger.ZERO;
        for (int i = 0; i < size / e; i += step) {
            BigInteger x = lane(form, n, i * e, e);
            for (int k = 1; k < step; k++) {
                x = form.lane.of(x, lane(form, n, (i + k) * e, e), BigInteger.ZERO, width);
            }
            if (pairs) {
                x = form.lane.of(x, BigInteger.ZERO, lane(form, d, i * e, width), width);
            }
            result = result.add(unsigned(x, width).shiftLeft(i * e));
        }
        return written(before, word, result);
    }

    private static BigInteger second(Form form, int word, BigInteger m, int i, int e, int upper) {
        int imm = word >>> 16 & 127;
        return switch (form.source) {
            case LEFT -> BigInteger.valueOf(imm - e);
            case RIGHT -> BigInteger.valueOf(imm - 2 * e);
            case ELEMENT, REGISTER ->
                switch (form.shape) {
                    case LONG, WIDE -> lane(form, m, upper + i * e, e);
                    case NARROW -> lane(form, m, i * 2 * e, 2 * e);
                    default -> lane(form, m, i * e, e);
                };
        };
    }

    /** The selected element in every lane. */
    private static BigInteger element(long[] r, int word, int e) {
        int h = word >>> 11 & 1;
        int l = word >>> 21 & 1;
        int m = word >>> 20 & 1;
        int index = e == 16 ? 4 * h + 2 * l + m : 2 * h + l;
        BigInteger from = register(r, e == 16 ? word >>> 16 & 15 : word >>> 16 & 31);
        BigInteger value = unsigned(from.shiftRight(index * e), e);
        BigInteger all = BigInteger.ZERO;
        for (int s = 0; s < 128; s += e) {
            all = all.add(value.shiftLeft(s));
        }
        return all;
    }

    private static BigInteger lane(Form form, BigInteger register, int at, int e) {
        BigInteger x = unsigned(register.shiftRight(at), e);
        return form.signed ? signed(x, e) : x;
    }

    private static BigInteger register(long[] r, int number) {
        return unsigned(BigInteger.valueOf(r[65 + 2 * number]), 64)
                .shiftLeft(64)
                .add(unsigned(BigInteger.valueOf(r[64 + 2 * number]), 64));
    }

    private long[] written(long[] before, int word, BigInteger result) {
        long[] r = before.clone();
        int d = 64 + 2 * (word & 31);
        r[d] = result.longValue();
        r[d + 1] = result.shiftRight(64).longValue();
        if (saturated) {
            r[RegisterFiles.FPSR] |= RegisterFiles.QC;
        }
        return r;
    }
}
