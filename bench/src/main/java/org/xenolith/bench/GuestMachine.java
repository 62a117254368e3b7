// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.api.cpu.RunExit;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.time.TimeMode;
import org.xenolith.core.host.Host;
import org.xenolith.core.host.HostSettings;
import org.xenolith.device.pl011.Pl011Factory;
import org.xenolith.platform.arm.machine.ArmPlatform;

/** An AArch64 domain with a PL011 that is never let run: the benchmark's thread executes its vCPU. */
final class GuestMachine implements AutoCloseable {
    /** Guest-physical address of the UART [Xen public/arch-arm.h GUEST_PL011_BASE]. */
    static final long UART = 0x2200_0000L;

    /** Guest-physical address of the code. */
    private static final long CODE = 0x4400_0000L;

    private static final int IMAGE_BYTES = 64;

    private final Path image;
    private final Host host;
    private final Domain domain;
    private final Vcpu vcpu;

    /** Builds the machine. Its MMU is off, so that virtual addresses are physical ones. */
    GuestMachine() {
        try {
            image = image();
            host = new Host(HostSettings.DEFAULT, (level, message, cause) -> {});
            host.addPlatform(new ArmPlatform(), "aarch64", 0, 1);
            host.addFactory(new Pl011Factory((String text) -> {}), "pl011", 0, 2);
            domain = host.create(new DomainConfig(
                    "bench",
                    "aarch64",
                    128L << 20,
                    1,
                    image,
                    Optional.empty(),
                    "",
                    TimeMode.WALL,
                    Map.of("uart", "pl011")));
        } catch (IOException | DomainException e) {
            throw new IllegalStateException("no machine to measure", e);
        }
        vcpu = domain.vcpus().getFirst();
        vcpu.run(1);
    }

    /** The smallest arm64 Image: a header whose first instruction branches to itself. */
    private static Path image() throws IOException {
        byte[] header = new byte[IMAGE_BYTES];
        put(header, 0, 0x1400_0000);
        put(header, 16, IMAGE_BYTES);
        put(header, 24, 0xA); // little endian, 4 KiB pages, anywhere
        put(header, 56, 0x644D_5241); // "ARM\x64"
        Path file = Files.createTempFile("xenolith-bench", ".bin");
        Files.write(file, header);
        return file;
    }

    private static void put(byte[] bytes, int offset, int word) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[offset + i] = (byte) (word >>> 8 * i);
        }
    }

    /** Writes instruction words and makes them what is executed next. */
    void enter(int... words) {
        for (int i = 0; i < words.length; i++) {
            domain.memory().write(CODE + 4L * i, 4, words[i]);
        }
        vcpu.setRegister("pc", CODE);
    }

    /** Sets a general register. */
    void register(String name, long value) {
        vcpu.setRegister(name, value);
    }

    /** Executes so many guest instructions; a guest that stops for another reason is not what was to be measured. */
    long run(int instructions) {
        long before = vcpu.instructions();
        while (vcpu.instructions() - before < instructions) {
            RunExit exit = vcpu.run(instructions - (vcpu.instructions() - before));
            if (exit == RunExit.OFF || exit == RunExit.IDLE) {
                throw new IllegalStateException("the guest stopped: " + exit);
            }
        }
        return vcpu.register("x1");
    }

    /** Opens the domain's bus. */
    MmioPort port() {
        return domain.bus().open(0);
    }

    @Override
    public void close() {
        host.close();
        try {
            Files.deleteIfExists(image);
        } catch (IOException e) {
            throw new IllegalStateException(image + " cannot be deleted", e);
        }
    }
}
