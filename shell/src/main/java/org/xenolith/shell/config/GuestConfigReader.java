// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Reads a guest file and checks it against the table of keys. Everything that is wrong is reported at once, with file,
 * line and column [xl.cfg(5)].
 */
public final class GuestConfigReader {
    private static final long LARGEST_FILE = 1 << 20;

    private final XlKeys keys;

    public GuestConfigReader() {
        this.keys = XlKeys.load();
    }

    /**
     * Reads a guest file. The files that it names are looked for.
     *
     * @throws ConfigException if the file, or a file that it names, cannot be read, or anything in it is wrong
     */
    public GuestConfig.Loaded read(Path file) throws ConfigException {
        GuestConfig.Loaded loaded;
        CfgFile cfg = CfgParser.parse(file, text(file));
        SettingReader reader = new SettingReader(cfg);
        loaded = check(cfg, reader);
        BootFiles boot = loaded.config().boot();
        requireFile(reader, "kernel", boot.kernel());
        boot.ramdisk().ifPresent(ramdisk -> requireFile(reader, "ramdisk", ramdisk));
        boot.deviceTree().ifPresent(tree -> requireFile(reader, "device_tree", tree));
        throwIfWrong(reader);
        return loaded;
    }

    /**
     * Checks the text of a guest file without looking at any file.
     *
     * @param file what the text is called in messages; relative paths begin at its folder
     * @throws ConfigException if anything in it is wrong
     */
    public GuestConfig.Loaded read(Path file, String text) throws ConfigException {
        CfgFile cfg = CfgParser.parse(file, text);
        return check(cfg, new SettingReader(cfg));
    }

    private static String text(Path file) throws ConfigException {
        try {
            long size = Files.size(file);
            if (size > LARGEST_FILE) {
                throw unreadable(file, size + " bytes", "a guest file of at most " + LARGEST_FILE + " bytes");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "no such file", "a guest file in the syntax of xl.cfg");
        } catch (IOException unreadable) {
            throw unreadable(file, "a file that cannot be read (" + unreadable + ")", "a readable guest file");
        }
    }

    private static ConfigException unreadable(Path file, String found, String allowed) {
        return new ConfigException(List.of(ConfigProblem.at(file, Position.START, found, allowed)));
    }

    private static void requireFile(SettingReader reader, String key, Path path) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            reader.error(reader.place(key), key + " " + path + ", which is not there", "a readable file");
        }
    }

    private GuestConfig.Loaded check(CfgFile file, SettingReader reader) throws ConfigException {
        for (CfgSetting setting : file.settings()) {
            checkKey(setting, reader);
        }
        Optional<GuestConfig.Identity> identity = identity(reader);
        Optional<Memory> memory = memory(reader);
        Optional<CpuCount> cpus = cpus(reader);
        ArmOptions arm = arm(reader, cpus);
        Lifecycle lifecycle = new Lifecycle(
                action(reader, "on_poweroff", LifecycleAction.DESTROY),
                action(reader, "on_reboot", LifecycleAction.RESTART),
                action(reader, "on_crash", LifecycleAction.DESTROY));
        XenolithOptions options = new XenolithOptions(
                reader.choice("xenolith_time", TimeMode.values()),
                reader.choice("xenolith_profile", PlatformProfile.values()),
                reader.choice("xenolith_uart_profile", UartProfile.values()),
                reader.choice("xenolith_uart_node", UartNode.values()),
                reader.choice("xenolith_uart_wiring", UartWiring.values()),
                reader.choice("xenolith_builder", TreeBuilder.values()),
                reader.flag("xenolith_hypervisor_node"),
                reader.choice("xenolith_cpu", CpuChoice.values()),
                reader.choice("xenolith_tier", TierChoice.values()),
                reader.flag("xenolith_remember"),
                reader.number("xenolith_code_blocks", 64, 1 << 24, "blocks"),
                reader.choice("xenolith_xen_release", XenRelease.values()),
                reader.choice("xenolith_mmio_decode", MmioDecode.values()),
                reader.flag("xenolith_xen_quirks"));
        Optional<BootFiles> boot = boot(file, reader);
        throwIfWrong(reader);
        GuestConfig config = new GuestConfig(
                identity.orElseThrow(),
                boot.orElseThrow(),
                memory.orElseThrow(),
                cpus.orElseThrow(),
                arm,
                lifecycle,
                options);
        reader.warnings().sort(IN_ORDER);
        return new GuestConfig.Loaded(config, reader.warnings());
    }

    private static final Comparator<ConfigProblem> IN_ORDER =
            Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column);

    private static void throwIfWrong(SettingReader reader) throws ConfigException {
        if (!reader.errors().isEmpty()) {
            reader.errors().sort(IN_ORDER);
            throw new ConfigException(reader.errors());
        }
    }

    private void checkKey(CfgSetting setting, SettingReader reader) {
        Optional<XlKey> known = keys.find(setting.key());
        if (known.isEmpty()) {
            String nearest = keys.nearest(setting.key())
                    .map(key -> "did you mean '" + key.name() + "'?")
                    .orElse("the keys of xl.cfg, and xenolith_*");
            reader.error(setting.at(), "the unknown key '" + Printable.of(setting.key()) + "'", nearest);
            return;
        }
        XlKey key = known.get();
        if (!key.accepts(setting.value())) {
            reader.error(setting.value().at(), setting.value().describe() + " for '" + key.name() + "'", key.allowed());
        } else if (key.fate() == XlKey.Fate.IGNORED) {
            reader.warn(setting.at(), "'" + key.name() + "'", "known to xl, but without effect here");
        }
    }

    private static Optional<GuestConfig.Identity> identity(SettingReader reader) {
        Optional<String> name = reader.string("name");
        if (name.isEmpty()) {
            requireKey(reader, "name", "name = \"...\"");
        } else if (name.get().isBlank()
                || name.get().indexOf('/') >= 0
                || name.get().chars().anyMatch(Character::isISOControl)) {
            reader.error(
                    reader.place("name"),
                    "name = \"" + Printable.of(name.get()) + '"',
                    "a name that is not blank, without '/' and control characters");
            name = Optional.empty();
        }
        Optional<UUID> uuid = reader.string("uuid").flatMap(text -> uuid(reader, text));
        checkType(reader);
        return name.map(text -> new GuestConfig.Identity(text, GuestType.PVH, uuid));
    }

    /** Reports that a key is missing, unless it is there with a value that was reported already. */
    private static void requireKey(SettingReader reader, String key, String example) {
        if (reader.errors().stream().noneMatch(problem -> problem.found().endsWith(" for '" + key + "'"))) {
            reader.error(Position.START, "no '" + key + "'", example);
        }
    }

    private static Optional<UUID> uuid(SettingReader reader, String text) {
        if (text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return Optional.of(UUID.fromString(text));
        }
        if (text.matches("[0-9a-fA-F]{32}")) {
            return Optional.of(
                    new UUID(Long.parseUnsignedLong(text, 0, 16, 16), Long.parseUnsignedLong(text, 16, 32, 16)));
        }
        reader.error(
                reader.place("uuid"),
                "uuid = \"" + Printable.of(text) + '"',
                "32 hexadecimal digits, plain or as 8-4-4-4-12");
        return Optional.empty();
    }

    /** On Arm libxl turns PV into PVH; there are no HVM guests [Xen tools, libxl_arm]. */
    private static void checkType(SettingReader reader) {
        checkTypeWord(reader, "type", "pv", "pvh");
        checkTypeWord(reader, "builder", "generic", "pvh");
    }

    private static void checkTypeWord(SettingReader reader, String key, String pv, String pvh) {
        reader.string(key).ifPresent(word -> {
            if (word.equals(pv)) {
                reader.warn(
                        reader.place(key), key + " = \"" + pv + '"', "an Arm guest is of type \"pvh\", and so is this");
            } else if (!word.equals(pvh)) {
                reader.error(
                        reader.place(key),
                        key + " = \"" + Printable.of(word) + '"',
                        '"' + pvh + "\" (the default), or \"" + pv + "\", which becomes \"pvh\"");
            }
        });
    }

    private static Optional<Memory> memory(SettingReader reader) {
        int before = reader.errors().size();
        OptionalLong start = reader.number("memory", 1, Memory.MOST_MIB, "MiB");
        OptionalLong most = reader.number("maxmem", 1, Memory.MOST_MIB, "MiB");
        if (start.isEmpty() && most.isEmpty()) {
            if (reader.errors().size() == before) {
                requireKey(reader, "memory", "memory = MiB, 1 to " + Memory.MOST_MIB);
            }
            return Optional.empty();
        }
        long startMiB = start.orElseGet(most::getAsLong);
        long maxMiB = most.orElse(startMiB);
        if (startMiB > maxMiB) {
            reader.error(
                    reader.place("maxmem"), "maxmem = " + maxMiB, "at least memory, which is " + startMiB + " MiB");
            return Optional.empty();
        }
        return Optional.of(new Memory(startMiB, maxMiB));
    }

    private static Optional<CpuCount> cpus(SettingReader reader) {
        OptionalLong online = reader.number("vcpus", 1, CpuCount.MOST, "vCPUs");
        OptionalLong most = reader.number("maxvcpus", 1, CpuCount.MOST, "vCPUs");
        long onlineCount = online.orElse(most.orElse(1));
        long mostCount = most.orElse(onlineCount);
        if (onlineCount > mostCount) {
            reader.error(
                    reader.place("maxvcpus"), "maxvcpus = " + mostCount, "at least vcpus, which is " + onlineCount);
            return Optional.empty();
        }
        return Optional.of(new CpuCount((int) onlineCount, (int) mostCount));
    }

    private static ArmOptions arm(SettingReader reader, Optional<CpuCount> cpus) {
        GicVersion gic = reader.choice("gic_version", GicVersion.values()).orElse(GicVersion.DEFAULT);
        int most = cpus.map(CpuCount::most).orElse(1);
        if (gic == GicVersion.V2 && most > CpuCount.MOST_GICV2) {
            reader.error(
                    reader.place("gic_version"),
                    "gic_version = \"v2\" with " + most + " vCPUs",
                    "at most " + CpuCount.MOST_GICV2 + " vCPUs with GICv2, or \"v3\"");
        }
        Vuart vuart = reader.choice("vuart", Vuart.values()).orElse(Vuart.NONE);
        if (vuart != Vuart.NONE) {
            checkInterrupts(reader);
        }
        return new ArmOptions(vuart, gic, reader.choice("tee", Tee.values()).orElse(Tee.NONE));
    }

    /** The UART's interrupt cannot be a physical one that is passed through [xl.cfg(5), irqs]. */
    private static void checkInterrupts(SettingReader reader) {
        for (CfgValue value : reader.items("irqs")) {
            OptionalLong number = SettingReader.number(value);
            if (number.isPresent() && number.getAsLong() == Vuart.INTERRUPT) {
                reader.error(
                        value.at(),
                        "interrupt " + Vuart.INTERRUPT + " in 'irqs' beside 'vuart'",
                        "any other interrupt, or no 'vuart': it is the UART's");
            }
        }
    }

    /** The action of a key. Actions of xl that only a full toolstack can do become their nearest kin, with a warning. */
    private static LifecycleAction action(SettingReader reader, String key, LifecycleAction byDefault) {
        String word = reader.string(key).orElse(byDefault.word());
        Optional<LifecycleAction> kin =
                switch (word) {
                    case "rename-restart", "coredump-restart" -> Optional.of(LifecycleAction.RESTART);
                    case "coredump-destroy", "soft-reset" -> Optional.of(LifecycleAction.DESTROY);
                    default -> Optional.empty();
                };
        if (kin.isPresent()) {
            reader.warn(
                    reader.place(key),
                    key + " = \"" + word + '"',
                    SettingReader.words(LifecycleAction.values()) + "; taken as \""
                            + kin.get().word() + '"');
            return kin.get();
        }
        return reader.choice(key, LifecycleAction.values()).orElse(byDefault);
    }

    private static Optional<BootFiles> boot(CfgFile file, SettingReader reader) {
        Optional<Path> kernel = reader.path("kernel");
        if (file.find("kernel").isEmpty()) {
            reader.error(Position.START, "no 'kernel'", "kernel = \"FILE\"");
        }
        Optional<Path> ramdisk = reader.path("ramdisk");
        Optional<Path> deviceTree = reader.path("device_tree");
        String commandLine = commandLine(reader);
        return kernel.map(path -> new BootFiles(path, ramdisk, commandLine, deviceTree));
    }

    /** The whole command line: {@code cmdline} alone, or {@code root} and {@code extra} together [xl.cfg(5)]. */
    private static String commandLine(SettingReader reader) {
        Optional<String> whole = reader.string("cmdline");
        Optional<String> root = reader.string("root").filter(text -> !text.isEmpty());
        Optional<String> extra = reader.string("extra");
        if (whole.isEmpty()) {
            return root.map(text ->
                            "root=" + text + extra.map(more -> " " + more).orElse(""))
                    .orElse(extra.orElse(""));
        }
        for (String unused : List.of("root", "extra")) {
            if (reader.string(unused).isPresent()) {
                reader.warn(reader.place(unused), "'" + unused + "' beside 'cmdline'", "'cmdline' alone counts");
            }
        }
        return whole.get();
    }
}
