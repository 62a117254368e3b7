// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Builds a small initial file system around a static busybox. */
enum Initramfs {
    /** A shell with job control on the console. Not compressed: that saves the guest the unpacking. */
    SHELL("init-shell.sh", false),
    /** Prints what the guest sees of its machine, and powers off. Compressed, as the recorded runs' were. */
    REPORT("init-report.sh", true);

    private final String script;
    private final boolean compressed;

    Initramfs(String script, boolean compressed) {
        this.script = script;
        this.compressed = compressed;
    }

    /** What is built from besides busybox; another value means other file systems. */
    static String recipe() {
        StringBuilder all = new StringBuilder();
        for (String part : List.of("init-shell.sh", "init-report.sh", "shrc.sh", "applets.txt")) {
            all.append(new String(resource(part), StandardCharsets.UTF_8));
        }
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The file system, ready to be a guest's ramdisk. */
    byte[] build(byte[] busybox) throws IOException {
        CpioWriter cpio = new CpioWriter();
        for (String directory : List.of("bin", "dev", "etc", "proc", "root", "run", "sbin", "sys", "tmp")) {
            cpio.directory(directory);
        }
        cpio.characterDevice("dev/console", 0600, 5, 1);
        cpio.characterDevice("dev/null", 0666, 1, 3);
        cpio.file("bin/busybox", 0755, busybox);
        for (String applet : applets()) {
            cpio.link("bin/" + applet, "busybox");
        }
        for (String ending : List.of("poweroff", "reboot", "halt")) {
            cpio.file("bin/" + ending, 0755, forced(ending));
        }
        cpio.file("etc/shrc", 0644, resource("shrc.sh"));
        cpio.file("init", 0755, resource(script));
        byte[] archive = cpio.finish();
        return compressed ? gzip(archive) : archive;
    }

    /** Asked without force, busybox would signal an init that is not there. */
    private static byte[] forced(String command) {
        return ("#!/bin/sh\nsync\nexec /bin/busybox " + command + " -f \"$@\"\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> applets() {
        return new String(resource("applets.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new BestGzip(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] resource(String name) {
        try (InputStream in = Initramfs.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name + " beside " + Initramfs.class.getName());
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
