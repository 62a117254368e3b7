// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher.fetch;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Debian's kernel for arm64 cloud machines, and a root to go with it.
 *
 * @param kernel an arm64 {@code Image}
 * @param initrd busybox with a shell on the console; prints {@code xenolith: shell ready}
 * @param reportInitrd busybox that prints what the guest sees of its machine, then powers off
 * @param version of the kernel's package, for example {@code 6.1.192-2}
 */
public record DebianArm64(Path kernel, Path initrd, Path reportInitrd, String version) {
    /**
     * Brings everything into a cache folder, unless it is there, and checks it. Safe to call from several processes.
     *
     * @param cache see {@link CacheFolder}
     * @throws FetchException if something is not there, or not what its checksum says
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public static DebianArm64 fetch(Path cache, Progress progress) throws IOException, InterruptedException {
        return new DebianArm64Fetcher(cache, progress).fetch();
    }
}
