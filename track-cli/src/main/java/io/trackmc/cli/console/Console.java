package io.trackmc.cli.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;

/**
 * Standard input, output and error of one command.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param outTerminal terminal behind {@code out}
 * @param errTerminal terminal behind {@code err}
 */
public record Console(
        InputStream in, PrintStream out, PrintStream err, Terminal outTerminal, Terminal errTerminal) {

    /** Those of this process. */
    public static Console ofProcess() {
        return new Console(interruptibleInput(), System.out, System.err,
                Terminal.of("out", System.getProperties(), System.getenv()),
                Terminal.of("err", System.getProperties(), System.getenv()));
    }

    /** A thread that waits for {@code System.in} cannot be interrupted; one that waits for its channel can. */
    @SuppressWarnings("resource") // standard input stays open as long as the process
    private static InputStream interruptibleInput() {
        return Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel());
    }

    /** Streams that are no terminals, and nothing to read. */
    public static Console plain(PrintStream out, PrintStream err) {
        return new Console(InputStream.nullInputStream(), out, err, Terminal.NONE, Terminal.NONE);
    }
}
