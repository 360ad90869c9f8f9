package io.trackmc.cli.console;

import java.io.PrintStream;

/**
 * Standard output and standard error of one command.
 *
 * @param out standard output
 * @param err standard error
 * @param outTerminal terminal behind {@code out}
 * @param errTerminal terminal behind {@code err}
 */
public record Console(PrintStream out, PrintStream err, Terminal outTerminal, Terminal errTerminal) {

    /** Those of this process. */
    public static Console ofProcess() {
        return new Console(System.out, System.err, Terminal.of("out", System.getProperties(), System.getenv()),
                Terminal.of("err", System.getProperties(), System.getenv()));
    }

    /** Two streams that are no terminals. */
    public static Console plain(PrintStream out, PrintStream err) {
        return new Console(out, err, Terminal.NONE, Terminal.NONE);
    }
}
