// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.uart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xenolith.api.console.Console;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceSlot;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.time.TimeMode;
import org.xenolith.core.host.Host;
import org.xenolith.core.host.HostSettings;
import org.xenolith.device.pl011.Pl011Factory;
import org.xenolith.itests.guest.Instructions;
import org.xenolith.platform.arm.machine.ArmPlatform;

/** A domain with a PL011 whose first vCPU the test executes, an instruction at a time. */
final class UartMachine implements AutoCloseable {
    static final long UART = 0x2200_0000L;
    static final long CODE = 0x4400_0000L;
    static final long VECTORS = 0x4410_0000L;

    private static final int IMAGE_BYTES = 64;

    final DeviceFactory factory = new Pl011Factory((String text) -> {});
    final Host host;
    final Domain domain;
    private final Instructions instructions;
    private final Path image;

    UartMachine(Map<String, String> settings, Duration vacancy) throws IOException, DomainException {
        image = image();
        host = new Host(new HostSettings(1_000, 1, vacancy, 10), (level, message, cause) -> {});
        host.addPlatform(new ArmPlatform(), "aarch64", 0, 1);
        host.addFactory(factory, "pl011", 0, 2);
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("profile", "xen");
        domain = host.create(
                new DomainConfig("rows", "aarch64", 128L << 20, 1, image, Optional.empty(), "", TimeMode.WALL, all));
        instructions = new Instructions(domain, CODE, VECTORS);
    }

    /** The smallest arm64 Image: a header whose first instruction branches to itself. */
    private static Path image() throws IOException {
        byte[] header = new byte[IMAGE_BYTES];
        put(header, 0, Instructions.BRANCH_TO_SELF);
        put(header, 16, IMAGE_BYTES);
        put(header, 24, 0xA); // little endian, 4 KiB pages, anywhere
        put(header, 56, 0x644D_5241); // "ARM\x64"
        Path file = Files.createTempFile("xenolith-rows", ".bin");
        Files.write(file, header);
        return file;
    }

    private static void put(byte[] bytes, int offset, int word) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[offset + i] = (byte) (word >>> 8 * i);
        }
    }

    Vcpu vcpu() {
        return domain.vcpus().getFirst();
    }

    DeviceSlot slot() {
        return domain.slot("uart0").orElseThrow();
    }

    Console console() {
        return slot().console();
    }

    /** Executes instructions from {@link #CODE} until the guest branches to itself or its domain ends. */
    void execute(int... words) {
        instructions.execute(words);
    }

    @Override
    public void close() throws IOException {
        host.close();
        Files.deleteIfExists(image);
    }
}
