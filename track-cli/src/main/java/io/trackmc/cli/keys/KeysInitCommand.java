package io.trackmc.cli.keys;

import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.Operators;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.DiscoveryCandidates;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.controller.plan.Tenants;
import io.trackmc.keys.controller.plan.TreeFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track keys init}: a whole private deployment on disk. */
@Command(
        name = "init", sortOptions = false,
        header = "Makes a whole private deployment.",
        description = "Makes a whole private deployment: authorities, certificates, keys, and a configuration for each"
                + " node. Nothing that is there already is overwritten.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys init --dir d --group news --receivers 2",
            "  track keys init --dir d --group news --receivers 12 --repair-heads 3 \\",
            "      --group-address 239.1.2.1",
            "  track keys init --dir d --group news --receivers 12 --repair-heads 4 --tenants 2",
            "  track keys init --dir d --group news --tree tree.conf", "",
            "A tree file names each node's parent, in HOCON:", "  nodes {",
            "    sender { address = \"10.0.0.1:7200\" }   # host:port where children reach it; it listens there",
            "    rh-1 { role = repair-head, parent = sender, address = \"10.0.0.2:7200\" }",
            "    receiver-1 { parent = rh-1 }",
            "    receiver-2 { parent = rh-1, backups = [sender] }",
            "    rh-2 { role = repair-head, parent = sender, tenant = acme }", "  }", "",
            "Take each node its own .conf file and directory, and nothing else."})
public final class KeysInitCommand implements Task {

    private static final int DEFAULT_RECEIVERS = 2;
    private static final int DEFAULT_REPAIR_HEADS = 1;

    @Option(names = "--dir", required = true, paramLabel = "D", description = "Directory; made when it is not there.")
    private Path directory;

    @Option(names = "--group", required = true, paramLabel = "NAME", description = "Name of the group.")
    private String group;

    @Option(
            names = "--receivers", paramLabel = "N",
            description = "Receivers, spread over the repair heads (default: " + DEFAULT_RECEIVERS + ").")
    private @Nullable Integer receivers;

    @Option(
            names = "--repair-heads", paramLabel = "N",
            description = "Repair heads, all under the sender (default: " + DEFAULT_REPAIR_HEADS + ").")
    private @Nullable Integer repairHeads;

    @Option(names = "--tree", paramLabel = "FILE", description = "Names the nodes and the parent of each instead.")
    private @Nullable Path tree;

    @Option(
            names = "--discovery",
            description = "Receivers get keys for all repair heads, and take the nearest that has room.")
    private boolean discovery;

    @Option(
            names = "--tenants", paramLabel = "N", defaultValue = "1",
            description = "Customers kept apart: the repair heads under the sender, with all below them, belong to them"
                    + " in turn (default: ${DEFAULT-VALUE}).")
    private int tenants;

    @Option(
            names = "--group-address", paramLabel = "A", defaultValue = "239.255.71.1",
            description = "Multicast address of the data channel; the regions use those behind it"
                    + " (default: ${DEFAULT-VALUE}).")
    private String groupAddress;

    @Option(
            names = "--port", paramLabel = "P", defaultValue = "7100",
            description = "UDP port of all channels (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--infrastructure-operator", paramLabel = "NAME",
            description = "Who runs transport controller and repair heads (default: GROUP infrastructure).")
    private @Nullable String infrastructureOperator;

    @Option(names = "--content-operator", paramLabel = "NAME",
            description = "Who runs the content authority, sender and receivers (default: GROUP content).")
    private @Nullable String contentOperator;

    @Override
    public List<String> fields() {
        return List.of("nodes");
    }

    @Override
    public void run(TaskRun run) {
        List<NodeSpec> layout = Tenants.spread(layout(), tenants);
        DeploymentPlan plan = DeploymentPlan.of(group, groupAddress, port,
                discovery ? DiscoveryCandidates.of(layout) : layout, discovery);
        List<Path> files = StaticDeployment.write(directory, plan, operators(), new SecureRandom(),
                InstantSource.system());
        run.set("nodes", report(plan, files));
        show(run.people(), plan, files);
    }

    private Operators operators() {
        Operators named = Operators.of(group);
        return new Operators(infrastructureOperator == null ? named.infrastructure() : infrastructureOperator,
                contentOperator == null ? named.content() : contentOperator);
    }

    private List<NodeSpec> layout() {
        if (tree != null) {
            if (receivers != null || repairHeads != null) {
                throw TaskException
                        .usage("--tree names the nodes; it goes with neither --receivers nor --repair-heads");
            }
            return TreeFile.read(tree);
        }
        return DefaultLayout.of(count("--repair-heads", repairHeads, DEFAULT_REPAIR_HEADS, 0),
                count("--receivers", receivers, DEFAULT_RECEIVERS, 1));
    }

    private static int count(String option, @Nullable Integer given, int otherwise, int least) {
        int count = given == null ? otherwise : given;
        if (count < least) {
            throw TaskException.usage(option + ": found " + count + ", allowed: " + least + " or more");
        }
        return count;
    }

    private static List<Map<String, @Nullable Object>> report(DeploymentPlan plan, List<Path> files) {
        List<Map<String, @Nullable Object>> nodes = new java.util.ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            PlannedNode node = plan.nodes().get(i);
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("name", node.name());
            entry.put("role", node.member().role().text());
            entry.put("id", Integer.toUnsignedLong(node.id()));
            entry.put("parent", node.parents().isEmpty() ? null : node.parents().getFirst());
            entry.put("backups", node.parents().stream().skip(1).toList());
            entry.put("tenant", plan.tenantOf(node));
            entry.put("config", files.get(i).toString());
            nodes.add(entry);
        }
        return nodes;
    }

    private static void show(PrintStream out, DeploymentPlan plan, List<Path> files) {
        TextTable table = new TextTable(List.of("node", "role", "configuration", "parents in order"));
        for (int i = 0; i < files.size(); i++) {
            PlannedNode node = plan.nodes().get(i);
            table.row(node.name(), node.member().role().text(), files.get(i), String.join(", ", node.parents()));
        }
        table.lines(Integer.MAX_VALUE).forEach(out::println);
        out.println("Each node needs its own .conf file and directory, and nothing else.");
        out.println(
                "What an authority keeps is sealed under its key store in authorities (.p12); take the files with their"
                        + " passwords (.password) to another place than the backups.");
    }
}
