package io.trackmc.cli.ops;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.transport.file.NearestMatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code track explain}: what a word of reports, logs and metrics means; all meanings, where it has several. */
@Command(
        name = "explain", sortOptions = false,
        header = "Says what a reason in reports, logs and metrics means.",
        description = "Says what a word means: why a datagram was dropped, a child refused or gone, a parent lost, a sender waits,"
                + " an authority refuses; an exit code.",
        footer = {"", "Examples:", "  track explain bad_icv", "  track explain too_slow",
            "  track explain            # all of them"})
public final class ExplainCommand implements Task {

    @Parameters(arity = "0..1", paramLabel = "REASON", description = "The word; all of them when it is left out.")
    private @Nullable String reason;

    @Override
    public List<String> fields() {
        return List.of("reason", "explanation", "meanings", "reasons");
    }

    @Override
    public void run(TaskRun run) {
        if (reason == null) {
            explainAll(run);
            return;
        }
        List<Word> found = find(reason);
        run.set("reason", found.getFirst().name())
                .set("explanation", found.stream().map(Word::meaning).distinct().collect(Collectors.joining("; or: ")))
                .set("meanings", found.stream()
                        .map(ExplainCommand::toFields).toList());
        for (Word word : found) {
            run.people().println(word.name() + " (" + word.where() + "): " + word.meaning());
            if (!word.remedy().isEmpty()) {
                run.people().println("    what to do: " + word.remedy());
            }
        }
    }

    private static Map<String, String> toFields(Word word) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("where", word.where());
        fields.put("explanation", word.meaning());
        fields.put("remedy", word.remedy());
        return fields;
    }

    private static void explainAll(TaskRun run) {
        run.set("reasons", Words.all().stream().map(Word::name).distinct().toList());
        String where = "";
        for (Word each : Words.all()) {
            if (!each.where().equals(where)) {
                where = each.where();
                run.people().println(where + ":");
            }
            run.people().printf("  %-20s %s%n", each.name(), each.meaning());
        }
    }

    private static List<Word> find(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT).replaceAll("[- ]", "_");
        List<Word> found = Words.all().stream().filter(word -> word.name().equals(wanted)).toList();
        if (found.isEmpty()) {
            String nearest = NearestMatch.of(wanted, Words.all().stream().map(Word::name).distinct().toList());
            throw TaskException.usage("no reason '" + text + "'" + (nearest == null ? "" : "; nearest: " + nearest)
                    + " ('track explain' lists them all)");
        }
        return found;
    }
}
