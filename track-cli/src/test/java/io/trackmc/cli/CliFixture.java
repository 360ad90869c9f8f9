package io.trackmc.cli;

import io.trackmc.cli.console.Console;
import io.trackmc.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/**
 * One command run in this process.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
public record CliFixture(int code, String out, String err) {

    public static CliFixture run(String... words) {
        return runWith(InputStream.nullInputStream(), words);
    }

    /** With something on standard input. */
    public static CliFixture runWith(InputStream in, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(in, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), Terminal.NONE, Terminal.NONE);
        int code = Cli.run(console, words);
        return new CliFixture(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The commands with all their options, to look at. */
    public static CommandLine commands() {
        return Cli.commands();
    }

    public List<String> outLines() {
        return out.lines().toList();
    }

    public List<String> errLines() {
        return err.lines().toList();
    }
}
