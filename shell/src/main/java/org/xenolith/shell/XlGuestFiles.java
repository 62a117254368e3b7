// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.GuestFileException;
import org.xenolith.api.hypervisor.GuestFiles;
import org.xenolith.api.time.TimeMode;
import org.xenolith.shell.config.Choice;
import org.xenolith.shell.config.ConfigException;
import org.xenolith.shell.config.ConfigProblem;
import org.xenolith.shell.config.GuestConfig;
import org.xenolith.shell.config.GuestConfigReader;
import org.xenolith.shell.config.GuestType;
import org.xenolith.shell.config.Vuart;
import org.xenolith.shell.config.XenolithOptions;

/** Guest files in the {@code xl.cfg} format, as configurations of domains. */
@Component
public final class XlGuestFiles implements GuestFiles {
    private final GuestConfigReader reader = new GuestConfigReader();

    @Override
    public GuestFile read(Path file) throws GuestFileException {
        try {
            GuestConfig.Loaded loaded = reader.read(file);
            return new GuestFile(domain(loaded.config()), problems(loaded.warnings()));
        } catch (ConfigException e) {
            throw new GuestFileException(problems(e.problems()));
        }
    }

    private static List<Problem> problems(List<ConfigProblem> problems) {
        return problems.stream()
                .map(p -> new Problem(p.file(), p.line(), p.column(), p.found(), p.allowed()))
                .toList();
    }

    private static DomainConfig domain(GuestConfig guest) {
        XenolithOptions own = guest.xenolith();
        TimeMode time = own.time()
                        .filter(t -> t == org.xenolith.shell.config.TimeMode.COUNTED)
                        .isPresent()
                ? TimeMode.COUNTED
                : TimeMode.WALL;
        return new DomainConfig(
                guest.name(),
                guest.identity().type() == GuestType.PVH
                        ? "aarch64"
                        : guest.identity().type().word(),
                guest.memory().startBytes(),
                guest.cpus().online(),
                guest.boot().kernel(),
                guest.boot().ramdisk(),
                guest.boot().commandLine(),
                time,
                settings(guest));
    }

    private static Map<String, String> settings(GuestConfig guest) {
        Map<String, String> settings = new HashMap<>();
        settings.put("uart", guest.arm().vuart() == Vuart.NONE ? "none" : "pl011");
        put(settings, "gic", Optional.of(guest.arm().gicVersion()));
        put(settings, "tee", Optional.of(guest.arm().tee()));
        put(settings, "profile", guest.xenolith().profile());
        put(settings, "uart-profile", guest.xenolith().uartProfile());
        put(settings, "uart-node", guest.xenolith().uartNode());
        put(settings, "uart-wiring", guest.xenolith().uartWiring());
        put(settings, "builder", guest.xenolith().builder());
        put(settings, "cpu", guest.xenolith().cpu());
        put(settings, "tier", guest.xenolith().tier());
        put(settings, "xen-release", guest.xenolith().xenRelease());
        put(settings, "mmio-decode", guest.xenolith().mmioDecode());
        guest.xenolith().xenQuirks().ifPresent(b -> settings.put("xen-quirks", b.toString()));
        guest.boot().deviceTree().ifPresent(tree -> settings.put("device-tree", tree.toString()));
        guest.identity().uuid().ifPresent(uuid -> settings.put("uuid", uuid.toString()));
        guest.xenolith().remember().ifPresent(b -> settings.put("remember", b.toString()));
        guest.xenolith().codeBlocks().ifPresent(n -> settings.put("code-blocks", Long.toString(n)));
        guest.xenolith().hypervisorNode().ifPresent(b -> settings.put("hypervisor-node", b.toString()));
        return settings;
    }

    private static void put(Map<String, String> settings, String name, Optional<? extends Choice> choice) {
        choice.map(Choice::word).filter(word -> !word.equals("default")).ifPresent(word -> settings.put(name, word));
    }
}
