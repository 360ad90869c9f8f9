package io.trackmc.cli.drill.live;

import io.trackmc.cli.expulsion.AuthorityPlaces;
import io.trackmc.cli.expulsion.Operator;
import io.trackmc.cli.expulsion.RekeyReader;
import io.trackmc.cli.expulsion.Tap;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.repairhead.RepairLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who runs the authorities of a live drill, and hears all multicasts, on a host of its own. Reads its orders as lines: {@code expel NAME}, and at last
 * {@code end SESSION}.
 */
public final class LiveOperator {

    /** JSON: what came of each that was expelled. */
    public static final String FIELD = "expelled";

    /** Says so when it hears and has the keys of those who will be expelled. */
    static final String READY = "operator is ready";

    private static final int HEX = 16;

    private final TaskRun run;
    private final Path deployment;
    private final AuthorityPlaces places;
    private final NodeConfig sender;
    private final Set<InetSocketAddress> channels;
    private final Map<String, Outcast> outcasts = new LinkedHashMap<>();
    private final Map<String, Long> askedNs = new LinkedHashMap<>();

    /**
     * For one group.
     *
     * @param repairHeads all of the group
     * @param receivers that will be expelled
     */
    public LiveOperator(TaskRun run, Path deployment, AuthorityPlaces places, List<String> repairHeads,
            List<String> receivers) {
        this.run = run;
        this.deployment = deployment;
        this.places = places;
        this.sender = config("sender", NodeRole.SENDER);
        this.channels = new LinkedHashSet<>(Set.of(sender.data()));
        addChannel(sender);
        repairHeads.forEach(name -> addChannel(config(name, NodeRole.REPAIR_HEAD)));
        receivers.forEach(name -> outcasts.put(name,
                new Outcast(config(name, NodeRole.RECEIVER), outcasts.size())));
    }

    private void addChannel(NodeConfig parent) {
        NodeConfig.Region region = parent.region();
        if (region != null) {
            channels.add(region.channel());
        }
    }

    private NodeConfig config(String name, NodeRole role) {
        return NodeConfigFile.read(deployment.resolve(name + ".conf"), places.settings(role));
    }

    /**
     * Does what it is told until the end.
     *
     * @param networkInterface address of the interface on which it hears
     * @param repairs files of what repair heads have repaired, complete when the end is told
     */
    public void serve(String networkInterface, List<Path> repairs) throws IOException {
        Operator operator = new Operator(deployment, sender.groupName(), places);
        RekeyReader rekeys = new RekeyReader(sender);
        try (Tap _ = new Tap(channels, networkInterface,
                (inner, nowNs) -> outcasts.values().forEach(one -> one.witness().saw(nowNs, inner)));
                BufferedReader orders = new BufferedReader(
                        new InputStreamReader(run.console().in(), StandardCharsets.UTF_8))) {
            run.console().err().println(READY);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] words = order.split(" ", 2);
                if (words[0].equals("end")) {
                    report(rekeys, repairs, session(words[1]));
                    return;
                }
                expel(words[1], operator, rekeys);
            }
        }
        throw TaskException.failed("nobody has told the end");
    }

    private void expel(String name, Operator operator, RekeyReader rekeys) throws IOException {
        Outcast outcast = outcasts.get(name);
        if (outcast == null) {
            operator.expelRepairHead(name, () -> askedNs.put(name, System.nanoTime()));
        } else {
            outcast.expel(operator, rekeys);
        }
    }

    private void report(RekeyReader rekeys, List<Path> repairs, Incarnation session) throws IOException {
        for (Path file : repairs) {
            RepairLog.read(file,
                    (inner, atNs) -> outcasts.values().forEach(one -> one.witness().repaired(atNs, inner)));
        }
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Outcast outcast : outcasts.values()) {
            all.add(outcast.report(rekeys, session));
        }
        askedNs.forEach((name, atNs) -> all.add(Map.of("node", name, "askedNanos", atNs)));
        run.set(FIELD, all);
    }

    private static Incarnation session(String hex) {
        return new Incarnation(Long.parseUnsignedLong(hex.substring(0, HEX), HEX),
                Long.parseUnsignedLong(hex.substring(HEX), HEX));
    }
}
