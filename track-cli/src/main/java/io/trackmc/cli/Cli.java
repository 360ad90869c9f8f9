package io.trackmc.cli;

import io.trackmc.cli.console.Console;
import io.trackmc.cli.task.ExitCode;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRunner;
import io.trackmc.cli.unit.Numbers;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/** The command line as a function: words in, output and an exit code out. */
public final class Cli {

    private final Console console;
    private final TaskRunner runner;
    private final TrackCommand root = new TrackCommand();
    private final CommandLine commandLine = new CommandLine(root);

    private Cli(Console console) {
        this.console = console;
        this.runner = new TaskRunner(console);
        commandLine.setOut(new PrintWriter(console.out(), true, console.out().charset()))
                .setErr(new PrintWriter(console.err(), true, console.err().charset()))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(console.outTerminal().colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.max(60, console.outTerminal().columns()))
                .setExecutionStrategy(this::execute)
                .setParameterExceptionHandler(this::refuse);
        Numbers.register(commandLine);
    }

    /** Runs one command and returns its exit code; never throws. */
    public static int run(Console console, String... words) {
        int code = new Cli(console).commandLine.execute(words);
        if (code == ExitCode.DONE && console.out().checkError()) {
            console.err().println("track: standard output cannot be written");
            return ExitCode.FAILED;
        }
        return code;
    }

    /** All commands, for tests of the help. */
    static CommandLine commands() {
        return new Cli(Console.ofProcess()).commandLine;
    }

    private int execute(ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        CommandSpec spec = deepest(parsed).commandSpec();
        if (spec.userObject() instanceof Task task) {
            return runner.run(name(spec), task, root.json(), root.debug());
        }
        throw new ParameterException(spec.commandLine(), "a command is missing; '" + spec.qualifiedName()
                + " --help' lists them");
    }

    private static ParseResult deepest(ParseResult parsed) {
        return parsed.hasSubcommand() ? deepest(parsed.subcommand()) : parsed;
    }

    /** The words of a command without the first, which is always {@code track}. */
    private static String name(CommandSpec spec) {
        String qualified = spec.qualifiedName();
        int space = qualified.indexOf(' ');
        return space < 0 ? "" : qualified.substring(space + 1);
    }

    private int refuse(ParameterException wrong, String[] words) {
        CommandSpec spec = wrong.getCommandLine().getCommandSpec();
        boolean json = Arrays.stream(words).takeWhile(word -> !word.equals("--")).anyMatch("--json"::equals);
        List<String> fields = spec.userObject() instanceof Task task ? task.fields() : List.of();
        String line = Fault.text(wrong).replace("option option", "option"); // picocli's words for an option of keys
        int code = runner.refuse(name(spec), fields, line + suggestion(wrong), json);
        if (words.length == 0) {
            wrong.getCommandLine().usage(console.err());
        }
        return code;
    }

    private static String suggestion(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> nearest = unmatched.getSuggestions();
            if (!nearest.isEmpty()) {
                return " (nearest: " + String.join(", ", nearest) + ")";
            }
        }
        return "";
    }

}
