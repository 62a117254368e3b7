// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import java.time.Duration;

/** The shell of Debian's kernel with the fetched root: commands in, answers out. */
final class Shell {
    /** What the root's first process prints when it is done. */
    static final String READY = "xenolith: shell ready";

    private static final String PROMPT = "xenolith:/root# ";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Transcript console;
    private int at;

    private Shell(Transcript console, int at) {
        this.console = console;
        this.at = at;
    }

    /** Waits for the kernel to boot and the shell to ask for a command. */
    static Shell await(Transcript console, Duration limit) throws InterruptedException {
        int ready = console.await(READY, 0, limit);
        Shell shell = new Shell(console, console.await(PROMPT, ready, LIMIT));
        shell.answer("stty cols 500"); // a command that is longer than the terminal is wide is echoed in pieces
        return shell;
    }

    /** Types a command and returns its answer: the lines between the echo and the next prompt. */
    String answer(String command) throws InterruptedException {
        begin(command);
        return end();
    }

    /** Types a command without waiting for its end; returns where in the transcript its answer begins. */
    int begin(String command) throws InterruptedException {
        console.type(command + "\r");
        at = console.await("\n", at, LIMIT);
        return at;
    }

    /** Waits for the prompt; returns what was printed until then. */
    String end() throws InterruptedException {
        return end(LIMIT);
    }

    /** Waits for the prompt; returns what was printed until then. */
    String end(Duration limit) throws InterruptedException {
        int prompt = console.await(PROMPT, at, limit);
        String answer = console.text().substring(at, prompt - PROMPT.length()).replace("\r\n", "\n");
        at = prompt;
        return answer;
    }
}
