// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Whole ciphers and digests made of the instructions, against those of the JDK. */
class CryptographyTest {
    private final long[] r = new long[128];

    private static int word(int d, int n, int m) {
        return m << 16 | n << 5 | d;
    }

    private void set(int v, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        r[64 + 2 * v] = in.getLong();
        r[65 + 2 * v] = in.getLong();
    }

    private void set(int v, int... lanes) {
        r[64 + 2 * v] = lanes[0] & 0xFFFFFFFFL | (long) lanes[1] << 32;
        r[65 + 2 * v] = lanes[2] & 0xFFFFFFFFL | (long) lanes[3] << 32;
    }

    private byte[] bytes(int v) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(r[64 + 2 * v])
                .putLong(r[65 + 2 * v])
                .array();
    }

    private int lane(int v, int i) {
        return (int) (r[64 + 2 * v + i / 2] >>> 32 * (i & 1));
    }

    private void copy(int d, int n) {
        r[64 + 2 * d] = r[64 + 2 * n];
        r[65 + 2 * d] = r[65 + 2 * n];
    }

    private void add32(int d, int n, int m) {
        Arithmetic.add(r, 0x4EA08400 | word(d, n, m), 0, 0);
    }

    /** Round keys of AES-128 [FIPS 197 5.2]; the bytes of a word are substituted by AESE on four equal columns. */
    private int[] roundKeys(byte[] key) {
        int[] w = new int[44];
        ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(w, 0, 4);
        int constant = 1;
        for (int i = 4; i < 44; i++) {
            int last = w[i - 1];
            if (i % 4 == 0) {
                set(30, last, last, last, last);
                set(31, 0, 0, 0, 0);
                Aes.aese(r, word(30, 31, 0), 0, 0);
                last = Integer.rotateRight(lane(30, 0), 8) ^ constant;
                constant = constant << 1 ^ (constant >> 7) * 0x11B;
            }
            w[i] = w[i - 4] ^ last;
        }
        return w;
    }

    @Test
    void aesEncryptsAndDecryptsLikeTheJdk() throws GeneralSecurityException {
        Random random = new Random(3);
        for (int run = 0; run < 50; run++) {
            byte[] key = new byte[16];
            byte[] plain = new byte[16];
            random.nextBytes(key);
            random.nextBytes(plain);
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] secret = cipher.doFinal(plain);
            int[] keys = roundKeys(key);
            for (int i = 0; i <= 10; i++) {
                set(10 + i, Arrays.copyOfRange(keys, 4 * i, 4 * i + 4));
            }
            set(0, plain);
            for (int i = 0; i < 10; i++) {
                Aes.aese(r, word(0, 10 + i, 0), 0, 0);
                if (i < 9) {
                    Aes.aesmc(r, word(0, 0, 0), 0, 0);
                }
            }
            Logical.eor(r, 0x6E201C00 | word(0, 0, 20), 0, 0);
            assertArrayEquals(secret, bytes(0));
            for (int i = 10; i > 0; i--) {
                if (i < 10) {
                    Aes.aesimc(r, word(1, 10 + i, 0), 0, 0);
                } else {
                    copy(1, 20);
                }
                Aes.aesd(r, word(0, 1, 0), 0, 0);
                if (i > 1) {
                    Aes.aesimc(r, word(0, 0, 0), 0, 0);
                }
            }
            Logical.eor(r, 0x6E201C00 | word(0, 0, 10), 0, 0);
            assertArrayEquals(plain, bytes(0));
        }
    }

    /** The message as big-endian words, padded [FIPS 180-4 5.1.1]. */
    private static int[] padded(byte[] message) {
        ByteBuffer buffer = ByteBuffer.allocate((message.length + 72) / 64 * 64);
        buffer.put(message).put((byte) 0x80).putLong(buffer.capacity() - 8, 8L * message.length);
        int[] words = new int[buffer.capacity() / 4];
        buffer.rewind().asIntBuffer().get(words);
        return words;
    }

    private static byte[] message(Random random) {
        byte[] message = new byte[random.nextInt(300)];
        random.nextBytes(message);
        return message;
    }

    @Test
    void sha1DigestsLikeTheJdk() throws GeneralSecurityException {
        Random random = new Random(1);
        for (int run = 0; run < 50; run++) {
            byte[] message = message(random);
            int[] words = padded(message);
            set(0, 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476);
            set(1, 0xC3D2E1F0, 0, 0, 0);
            for (int at = 0; at < words.length; at += 16) {
                sha1Block(words, at);
            }
            ByteBuffer digest = ByteBuffer.allocate(20);
            IntStream.range(0, 4).forEach(i -> digest.putInt(lane(0, i)));
            digest.putInt(lane(1, 0));
            assertArrayEquals(MessageDigest.getInstance("SHA-1").digest(message), digest.array());
        }
    }

    /** V0 is a to d, S1 is e, V4 to V7 the schedule. */
    private void sha1Block(int[] words, int at) {
        int[] constants = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
        copy(2, 0);
        copy(3, 1);
        for (int i = 0; i < 4; i++) {
            set(4 + i, Arrays.copyOfRange(words, at + 4 * i, at + 4 * i + 4));
        }
        for (int i = 0; i < 20; i++) {
            int k = constants[i / 5];
            set(9, k, k, k, k);
            add32(8, 4 + i % 4, 9);
            Sha1.sha1h(r, word(10, 0, 0), 0, 0);
            switch (i / 5) {
                case 0 -> Sha1.sha1c(r, word(0, 1, 8), 0, 0);
                case 2 -> Sha1.sha1m(r, word(0, 1, 8), 0, 0);
                default -> Sha1.sha1p(r, word(0, 1, 8), 0, 0);
            }
            copy(1, 10);
            Sha1.sha1su0(r, word(4 + i % 4, 4 + (i + 1) % 4, 4 + (i + 2) % 4), 0, 0);
            Sha1.sha1su1(r, word(4 + i % 4, 4 + (i + 3) % 4, 0), 0, 0);
        }
        add32(0, 0, 2);
        add32(1, 1, 3);
    }

    /** The first 32 bits behind the point of the root of the i-th prime. */
    private static int[] fractions(int count, boolean cubic) {
        return IntStream.iterate(2, n -> n + 1)
                .filter(n -> BigInteger.valueOf(n).isProbablePrime(20))
                .limit(count)
                .map(n -> fraction(n, cubic))
                .toArray();
    }

    private static int fraction(int prime, boolean cubic) {
        BigInteger p = BigInteger.valueOf(prime);
        if (!cubic) {
            return p.shiftLeft(64).sqrt().intValue();
        }
        BigInteger cube = p.shiftLeft(96);
        BigInteger root = BigInteger.ZERO;
        for (int bit = 40; bit >= 0; bit--) {
            BigInteger next = root.setBit(bit);
            root = next.pow(3).compareTo(cube) <= 0 ? next : root;
        }
        return root.intValue();
    }

    @Test
    void sha256DigestsLikeTheJdk() throws GeneralSecurityException {
        Random random = new Random(2);
        int[] constants = fractions(64, true);
        int[] initial = fractions(8, false);
        for (int run = 0; run < 50; run++) {
            byte[] message = message(random);
            int[] words = padded(message);
            set(0, Arrays.copyOfRange(initial, 0, 4));
            set(1, Arrays.copyOfRange(initial, 4, 8));
            for (int at = 0; at < words.length; at += 16) {
                sha256Block(words, at, constants);
            }
            ByteBuffer digest = ByteBuffer.allocate(32);
            IntStream.range(0, 8).forEach(i -> digest.putInt(lane(i / 4, i % 4)));
            assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(message), digest.array());
        }
    }

    /** V0 is a to d, V1 is e to h, V4 to V7 the schedule. */
    private void sha256Block(int[] words, int at, int[] constants) {
        copy(2, 0);
        copy(3, 1);
        for (int i = 0; i < 4; i++) {
            set(4 + i, Arrays.copyOfRange(words, at + 4 * i, at + 4 * i + 4));
        }
        for (int i = 0; i < 16; i++) {
            set(9, Arrays.copyOfRange(constants, 4 * i, 4 * i + 4));
            add32(8, 4 + i % 4, 9);
            copy(10, 0);
            Sha256.sha256h(r, word(0, 1, 8), 0, 0);
            Sha256.sha256h2(r, word(1, 10, 8), 0, 0);
            Sha256.sha256su0(r, word(4 + i % 4, 4 + (i + 1) % 4, 0), 0, 0);
            Sha256.sha256su1(r, word(4 + i % 4, 4 + (i + 2) % 4, 4 + (i + 3) % 4), 0, 0);
        }
        add32(0, 0, 2);
        add32(1, 1, 3);
    }
}
