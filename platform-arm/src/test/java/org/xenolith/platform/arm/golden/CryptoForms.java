// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

import java.util.List;

/** The cryptographic extension. */
final class CryptoForms {
    private CryptoForms() {}

    static List<Form> all() {
        FormBook book = new FormBook().with(Profile.INTEGER, 8, 3);
        for (String op : List.of("aese", "aesd", "aesmc", "aesimc")) {
            book.add(op, op + " v<d>.16b, v<n>.16b");
        }
        for (String op : List.of("sha1c", "sha1p", "sha1m")) {
            book.add(op, op + " q<d>, s<n>, v<m>.4s");
        }
        book.add("sha1h", "sha1h s<d>, s<n>");
        for (String op : List.of("sha1su0", "sha256su1")) {
            book.add(op, op + " v<d>.4s, v<n>.4s, v<m>.4s");
        }
        for (String op : List.of("sha1su1", "sha256su0")) {
            book.add(op, op + " v<d>.4s, v<n>.4s");
        }
        for (String op : List.of("sha256h", "sha256h2")) {
            book.add(op, op + " q<d>, q<n>, v<m>.4s");
        }
        book.add("pmull.1q", "pmull v<d>.1q, v<n>.1d, v<m>.1d").add("pmull2.1q", "pmull2 v<d>.1q, v<n>.2d, v<m>.2d");
        return book.forms();
    }
}
