package io.trackmc.cli.drill.live;

import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillTree;
import io.trackmc.sim.tree.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/**
 * Keys and configurations for the tree of a drill, and the words that give its nodes their settings.
 *
 * @param directory where they are
 */
record LiveDeployment(Path directory, Drill drill) {

    /** Group address; the hosts have no other network, so it meets nobody. */
    static final String GROUP = "239.255.72.1";

    private static final int PORT = 45_072;
    private static final long US = 1_000;

    static LiveDeployment write(Path directory, Drill drill, DrillTree tree) throws IOException {
        List<NodeSpec> specs = tree.topology().places().stream().map(place -> spec(tree, place)).toList();
        StaticDeployment.write(directory, DeploymentPlan.of("drill", GROUP, PORT, specs), new SecureRandom(),
                InstantSource.system());
        return new LiveDeployment(directory, drill);
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

    /** Options that every role takes. */
    List<String> options(String node) {
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
}
