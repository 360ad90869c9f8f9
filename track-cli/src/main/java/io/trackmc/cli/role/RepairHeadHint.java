package io.trackmc.cli.role;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code track repair-head} as the other commands see it. The launcher never comes here: it starts a repair head from a class path
 * of its own, which cannot open content. This is for whoever starts this program without the launcher.
 */
@Command(
        name = "repair-head",
        header = "Runs a repair head.",
        description = "Runs a repair head, from a class path of its own that cannot open content.")
public final class RepairHeadHint implements Task {

    @Unmatched
    private List<String> words = new ArrayList<>();

    @Override
    public List<String> fields() {
        return List.of();
    }

    @Override
    public void run(TaskRun run) {
        throw TaskException.usage("runs from a class path of its own, without anything that opens content; start it by"
                + " the launcher: ./track repair-head " + String.join(" ", words));
    }
}
