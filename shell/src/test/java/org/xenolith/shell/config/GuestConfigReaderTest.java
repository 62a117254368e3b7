// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestConfigReaderTest {
    private static final String LEAST = "name='g'\nkernel='Image'\nmemory=256\n";

    private final GuestConfigReader reader = new GuestConfigReader();

    private GuestConfig.Loaded load(String text) {
        try {
            return reader.read(Path.of("guests", "g.cfg"), text);
        } catch (ConfigException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private List<ConfigProblem> problems(String text) {
        return assertThrows(ConfigException.class, () -> reader.read(Path.of("g.cfg"), text))
                .problems();
    }

    @Test
    void fillsInWhatAFileLeavesOut() {
        GuestConfig config = load(LEAST).config();
        assertEquals("g", config.name());
        assertEquals(GuestType.PVH, config.identity().type());
        assertEquals(new Memory(256, 256), config.memory());
        assertEquals(new CpuCount(1, 1), config.cpus());
        assertEquals(new ArmOptions(Vuart.NONE, GicVersion.DEFAULT, Tee.NONE), config.arm());
        assertEquals(
                new Lifecycle(LifecycleAction.DESTROY, LifecycleAction.RESTART, LifecycleAction.DESTROY),
                config.lifecycle());
        assertEquals("", config.boot().commandLine());
        assertEquals(Optional.empty(), config.xenolith().time());
        assertEquals(List.of(), load(LEAST).warnings());
    }

    @Test
    void readsEveryKeyThatItHonours() {
        GuestConfig config =
                load("""
                        name = "linux"; type = "pvh"
                        uuid = "00112233-4455-6677-8899-aabbccddeeff"
                        kernel = "Image"; ramdisk = "/boot/initrd"
                        extra = "console=ttyAMA0"; root = "/dev/xvda"
                        memory = 0x400; maxmem = 2048; vcpus = 2; maxvcpus = "4"
                        vuart = "sbsa_uart"; gic_version = "v3"; tee = "ffa"
                        on_poweroff = "preserve"; on_reboot = "destroy"; on_crash = "restart"
                        xenolith_time = "counted"; xenolith_profile = "xen"
                        xenolith_uart_profile = "mainline-xen"; xenolith_uart_node = "sbsa"; xenolith_builder = "dom0less"
                        xenolith_hypervisor_node = 0; xenolith_xen_release = "4.17"
                        xenolith_uart_wiring = "edge"; xenolith_mmio_decode = "syndrome"; xenolith_xen_quirks = 1
                        xenolith_tier = "compiled"; xenolith_remember = 1; xenolith_code_blocks = 4096
                        """)
                        .config();
        assertEquals(
                "00112233-4455-6677-8899-aabbccddeeff",
                config.identity().uuid().orElseThrow().toString());
        assertEquals(Path.of("guests/Image").toAbsolutePath(), config.boot().kernel());
        assertEquals(Optional.of(Path.of("/boot/initrd")), config.boot().ramdisk());
        assertEquals("root=/dev/xvda console=ttyAMA0", config.boot().commandLine());
        assertEquals(new Memory(1024, 2048), config.memory());
        assertEquals(1L << 30, config.memory().startBytes());
        assertEquals(new CpuCount(2, 4), config.cpus());
        assertEquals(new ArmOptions(Vuart.SBSA_UART, GicVersion.V3, Tee.FFA), config.arm());
        assertEquals(
                new Lifecycle(LifecycleAction.PRESERVE, LifecycleAction.DESTROY, LifecycleAction.RESTART),
                config.lifecycle());
        assertEquals(
                new XenolithOptions(
                        Optional.of(TimeMode.COUNTED),
                        Optional.of(PlatformProfile.XEN),
                        Optional.of(UartProfile.MAINLINE_XEN),
                        Optional.of(UartNode.SBSA),
                        Optional.of(UartWiring.EDGE),
                        Optional.of(TreeBuilder.DOM0LESS),
                        Optional.of(false),
                        Optional.empty(),
                        Optional.of(TierChoice.COMPILED),
                        Optional.of(true),
                        OptionalLong.of(4096),
                        Optional.of(XenRelease.V4_17),
                        Optional.of(MmioDecode.SYNDROME),
                        Optional.of(true)),
                config.xenolith());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "memroy = 3 | g.cfg:4:1: found the unknown key 'memroy'; allowed: did you mean 'memory'?",
                "vcpus = 'two' | g.cfg:4:9: found string \"two\" for 'vcpus'; allowed: a number",
                "vcpus = 0 | g.cfg:4:9: found vcpus = 0; allowed: 1 to 128 vCPUs",
                "vcpus = 129 | g.cfg:4:9: found vcpus = 129; allowed: 1 to 128 vCPUs",
                "maxvcpus=9; gic_version='v2' | "
                        + "g.cfg:4:25: found gic_version = \"v2\" with 9 vCPUs; allowed: at most 8 vCPUs with GICv2, or \"v3\"",
                "vcpus=4; maxvcpus=2 | g.cfg:4:19: found maxvcpus = 2; allowed: at least vcpus, which is 4",
                "maxmem = 255 | g.cfg:4:10: found maxmem = 255; allowed: at least memory, which is 256 MiB",
                "maxmem = 1043457 | g.cfg:4:10: found maxmem = 1043457; allowed: 1 to 1043456 MiB",
                "maxmem = -1 | g.cfg:4:10: found maxmem = -1; allowed: 1 to 1043456 MiB",
                "extra = 5 | g.cfg:4:9: found integer 5 for 'extra'; allowed: a quoted string",
                "extra = [1] | g.cfg:4:9: found a list of 1 for 'extra'; allowed: a quoted string",
                "ramdisk = '' | g.cfg:4:11: found string \"\" for 'ramdisk'; allowed: a quoted file name",
                "ramdisk = '\\0' | g.cfg:4:11: found ramdisk = \"\\x00\"; allowed: a file name; nul character not allowed",
                "vuart = 'pl011' | g.cfg:4:9: found vuart = \"pl011\"; allowed: \"none\", \"sbsa_uart\"",
                "gic_version = 'v4' | g.cfg:4:15: found gic_version = \"v4\"; allowed: \"default\", \"v2\", \"v3\"",
                "tee = 'optee' | g.cfg:4:7: found tee = \"optee\"; allowed: \"none\", \"ffa\"",
                "type = 'hvm' | g.cfg:4:8: found type = \"hvm\"; "
                        + "allowed: \"pvh\" (the default), or \"pv\", which becomes \"pvh\"",
                "uuid = '12' | g.cfg:4:8: found uuid = \"12\"; "
                        + "allowed: 32 hexadecimal digits, plain or as 8-4-4-4-12",
                "on_crash = 'explode' | g.cfg:4:12: found on_crash = \"explode\"; "
                        + "allowed: \"destroy\", \"restart\", \"preserve\"",
                "xenolith_time = 'fast' | g.cfg:4:17: found xenolith_time = \"fast\"; allowed: \"wall\", \"counted\"",
                "xenolith_hypervisor_node = 2 | g.cfg:4:28: found integer 2 for 'xenolith_hypervisor_node'; allowed: 0 or 1",
                "disk = 'a' | g.cfg:4:8: found string \"a\" for 'disk'; allowed: a list in [ ]",
                "name = 'a/b' | g.cfg:4:8: found name = \"a/b\"; "
                        + "allowed: a name that is not blank, without '/' and control characters",
            })
    void saysWhatWasFoundAndWhatIsAllowed(String line, String expected) {
        assertEquals(
                List.of(expected),
                problems(LEAST + line).stream().map(Object::toString).toList());
    }

    @ParameterizedTest
    @Tag("uart-L12")
    @ValueSource(strings = {"32", "33, 0x20", "\"32\"", "\"0x20\", 40"})
    void refusesToPassTheInterruptOfTheUartThrough(String interrupts) {
        String irqs = "irqs = [" + interrupts + "]; vuart = ";
        ConfigProblem problem = problems(LEAST + irqs + "'sbsa_uart'").getFirst();
        assertEquals("interrupt 32 in 'irqs' beside 'vuart'", problem.found());
        assertEquals("any other interrupt, or no 'vuart': it is the UART's", problem.allowed());
        assertEquals(1, load(LEAST + irqs + "'none'").warnings().size());
        assertEquals(
                1,
                load(LEAST + "irqs = [31, 33]; vuart = 'sbsa_uart'").warnings().size());
    }

    @Test
    void refusesNoMemoryAndAbsurdMemory() {
        assertEquals(
                "memory = 0",
                problems("name='g'\nkernel='k'\nmemory=0").getFirst().found());
        assertEquals(
                "1 to 1043456 MiB",
                problems("name='g'\nkernel='k'\nmemory=0x7fffffffffffffff")
                        .getFirst()
                        .allowed());
    }

    @Test
    void namesEveryKeyThatIsMissing() {
        assertEquals(
                List.of("no 'name'", "no 'memory'", "no 'kernel'"),
                problems("vcpus=1").stream().map(ConfigProblem::found).toList());
    }

    @Test
    void reportsAMistypedRequiredKeyOnce() {
        assertEquals(
                List.of("a list of 0 for 'name'", "string \"x\" for 'memory'", "integer 1 for 'kernel'"),
                problems("name=[]\nmemory='x'\nkernel=1").stream()
                        .map(ConfigProblem::found)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cpus = '0-3' | g.cfg:4:1: found 'cpus'; allowed: known to xl, but without effect here",
                "disk = [] | g.cfg:4:1: found 'disk'; allowed: known to xl, but without effect here",
                "type = 'pv' | g.cfg:4:8: found type = \"pv\"; allowed: an Arm guest is of type \"pvh\", and so is this",
                "on_crash = 'coredump-restart' | g.cfg:4:12: found on_crash = \"coredump-restart\"; "
                        + "allowed: \"destroy\", \"restart\", \"preserve\"; taken as \"restart\"",
                "cmdline = 'a'; extra = 'b' | g.cfg:4:24: found 'extra' beside 'cmdline'; allowed: 'cmdline' alone counts",
            })
    void warnsOfWhatHasNoEffect(String line, String expected) {
        String text = load(LEAST + line).warnings().getFirst().toString();
        assertTrue(text.endsWith(expected), text);
        assertEquals(1, load(LEAST + line).warnings().size());
    }

    @Test
    void prefersCmdlineToRootAndExtra() {
        assertEquals(
                "quiet",
                load(LEAST + "extra='x'\nroot='y'\ncmdline='quiet'")
                        .config()
                        .boot()
                        .commandLine());
        assertEquals("root=y", load(LEAST + "root='y'").config().boot().commandLine());
    }

    @Test
    void looksForTheFilesThatAGuestFileNames(@TempDir Path folder) throws IOException, ConfigException {
        Path cfg = Files.writeString(folder.resolve("g.cfg"), LEAST + "ramdisk='rd'\n");
        List<ConfigProblem> missing =
                assertThrows(ConfigException.class, () -> reader.read(cfg)).problems();
        assertEquals(List.of(2, 4), missing.stream().map(ConfigProblem::line).toList());
        Files.createFile(folder.resolve("Image"));
        Files.createFile(folder.resolve("rd"));
        assertEquals(
                folder.resolve("Image").toAbsolutePath(),
                reader.read(cfg).config().boot().kernel());
    }

    @Test
    void saysThatAGuestFileIsNotThere(@TempDir Path folder) {
        ConfigException missing = assertThrows(ConfigException.class, () -> reader.read(folder.resolve("none.cfg")));
        assertEquals("no such file", missing.problems().getFirst().found());
        ConfigException folderItself = assertThrows(ConfigException.class, () -> reader.read(folder));
        assertTrue(folderItself.problems().getFirst().found().contains("cannot be read"));
    }
}
