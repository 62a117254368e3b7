// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.xenolith.api.bus.Region;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.platform.Machine;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.platform.Platform;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.engine.Tier;
import org.xenolith.platform.arm.boot.AddressRange;
import org.xenolith.platform.arm.boot.ArmGuestMap;
import org.xenolith.platform.arm.boot.BootException;
import org.xenolith.platform.arm.boot.KernelFile;
import org.xenolith.platform.arm.boot.PartialTree;
import org.xenolith.platform.arm.boot.Placement;
import org.xenolith.platform.arm.gic.GicVersion;
import org.xenolith.platform.arm.xen.MagicPages;

/** Builds AArch64 Xen guests. */
@Component(property = Platform.ARCH + "=aarch64")
public final class ArmPlatform implements Platform {
    /** The framework's property that names the cache folder. */
    static final String CACHE = "xenolith.cache";

    /** INTID of the UART [Xen public/arch-arm.h GUEST_VPL011_SPI]. */
    private static final int UART_INTID = 32;

    /** Where the daemons are that a toolstack starts. */
    private static final int DAEMON_DOMAIN = 0;

    private static final long MIB = 1 << 20;
    private static final long LARGEST_FILE = 1L << 30;
    /** A kernel accepts no larger tree [Linux Documentation/arm64/booting.rst]. */
    private static final long LARGEST_TREE = 2 << 20;

    /** A folder for what may be forgotten, if the host has one. */
    private final Optional<Path> cache;

    /** Creates a platform that remembers nothing from one run to the next. */
    public ArmPlatform() {
        this(Optional.empty());
    }

    /** Creates the platform of a host, whose property {@link #CACHE} names a folder for what may be forgotten. */
    @Activate
    public ArmPlatform(BundleContext context) {
        this(Optional.ofNullable(context.getProperty(CACHE)).map(Path::of));
    }

    ArmPlatform(Optional<Path> cache) {
        this.cache = cache;
    }

    @Override
    public Machine build(MachineContext context) throws DomainException {
        DomainConfig config = context.config();
        ArmSettings settings = ArmSettings.of(config.settings());
        check(config, settings);
        try {
            List<AddressRange> banks = ArmGuestMap.banks(config.memory());
            byte[] kernel = KernelFile.unpack(file("kernel", config.kernel(), LARGEST_FILE));
            byte[] ramdisk = config.ramdisk().isPresent()
                    ? file("ramdisk", config.ramdisk().get(), LARGEST_FILE)
                    : new byte[0];
            BootPlan plan = BootPlan.of(config, settings, banks, kernel, ramdisk.length, partialTree(settings));
            for (AddressRange bank : banks) {
                context.memory().populate(bank.base(), bank.size());
            }
            plan.load(context.memory(), kernel, ramdisk);
            long lastFrame = (banks.getLast().end() >>> 12) - 1;
            boolean remember = settings.remember() && settings.tier() == Tier.COMPILED && cache.isPresent();
            Memories memories = remember ? Memories.of(cache.get(), kernel, context::log) : Memories.none();
            ArmMachine machine = new ArmMachine(context, settings, lastFrame, memories);
            addUart(context, settings, machine);
            machine.boot(plan.entry(), plan.deviceTree());
            return machine;
        } catch (BootException e) {
            throw new DomainException(config.kernel() + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new DomainException("memory of " + config.memory() / MIB + " MiB: " + e.getMessage(), e);
        }
    }

    private static void check(DomainConfig config, ArmSettings settings) throws DomainException {
        int most = settings.gic() == GicVersion.V2 ? 8 : 128;
        if (config.vcpus() < 1 || config.vcpus() > most) {
            throw new DomainException(config.vcpus() + " vCPUs with GIC" + settings.gic() + ", allowed: 1 to " + most);
        }
        if (config.memory() <= 0 || config.memory() % MIB != 0) {
            throw new DomainException("memory of " + config.memory() + " bytes, allowed: whole MiB, at least 1");
        }
    }

    private static PartialTree partialTree(ArmSettings settings) throws DomainException {
        if (settings.deviceTree().isEmpty()) {
            return PartialTree.NONE;
        }
        Path file = settings.deviceTree().get();
        try {
            return PartialTree.read(file("device tree", file, LARGEST_TREE));
        } catch (BootException e) {
            throw new DomainException("device tree " + file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] file(String what, Path path, long largest) throws DomainException {
        try {
            long size = Files.size(path);
            if (size > largest) {
                throw new DomainException(what + " " + path + " has " + size + " bytes, allowed: up to " + largest);
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new DomainException(what + " " + path + " cannot be read: " + e, e);
        }
    }

    private static void addUart(MachineContext context, ArmSettings settings, ArmMachine machine)
            throws DomainException {
        if (settings.uart().equals("none")) {
            return;
        }
        Region window = new Region("uart0", ArmGuestMap.UART.base(), ArmGuestMap.UART.size());
        Map<String, String> slot = new HashMap<>();
        slot.put("profile", settings.uartProfile());
        slot.put("wiring", settings.uartEdges() ? "edge" : "level");
        slot.put("vuart.hwdomOnly", "false");
        slot.put("interrupt", String.valueOf(UART_INTID));
        if (settings.uartDaemon()) {
            addRing(context, settings, slot);
        }
        try {
            SlotSpec spec = new SlotSpec("uart0", settings.uart(), List.of(window), slot);
            context.addSlot(spec, machine.interrupts().shared(UART_INTID));
        } catch (DeviceException e) {
            throw new DomainException("slot uart0: " + e.getMessage(), e);
        }
    }

    /** A toolstack allocates the ports of xenstore and of the console before the UART's; nobody binds them here. */
    private static void addRing(MachineContext context, ArmSettings settings, Map<String, String> slot) {
        MagicPages.populate(context.memory());
        if (settings.builder() == Placement.Builder.LIBXL) {
            context.events().allocateUnbound(DAEMON_DOMAIN);
            context.events().allocateUnbound(DAEMON_DOMAIN);
        }
        slot.put("console.ring", "0x" + Long.toHexString(MagicPages.VIRTUAL_UART));
    }
}
