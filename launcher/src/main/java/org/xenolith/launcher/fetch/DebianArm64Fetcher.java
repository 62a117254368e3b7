// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Fetches {@link DebianArm64}, with a choice of where from. For one thread; may be used once or many times. */
public final class DebianArm64Fetcher {
    private static final String META_PACKAGE = "linux-image-cloud-arm64";
    private static final Pattern KERNEL_PACKAGE = Pattern.compile("linux-image-[0-9].*-cloud-arm64");
    private static final Pattern KERNEL_FILE = Pattern.compile("boot/vmlinuz-.*");
    private static final Pattern BUSYBOX_FILE = Pattern.compile("(usr/)?bin/busybox");
    private static final int LARGEST_KERNEL = 512 << 20;

    private static final String KERNEL = "vmlinuz";
    private static final String BUSYBOX = "busybox";
    private static final String SHELL = "initrd-shell.cpio";
    private static final String REPORT = "initrd-report.cpio.gz";

    private final Path folder;
    private final Progress progress;
    private Optional<URI> mirror = Optional.empty();
    private String suite = "stable";
    private List<String> aptOptions = List.of();
    private Map<String, String> environment = System.getenv();
    private boolean refresh;

    /** @param cache the folder for everything that is fetched; this keeps to a folder of its own in it */
    public DebianArm64Fetcher(Path cache, Progress progress) {
        this.folder = cache.toAbsolutePath().resolve("debian-arm64");
        this.progress = progress;
    }

    /** Takes the packages from an archive over HTTP instead of by apt. */
    public DebianArm64Fetcher fromMirror(URI archive, String archiveSuite) {
        this.mirror = Optional.of(archive);
        this.suite = archiveSuite;
        return this;
    }

    /** Looks for newer packages even if the cache is whole. */
    public DebianArm64Fetcher refresh(boolean wanted) {
        this.refresh = wanted;
        return this;
    }

    DebianArm64Fetcher aptOptions(List<String> options) {
        this.aptOptions = List.copyOf(options);
        return this;
    }

    DebianArm64Fetcher environment(Map<String, String> variables) {
        this.environment = Map.copyOf(variables);
        return this;
    }

    /**
     * Brings everything into the cache, unless it is there with the right checksums.
     *
     * @throws FetchException if something is not there, or not what its checksum says
     */
    public DebianArm64 fetch() throws IOException, InterruptedException {
        Optional<CacheIndex> index = refresh ? Optional.empty() : CacheIndex.read(folder);
        if (index.isPresent() && isWhole(index.get())) {
            progress.say("cached: Debian kernel " + index.get().version() + " in " + folder);
            return result(index.get().version());
        }
        Files.createDirectories(folder);
        Path work = Files.createTempDirectory(folder, ".work-");
        try {
            CacheIndex made =
                    index.isPresent() && hasPackages(index.get()) ? rebuild(work, index.get()) : download(work);
            progress.say("ready: Debian kernel " + made.version() + " in " + folder);
            return result(made.version());
        } finally {
            delete(work);
        }
    }

    private DebianArm64 result(String version) {
        return new DebianArm64(folder.resolve(KERNEL), folder.resolve(SHELL), folder.resolve(REPORT), version);
    }

    private boolean hasPackages(CacheIndex index) throws IOException {
        return index.holds(folder, KERNEL) && index.holds(folder, BUSYBOX);
    }

    private boolean isWhole(CacheIndex index) throws IOException {
        return index.recipe().equals(Initramfs.recipe())
                && hasPackages(index)
                && index.holds(folder, SHELL)
                && index.holds(folder, REPORT);
    }

    private CacheIndex rebuild(Path work, CacheIndex old) throws IOException {
        progress.say("making the initial file systems again");
        byte[] kernel = Files.readAllBytes(folder.resolve(KERNEL));
        return publish(work, kernel, Files.readAllBytes(folder.resolve(BUSYBOX)), old.version(), old.packages());
    }

    private CacheIndex download(Path work) throws IOException, InterruptedException {
        PackageSource source = source(work);
        progress.say("fetching from " + source.describe());
        DebPackage kernelPackage = source.find(source.find(META_PACKAGE).dependency(KERNEL_PACKAGE));
        DebPackage busyboxPackage = source.find("busybox-static");
        DebArchive.Member kernel = extract(source, kernelPackage, work, KERNEL_FILE);
        DebArchive.Member busybox = extract(source, busyboxPackage, work, BUSYBOX_FILE);
        requireElf(busybox);
        Map<String, String> packages = new LinkedHashMap<>();
        for (DebPackage used : List.of(kernelPackage, busyboxPackage)) {
            packages.put(used.name(), used.version() + " " + used.sha256());
        }
        return publish(work, image(kernel), busybox.content(), kernelPackage.version(), packages);
    }

    private PackageSource source(Path work) throws IOException {
        if (mirror.isPresent()) {
            return new MirrorSource(mirror.get(), suite, progress);
        }
        if (!AptSource.isInstalled(environment)) {
            throw new FetchException("no apt-get on this machine; name a Debian archive with --mirror URL");
        }
        return new AptSource(work.resolve("apt"), aptOptions, progress);
    }

    private DebArchive.Member extract(PackageSource source, DebPackage wanted, Path work, Pattern file)
            throws IOException, InterruptedException {
        progress.say("downloading " + wanted.name() + " " + wanted.version());
        Path deb = source.download(wanted, work.resolve("debs"));
        progress.say("SHA256 " + wanted.sha256() + " is right; unpacking");
        return DebArchive.extract(deb, file);
    }

    /** The kernel as an arm64 image. What is wrapped for EFI stays so: the guest's loader unwraps it. */
    static byte[] image(DebArchive.Member kernel) throws IOException {
        byte[] content = kernel.content();
        if (content.length > 2 && content[0] == 0x1f && content[1] == (byte) 0x8b) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content), 1 << 16)) {
                content = in.readNBytes(LARGEST_KERNEL);
            }
        }
        boolean raw = content.length >= 64
                && ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(0x38) == 0x644d5241;
        boolean zboot =
                content.length >= 64 && new String(content, 0, 8, StandardCharsets.ISO_8859_1).matches("(?s)MZ..zimg");
        if (!raw && !zboot) {
            throw new FetchException(kernel.name() + " is no arm64 kernel; allowed: Image, Image.gz, EFI zboot");
        }
        return content;
    }

    private static void requireElf(DebArchive.Member busybox) throws FetchException {
        ByteBuffer elf = ByteBuffer.wrap(busybox.content()).order(ByteOrder.LITTLE_ENDIAN);
        if (elf.capacity() < 64 || elf.getInt(0) != 0x464c457f || elf.getShort(18) != 183) {
            throw new FetchException(busybox.name() + " is no AArch64 program");
        }
    }

    /** Moves the files into the cache, the index last: a fetch that is cut off leaves no index that lies. */
    private CacheIndex publish(Path work, byte[] kernel, byte[] busybox, String version, Map<String, String> packages)
            throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(KERNEL, kernel);
        files.put(BUSYBOX, busybox);
        files.put(SHELL, Initramfs.SHELL.build(busybox));
        files.put(REPORT, Initramfs.REPORT.build(busybox));
        Map<String, String> sums = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            move(work, file.getKey(), file.getValue());
            sums.put(file.getKey(), Sha256.of(file.getValue()));
        }
        CacheIndex index = new CacheIndex(version, Initramfs.recipe(), sums, packages);
        move(work, CacheIndex.in(folder).getFileName().toString(), index.text().getBytes(StandardCharsets.UTF_8));
        return index;
    }

    private void move(Path work, String name, byte[] content) throws IOException {
        Path written = Files.write(work.resolve(name), content);
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
