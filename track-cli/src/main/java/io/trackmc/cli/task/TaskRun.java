package io.trackmc.cli.task;

import io.trackmc.cli.console.Console;
import io.trackmc.cli.console.JsonReport;
import io.trackmc.cli.console.Terminal;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task: where it speaks and what it reports.
 *
 * @param console of the command
 * @param report fields of its outcome
 * @param json whether standard output is for the one line of JSON only
 */
public record TaskRun(Console console, JsonReport report, boolean json) {

    /** Where people's output goes. */
    public PrintStream people() {
        return json ? console.err() : console.out();
    }

    /** Terminal behind {@link #people}. */
    public Terminal peopleTerminal() {
        return json ? console.errTerminal() : console.outTerminal();
    }

    /** Sets a field of the outcome. */
    public TaskRun set(String field, @Nullable Object value) {
        report.set(field, value);
        return this;
    }
}
