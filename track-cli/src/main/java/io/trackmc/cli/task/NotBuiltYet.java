package io.trackmc.cli.task;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command of the contract whose time has not come: takes any words and says so. */
@Command
public final class NotBuiltYet implements Task {

    private final String name;

    /** Written by picocli, read by nobody: it is here so that no word is refused. */
    @Unmatched
    @SuppressWarnings("unused")
    private List<String> words = new ArrayList<>();

    private NotBuiltYet(String name) {
        this.name = name;
    }

    /**
     * Adds one to a command.
     *
     * @param parent command that it belongs to
     * @param name last word of the command
     * @param description what it will do
     */
    public static void add(CommandLine parent, String name, String description) {
        String qualified = parent.getParent() == null ? name : parent.getCommandName() + " " + name;
        CommandLine command = new CommandLine(new NotBuiltYet(qualified));
        command.getCommandSpec().usageMessage().header(description + " Not built yet.");
        parent.addSubcommand(name, command);
    }

    @Override
    public List<String> fields() {
        return List.of();
    }

    @Override
    public void run(TaskRun run) {
        throw refusal(name);
    }

    /** The failure of a command or option that is not built yet. */
    public static TaskException refusal(String what) {
        return TaskException.usage(what + ": not built yet");
    }
}
