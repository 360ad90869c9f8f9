package io.trackmc.cli.drill.live;

import io.trackmc.cli.host.Hosts;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillKeys;
import io.trackmc.sim.drill.DrillTree;
import io.trackmc.sim.tree.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Keys and configurations for the tree of a drill, and the words that give its nodes their settings.
 *
 * @param directory where they are
 * @param hosts on which the nodes and authorities are
 */
record LiveDeployment(Path directory, Drill drill, Hosts hosts) {

    /** Group address; the hosts have no other network, so it meets nobody. */
    static final String GROUP = "239.255.72.1";

    private static final int PORT = 45_072;
    private static final int AUTHORITY_PORT = 47_100;
    private static final long US = 1_000;
    private static final long MS = 1_000_000;

    static LiveDeployment write(Path directory, Drill drill, DrillTree tree, Hosts hosts) throws IOException {
        List<NodeSpec> specs = tree.topology().places().stream().map(place -> spec(tree, place)).toList();
        StaticDeployment.write(directory, DeploymentPlan.of("drill", GROUP, PORT, specs), new SecureRandom(),
                InstantSource.system());
        return new LiveDeployment(directory, drill, hosts);
    }

    private static NodeSpec spec(DrillTree tree, Place place) {
        List<String> parents = place.parents().stream().map(tree::name).toList();
        return switch (place.role()) {
            case SENDER -> NodeSpec.sender();
            case REPAIR_HEAD -> new NodeSpec(tree.name(place.id()), NodeRole.REPAIR_HEAD, parents.getFirst(),
                    parents.subList(1, parents.size()), null);
            case RECEIVER -> new NodeSpec(tree.name(place.id()), NodeRole.RECEIVER, parents.getFirst(),
                    parents.subList(1, parents.size()), null);
        };
    }

    /** The words that start an authority. */
    List<String> authority(String name) {
        boolean transport = name.equals(DrillTree.TRANSPORT_CONTROLLER);
        DrillKeys keys = Objects.requireNonNull(drill.keys());
        List<String> words = new ArrayList<>(List.of(transport ? "controller" : "content-authority", "--json",
                "--config", directory.resolve(transport ? "controller.conf" : "content-authority.conf").toString(),
                "-Dlisten=" + addressOf(name), "-Dchangeover.not-before=" + millis(keys.notBeforeNs()),
                "-Dchangeover.hard=" + millis(keys.hardNs()), "-Dchangeover.overlap=" + millis(keys.overlapNs())));
        if (keys.rekeyEveryNs() > 0) {
            words.add("-Drekey.every=" + millis(keys.rekeyEveryNs()));
        }
        return words;
    }

    /** The words that start the operator of a drill in which somebody is expelled. */
    List<String> operator(String networkInterface, List<String> repairHeads, List<String> receivers,
            List<Path> repairs) {
        List<String> words = new ArrayList<>(List.of("drill", "operator", "--json", "--group", directory.toString(),
                "--interface", networkInterface, "--transport-controller",
                addressOf(DrillTree.TRANSPORT_CONTROLLER), "--content-authority",
                addressOf(DrillTree.CONTENT_AUTHORITY)));
        repairHeads.forEach(name -> words.addAll(List.of("--repair-head", name)));
        receivers.forEach(name -> words.addAll(List.of("--receiver", name)));
        repairs.forEach(file -> words.addAll(List.of("--repairs", file.toString())));
        return words;
    }

    /** Options of a node: those that every role takes, and where its authorities are. */
    List<String> options(String node, NodeRole role) {
        List<String> options = new ArrayList<>(options(node));
        DrillKeys keys = drill.keys();
        if (keys != null) {
            options.add("-D" + NodeConfKeys.AUTHORITIES_JOIN + "=" + keys.join());
            options.add("-D" + NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER + "="
                    + addressOf(DrillTree.TRANSPORT_CONTROLLER));
            if (role != NodeRole.REPAIR_HEAD) {
                options.add("-D" + NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY + "="
                        + addressOf(DrillTree.CONTENT_AUTHORITY));
            }
        }
        return options;
    }

    private String addressOf(String authority) {
        return hosts.address(authority) + ":" + AUTHORITY_PORT;
    }

    private List<String> options(String node) {
        var timing = drill.timing();
        return List.of("--json", "--interface", Hosts.INTERFACE, "--config",
                directory.resolve(node + ".conf").toString(),
                "-Dwindow.packets=" + drill.group().windowPackets(),
                "-Dtree.max-children=" + drill.group().maxChildren(),
                "-Dtree.heartbeat=" + micros(timing.heartbeatNs()), "-Dtree.parent-misses=" + timing.parentMisses(),
                "-Dtree.track=" + micros(timing.trackNs()),
                "-Dtree.receiver-silence=" + micros(timing.receiverSilenceNs()),
                "-Dtree.repair-head-silence=" + micros(timing.repairHeadSilenceNs()));
    }

    private static String micros(long ns) {
        return ns / US + "us";
    }

    private static String millis(long ns) {
        return ns / MS + "ms";
    }
}
