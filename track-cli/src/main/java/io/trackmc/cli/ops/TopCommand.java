package io.trackmc.cli.ops;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.cli.picture.LivePicture;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.net.tree.TreeDocument;
import io.trackmc.net.tree.TreeFormatException;
import io.trackmc.net.tree.TreeReader;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track top}: the live tree in a terminal, as a management address tells it. */
@Command(
        name = "top", sortOptions = false,
        header = "Watches the tree as a sender or repair head knows it.",
        description = {
            "Asks a management address for its live tree: its regions, the worst first, with loss, lag behind the sender, repairs and keys,"
                    + " the receivers that are worst off, and what has happened. In a terminal it goes on until it is interrupted;"
                    + " elsewhere, and with --json, it asks once."},
        footerHeading = "%nExamples:%n",
        footer = {"  track top --url http://127.0.0.1:9464",
            "  track top --url https://10.0.0.2:9464 --token-file m.token --certificate m.pem"})
public final class TopCommand implements Task {

    private static final List<String> FIELDS = List.of("at", "nodes", "below", "moves", "leftOut");
    private static final int MOST_NODES = 1_000_000;

    @Mixin
    private ManagementOptions management;

    @Option(names = "--interval", paramLabel = "T", defaultValue = "2s", converter = TimeSpan.class,
            description = "Time between two questions (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(names = "--receivers", paramLabel = "N", defaultValue = "10",
            description = "How many receivers are shown, the worst (default: ${DEFAULT-VALUE}).")
    private int receivers;

    @Override
    public List<String> fields() {
        return FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        if (interval.toMillis() < 1 || receivers < 0) {
            throw TaskException.usage(receivers < 0 ? "--receivers: found " + receivers + ", allowed: 0 or more"
                    : "--interval: found less than a millisecond, allowed: 1ms or more");
        }
        if (run.json()) {
            once(run);
        } else if (run.peopleTerminal().live()) {
            watch(run);
        } else {
            picture(run, null).forEach(run.people()::println);
        }
    }

    private void once(TaskRun run) throws InterruptedException {
        String text = management.get("/tree");
        read(text);
        Config all = ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
        FIELDS.forEach(field -> run.set(field, all.getAnyRef(field)));
    }

    private void watch(TaskRun run) throws InterruptedException {
        LivePicture live = new LivePicture(run.peopleTerminal());
        TreeDocument last = null;
        while (true) {
            TreeDocument now = read(management.get("/tree"));
            run.people().print(live.redraw(picture(run, now, last)));
            run.people().flush();
            last = now;
            Thread.sleep(interval);
        }
    }

    private List<String> picture(TaskRun run, @Nullable TreeDocument last) throws InterruptedException {
        return picture(run, read(management.get("/tree")), last);
    }

    private List<String> picture(TaskRun run, TreeDocument now, @Nullable TreeDocument last) {
        int columns = run.peopleTerminal().live() ? run.peopleTerminal().columns() : Integer.MAX_VALUE;
        return new TopPicture(now, last).lines(receivers, columns);
    }

    private static TreeDocument read(String text) {
        try {
            return TreeReader.read(text.strip(), MOST_NODES);
        } catch (TreeFormatException e) {
            throw TaskException.failed("what it says is not the tree of a node: " + e.getMessage());
        }
    }
}
