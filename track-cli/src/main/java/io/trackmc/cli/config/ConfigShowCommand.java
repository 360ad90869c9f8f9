package io.trackmc.cli.config;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.transport.conf.EffectiveConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track config show}: what a node or authority goes by, key by key. */
@Command(
        name = "show", sortOptions = false,
        header = "Shows the value of every key, and where it comes from.",
        description = "Shows what a node, an appliance or an authority goes by with a configuration file: the value of every key, and whether it comes from the file (with its line), from the command line, or is the default. Files with secrets are named and not opened.",
        footerHeading = "%nExamples:%n",
        footer = {"  track config show --config d/rh-1.conf",
            "  track config show --config d/rh-1.conf -Drate.repair=200m --json"})
public final class ConfigShowCommand implements Task {

    private static final String DEFAULT = "default";

    @Option(names = "--config", required = true, paramLabel = "F",
            description = "Configuration of a node, an appliance or an authority, HOCON.")
    private Path config = Path.of("");

    @Option(names = "-D", paramLabel = "key=value",
            description = "A key of the configuration; comes before the one in the file. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    public List<String> fields() {
        return List.of("values");
    }

    @Override
    public void run(TaskRun run) {
        EffectiveConfig effective = FileKind.read(config, overrides).effective();
        run.set("values", effective.values().stream().map(ConfigShowCommand::json).toList());
        if (!run.json()) {
            print(effective, run.people());
        }
    }

    private static void print(EffectiveConfig effective, PrintStream out) {
        int width = effective.values().stream().mapToInt(value -> value.entry().name().length()).max().orElse(0);
        for (EffectiveConfig.Value value : effective.values()) {
            String text = value.text() == null ? "(" + value.shown() + ")" : value.shown();
            out.println(value.entry().name() + " ".repeat(width - value.entry().name().length()) + "  " + text + "   # "
                    + origin(value));
        }
    }

    private static Map<String, @Nullable Object> json(EffectiveConfig.Value value) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("key", value.entry().name());
        json.put("value", value.text());
        json.put("from", origin(value));
        return json;
    }

    private static String origin(EffectiveConfig.Value value) {
        String origin = value.origin();
        return origin == null ? DEFAULT : origin;
    }
}
