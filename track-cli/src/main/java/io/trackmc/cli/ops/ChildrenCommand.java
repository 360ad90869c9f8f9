package io.trackmc.cli.ops;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code track children}: loss and repairs by child, as a parent tells them at its management address. */
@Command(
        name = "children", sortOptions = false,
        header = "Shows what each child of a sender or repair head lacks and asks for, the worst first.",
        description = {
            "Asks the management address of a sender or a repair head, or of an appliance, what it knows of its children: packets asked for"
                    + " and repairs made, how far each is behind, its round-trip time, and how long it was the slowest, with the node"
                    + " below it that holds it back. Counts are since the child came; a packet that was asked for twice counts twice."},
        footerHeading = "%nExamples:%n",
        footer = {"  track children --url http://127.0.0.1:9464",
            "  track children --url https://10.0.0.2:9464 --token-file m.token --certificate m.pem"})
public final class ChildrenCommand implements Task {

    private static final String SESSIONS = "sessions";
    private static final String DOWN = "down";
    private static final String CHILDREN = "children";
    private static final List<String> HEADING = List.of("child", "kind", "receivers", "slowest", "asked", "repairs",
            "held off", "naks", "behind", "confirmed", "loss", "rtt", "held by");
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double PARTS_PER_PERCENT = 1e4;

    @Mixin
    private ManagementOptions management;

    @Override
    public List<String> fields() {
        return List.of(SESSIONS);
    }

    @Override
    public void run(TaskRun run) throws Exception {
        Map<String, Config> nodes = nodes(management.get("/status"));
        Map<String, Object> told = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            told.put(name, node.root().unwrapped());
            if (node.hasPath(DOWN)) {
                run.people().println(name + " is down: " + node.getString(DOWN));
            } else {
                table(run, node);
            }
        });
        run.set(SESSIONS, told);
    }

    /** By the names of sessions; one node has that of its group. */
    private static Map<String, Config> nodes(String text) {
        try {
            Config all = ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
            Map<String, Config> nodes = new LinkedHashMap<>();
            if (all.hasPath(SESSIONS)) {
                Config sessions = all.getConfig(SESSIONS);
                sessions.root().keySet().stream().sorted()
                        .forEach(name -> nodes.put(name, sessions.root().toConfig().getConfig(quoted(name))));
                return nodes;
            }
            if (!all.hasPath(CHILDREN)) {
                throw TaskException.failed("it is a " + all.getString("role") + ", which has no children");
            }
            nodes.put(all.getString("group"), all);
            return nodes;
        } catch (ConfigException e) {
            throw TaskException.failed("what it says is not the status of a node");
        }
    }

    private static String quoted(String key) {
        return "\"" + key + "\"";
    }

    private static void table(TaskRun run, Config node) {
        List<? extends Config> children = node.getConfigList(CHILDREN);
        run.people().println(node.getString("node") + " (" + node.getString("role") + " of " + node.getString("group")
                + "): " + children.size() + " children, newest packet " + node.getLong("highestSequence"));
        if (children.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(HEADING);
        for (Config child : children) {
            String name = child.getString("name");
            String heldBy = child.getString("slowestNode");
            table.row(name, child.getString("kind"), child.getLong("receivers"),
                    decimal(child.getLong("slowestMillis") / MILLIS_PER_SECOND, " s"), child.getLong("packetsAsked"),
                    child.getLong("repairsSent"), child.getLong("repairsHeldOff"), child.getLong("nacksReceived"),
                    child.getLong("behindPackets"), child.getLong("confirmedThrough"),
                    decimal(child.getLong("worstLossPartsPerMillion") / PARTS_PER_PERCENT, " %"),
                    decimal(child.getLong("rttMicros") / MICROS_PER_MILLI, " ms"),
                    Objects.equals(heldBy, name) ? "itself" : heldBy);
        }
        table.lines(run.peopleTerminal().live() ? run.peopleTerminal().columns() : Integer.MAX_VALUE)
                .forEach(run.people()::println);
    }

    private static String decimal(double value, String unit) {
        return String.format(Locale.ROOT, "%.2f%s", value, unit);
    }
}
