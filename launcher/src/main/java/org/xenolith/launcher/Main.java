// SPDX-License-Identifier: Apache-2.0
package org.xenolith.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 done, 2 timed out, 3 the guest crashed, 64 bad input, 70 an error of our own. */
@Command(
        name = "xenolith",
        description = "Runs unmodified guests on a hypervisor host that is composed of bundles.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            ShellCommand.class,
            BlockCommand.class,
            org.xenolith.launcher.fetch.FetchCommand.class
        })
public final class Main implements Callable<Integer> {
    /** Exit code: the time limit passed. */
    static final int TIMEOUT = 2;
    /** Exit code: the guest crashed. */
    static final int CRASH = 3;
    /** Exit code: the input cannot be used. */
    static final int BAD_INPUT = 64;
    /** Exit code: an error of the program itself. */
    static final int INTERNAL = 70;

    private Main() {}

    @Override
    public Integer call() {
        CommandLine.usage(this, System.err);
        return BAD_INPUT;
    }

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((e, command, parsed) -> report(e));
        line.setParameterExceptionHandler((e, a) -> {
            System.err.println("xenolith: " + e.getMessage());
            return BAD_INPUT;
        });
        System.exit(line.execute(args));
    }

    private static int report(Exception e) {
        if (e instanceof BadInput) {
            System.err.println("xenolith: " + e.getMessage());
            return BAD_INPUT;
        }
        e.printStackTrace();
        return INTERNAL;
    }
}
