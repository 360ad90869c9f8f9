package io.trackmc.cli.task;

import io.trackmc.cli.console.Console;
import io.trackmc.cli.console.JsonReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs tasks and turns their ends, good and bad, into output and exit codes; no failure gets past it. */
public final class TaskRunner {

    private final Console console;

    /** With the streams to speak on. */
    public TaskRunner(Console console) {
        this.console = console;
    }

    /**
     * Runs a task.
     *
     * @param name words of the command
     * @param json whether its outcome is one line of JSON
     * @param debug whether a failure shows its stack trace
     * @return exit code
     */
    public int run(String name, Task task, boolean json, boolean debug) {
        JsonReport report = new JsonReport(name, task.fields());
        TaskRun run = new TaskRun(console, report, json);
        try {
            task.run(run);
            say(report, json, true, null);
            return ExitCode.DONE;
        } catch (Throwable failure) {
            // Whatever fails in a thread that is told to stop, fails for that.
            Fault fault = Thread.interrupted() ? Fault.interrupted() : Fault.of(failure);
            complain(name, fault, debug ? failure : null);
            say(report, json, false, fault.line());
            return fault.exitCode();
        }
    }

    /**
     * Says that a command cannot even begin, because its words make no sense.
     *
     * @param fields names of its JSON fields
     */
    public int refuse(String name, List<String> fields, String line, boolean json) {
        complain(name, new Fault(ExitCode.USAGE, line), null);
        say(new JsonReport(name, fields), json, false, line);
        return ExitCode.USAGE;
    }

    private void complain(String name, Fault fault, @Nullable Throwable trace) {
        console.err().println(("track " + name).strip() + ": " + fault.line());
        if (trace != null) {
            trace.printStackTrace(console.err());
        }
    }

    private void say(JsonReport report, boolean json, boolean ok, @Nullable String error) {
        if (json) {
            console.out().println(report.toJson(ok, error));
        }
        console.out().flush();
        console.err().flush();
    }
}
