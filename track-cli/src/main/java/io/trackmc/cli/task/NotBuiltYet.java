package io.trackmc.cli.task;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command of the contract whose time has not come: takes any words and says so. */
@Command
public final class NotBuiltYet implements Task {

    private final List<String> fields;

    /** Written by picocli, read by nobody: it is here so that no word is refused. */
    @Unmatched
    @SuppressWarnings("unused")
    private List<String> words = new ArrayList<>();

    private NotBuiltYet(List<String> fields) {
        this.fields = fields;
    }

    /**
     * Adds one to a command.
     *
     * @param parent command that it belongs to
     * @param name last word of the command
     * @param description what it will do
     * @param fields names of its JSON fields
     */
    public static void add(CommandLine parent, String name, String description, String... fields) {
        CommandLine command = new CommandLine(new NotBuiltYet(List.of(fields)));
        command.getCommandSpec().usageMessage().header(description + " Not built yet.");
        parent.addSubcommand(name, command);
    }

    @Override
    public List<String> fields() {
        return fields;
    }

    @Override
    public void run(TaskRun run) {
        throw TaskException.usage("not built yet");
    }

    /** The failure of an option that is not built yet. */
    public static TaskException refusal(String option) {
        return TaskException.usage(option + ": not built yet");
    }
}
