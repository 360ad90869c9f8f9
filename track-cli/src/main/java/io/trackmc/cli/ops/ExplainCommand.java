package io.trackmc.cli.ops;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.transport.file.NearestMatch;
import io.trackmc.proto.event.DropReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code track explain}: what a reason for a dropped datagram means. */
@Command(
        name = "explain", sortOptions = false,
        header = "Says what a reason for dropped datagrams means.",
        description = "Says what a reason for dropped datagrams means, as it stands in reports and metrics.",
        footer = {"", "Examples:", "  track explain bad_icv", "  track explain            # all of them"})
public final class ExplainCommand implements Task {

    @Parameters(arity = "0..1", paramLabel = "REASON", description = "The reason; all of them when it is left out.")
    private @Nullable String reason;

    @Override
    public List<String> fields() {
        return List.of("reason", "explanation", "reasons");
    }

    @Override
    public void run(TaskRun run) {
        if (reason == null) {
            explainAll(run);
            return;
        }
        DropReason found = find(reason);
        run.set("reason", name(found)).set("explanation", found.explanation());
        run.people().println(name(found) + ": " + found.explanation());
    }

    private static void explainAll(TaskRun run) {
        run.set("reasons", Arrays.stream(DropReason.values()).map(ExplainCommand::name).toList());
        for (DropReason each : DropReason.values()) {
            run.people().printf("%-20s %s%n", name(each), each.explanation());
        }
    }

    private static DropReason find(String text) {
        String wanted = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> names = Arrays.stream(DropReason.values()).map(Enum::name).toList();
        if (!names.contains(wanted)) {
            String nearest = NearestMatch.of(wanted, names);
            String hint = nearest == null ? "" : "; nearest: " + nearest.toLowerCase(Locale.ROOT);
            throw TaskException.usage("no reason '" + text + "'" + hint + " ('track explain' lists them all)");
        }
        return DropReason.valueOf(wanted);
    }

    private static String name(DropReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
