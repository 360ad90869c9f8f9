package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.drill.live.LiveMeasures;
import io.trackmc.cli.process.ParentLog;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillTree;
import io.trackmc.sim.drill.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds out what came of a drill, by what the processes tell when it is over. */
final class Outcomes {

    private static final String HIGHEST = "track_highest_sequence";
    private static final String COMPLETE = "track_complete_sequence";
    private static final String LOST = "track_packets_unrecoverable_total";
    private static final String EPOCH = "track_key_epoch";
    private static final String STALLED = "track_sender_stalled_seconds_total";
    private static final String LEVEL = "track_level";
    private static final int WITHOUT_PARENT = 128;
    private static final double NS_PER_SECOND = 1e9;
    private static final long SETTLE_NS = 15_000_000_000L;
    private static final long LOOK_MS = 100;
    private static final List<String> AUTHORITIES = List.of(DrillTree.TRANSPORT_CONTROLLER,
            DrillTree.CONTENT_AUTHORITY);
    /** Not its own pace, or what a limit of rate makes of it. */
    private static final List<String> STALLS = List.of("window", "keys", "no_members");
    private static final List<String> LAYERS = List.of("transport", "content");

    private final Drill drill;
    private final Deployment deployment;
    private final Processes processes;
    private final SenderWatch sender;
    private final Map<String, Reading> before;
    private final long beginNs;
    private final LiveMeasures measures;

    Outcomes(Drill drill, Deployment deployment, Processes processes, SenderWatch sender, Map<String, Reading> before,
            long beginNs) {
        this.drill = drill;
        this.deployment = deployment;
        this.processes = processes;
        this.sender = sender;
        this.before = before;
        this.beginNs = beginNs;
        this.measures = new LiveMeasures(drill, SEEN);
    }

    /** What can be measured on a deployment beside what receivers tell of their parents. */
    static final Set<Promise> SEEN = Collections.unmodifiableSet(EnumSet.of(Promise.SENDER_STALL, Promise.PACKETS_KEPT,
            Promise.KEYS_BEHIND, Promise.WITHOUT_PARENT, Promise.NEEDLESS_MOVES, Promise.EXPEL_WITHIN,
            Promise.REKEYS_COMPLETED));

    /**
     * All of it.
     *
     * @param hurt who was hurt, and when
     * @param expelled by the names of drills: nothing is due to them
     * @param expulsions what came of each
     * @param gone who was ended and is not due back
     * @param faults what else went wrong
     */
    DeploymentDrill.Outcome of(long seed, List<Hurt> hurt, Set<String> expelled, List<Expulsion.Done> expulsions,
            Set<String> gone, List<String> faults) throws InterruptedException {
        Reading top = sender.read();
        Map<String, Reading> after = settled(top, expelled);
        receivers(after, top.sum(HIGHEST), expelled);
        sender(top);
        keys(after, top);
        parents(hurt, expelled, gone, after);
        if (!expulsions.isEmpty() && expulsions.stream().allMatch(done -> done.tookNs() != Expulsion.NOT_SEEN)) {
            measures.measured(Promise.EXPEL_WITHIN,
                    (double) expulsions.stream().mapToLong(Expulsion.Done::tookNs).max().orElseThrow());
        }
        faults.forEach(measures::finding);
        return new DeploymentDrill.Outcome(measures.report(seed), beginNs, measures.stories());
    }

    /** Waits until all receivers have what was sent by now, not for ever; metrics of all who answer. */
    private Map<String, Reading> settled(Reading top, Set<String> expelled) throws InterruptedException {
        double sent = top.sum(HIGHEST);
        long endNs = System.nanoTime() + SETTLE_NS;
        Map<String, Reading> now = readings(expelled);
        while (endNs - System.nanoTime() > 0 && (behind(now, top) > 0
                || deployment.receivers().stream().map(DeployedProcess::role).filter(role -> !expelled.contains(role))
                        .anyMatch(role -> !now.containsKey(role) || now.get(role).sum(COMPLETE) < sent))) {
            Thread.sleep(LOOK_MS);
            now.putAll(readings(expelled));
        }
        return now;
    }

    private Map<String, Reading> readings(Set<String> expelled) throws InterruptedException {
        return processes.readThose(deployment.processes().keySet().stream().filter(role -> !expelled.contains(role))
                .toList());
    }

    private void receivers(Map<String, Reading> after, double sent, Set<String> expelled) {
        for (DeployedProcess receiver : deployment.receivers()) {
            Reading now = after.get(receiver.role());
            Reading then = before.get(receiver.role());
            if (expelled.contains(receiver.role())) {
                continue;
            }
            if (now == null || then == null) {
                measures.receiver(receiver.name(), false, 0, "it does not answer");
            } else {
                boolean whole = now.sum(COMPLETE) >= sent;
                measures.receiver(receiver.name(), whole, (long) now.since(then, LOST), "it has "
                        + (long) now.sum(COMPLETE) + " of " + (long) sent);
            }
        }
    }

    private void sender(Reading top) {
        Reading then = before.get(DrillTree.SENDER_NAME);
        if (then != null) {
            measures.measured(Promise.SENDER_STALL, NS_PER_SECOND * STALLS.stream()
                    .mapToDouble(cause -> top.sum(STALLED, cause) - then.sum(STALLED, cause)).sum());
            measures.measured(Promise.REKEYS_COMPLETED, LAYERS.stream()
                    .mapToDouble(layer -> top.sum(EPOCH, layer) - then.sum(EPOCH, layer)).sum());
        }
        measures.measured(Promise.PACKETS_KEPT, sender.mostKept());
    }

    private void keys(Map<String, Reading> after, Reading top) {
        measures.measured(Promise.KEYS_BEHIND, (double) behind(after, top));
    }

    /** Nodes without keys that the sender had when the drill was over. */
    private static long behind(Map<String, Reading> now, Reading top) {
        return now.entrySet().stream().filter(each -> !AUTHORITIES.contains(each.getKey()))
                .filter(each -> LAYERS.stream().anyMatch(layer -> each.getValue().sum(EPOCH, layer) > 0
                        && each.getValue().sum(EPOCH, layer) < top.sum(EPOCH, layer)))
                .count();
    }

    private void parents(List<Hurt> hurt, Set<String> expelled, Set<String> gone, Map<String, Reading> after)
            throws InterruptedException {
        List<String> children = deployment.nodes().stream().filter(role -> !role.equals(DrillTree.SENDER_NAME)
                && !expelled.contains(role) && !gone.contains(role)).toList();
        Map<String, DrillAnswer> answers = processes.lookAtThose(children);
        Map<String, ParentLog> logs = new LinkedHashMap<>();
        long without = 0;
        for (String child : children) {
            String name = Objects.requireNonNull(deployment.processes().get(child)).name();
            Reading now = after.get(child);
            DrillAnswer answer = answers.get(child);
            if (now == null || answer == null) {
                without++;
                measures.finding(name + " does not answer when the drill is over");
            } else {
                logs.put(name, answer.parents());
                without += now.most(LEVEL) >= WITHOUT_PARENT ? 1 : 0;
            }
        }
        ParentStories stories = new ParentStories(drill.timing().detectionNs(), beginNs, hurts(hurt), logs);
        stories.tell(measures);
        measures.measured(Promise.WITHOUT_PARENT, (double) without);
        measures.measured(Promise.NEEDLESS_MOVES, (double) stories.needless());
    }

    /** By the names of nodes, those that have parents or are some. */
    private Map<String, List<Hurt>> hurts(List<Hurt> hurt) {
        Map<String, List<Hurt>> byName = new LinkedHashMap<>();
        for (Hurt each : hurt) {
            DeployedProcess process = deployment.processes().get(each.role());
            if (process != null) {
                byName.computeIfAbsent(process.name(), _ -> new ArrayList<>()).add(each);
            }
        }
        return byName;
    }
}
