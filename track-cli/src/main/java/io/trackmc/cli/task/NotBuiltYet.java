package io.trackmc.cli.task;

/** What a command cannot do yet. */
public final class NotBuiltYet {

    private NotBuiltYet() {}

    /** The failure of an option, or of a value of one. */
    public static TaskException refusal(String option) {
        return TaskException.usage(option + ": not built yet");
    }
}
