package io.trackmc.cli.drill.deployment;

import io.trackmc.sim.drill.DrillGroup;
import io.trackmc.sim.drill.DrillTree;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group that runs, as the file says that a drill is given.
 *
 * @param file itself
 * @param processes by the names that drills have for them, in the order of the file
 * @param levels how many repair heads are on each level below the sender
 * @param blastRadius those that may be hurt, by the names of drills
 * @param timeLimit longest that a drill may take
 * @param authorities who can be asked to expel somebody; null where nobody can be expelled
 */
record Deployment(
        Path file, Map<String, DeployedProcess> processes, List<Integer> levels, Set<String> blastRadius,
        Duration timeLimit, @Nullable Authorities authorities) {

    private static final String RECEIVER = "receiver-";
    private static final String REPAIR_HEAD = "rh-";

    /**
     * Both authorities, for who runs them.
     *
     * @param keys directory of {@code keys init} with their certificates and keys
     * @param group its name
     * @param transport where the transport controller listens
     * @param content where the content authority does
     */
    record Authorities(Path keys, String group, InetSocketAddress transport, InetSocketAddress content) {}

    Deployment {
        processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
        levels = List.copyOf(levels);
        blastRadius = Set.copyOf(blastRadius);
    }

    /** The receivers. */
    List<DeployedProcess> receivers() {
        return beginningWith(RECEIVER);
    }

    /** The repair heads. */
    List<DeployedProcess> repairHeads() {
        return beginningWith(REPAIR_HEAD);
    }

    /** Names that drills have for all nodes of the tree: everybody but the authorities. */
    List<String> nodes() {
        return processes.keySet().stream().filter(role -> role.equals(DrillTree.SENDER_NAME)
                || role.startsWith(RECEIVER) || role.startsWith(REPAIR_HEAD)).toList();
    }

    private List<DeployedProcess> beginningWith(String prefix) {
        return processes.values().stream().filter(each -> each.role().startsWith(prefix)).toList();
    }

    /** A group as large as this one, which is otherwise as the drill wants it. */
    DrillGroup sized(DrillGroup wanted) {
        return new DrillGroup(receivers().size(), levels, wanted.backups(), wanted.keysInAdvance(), wanted.loss(),
                wanted.dataLoss(), wanted.messagesPerSecond(), wanted.messageBytes(), wanted.seconds(),
                wanted.windowPackets(), wanted.maxChildren());
    }
}
