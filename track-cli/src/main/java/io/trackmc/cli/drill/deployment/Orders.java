package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.drill.DrillAction;
import io.trackmc.cli.task.TaskException;
import io.trackmc.sim.drill.Extent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Puts what a drill does at one time into orders for nodes, and gives them all at once. */
final class Orders {

    private static final long NS_PER_MS = 1_000_000;

    private final Deployment deployment;
    private final Processes processes;
    private final Set<String> shunning = new TreeSet<>();

    Orders(Deployment deployment, Processes processes) {
        this.deployment = deployment;
        this.processes = processes;
    }

    /** Who was told to hear nothing of others, so far. */
    Set<String> shunning() {
        return shunning;
    }

    /**
     * Gives them.
     *
     * @param batch of one step, at one time, all beginning
     * @throws TaskException when one is not taken
     */
    List<Hurt> give(List<DrillAction> batch) throws InterruptedException {
        Map<String, String> orders = new LinkedHashMap<>();
        if (DeploymentPlan.isCutTogether(batch)) {
            cutTogether(batch, orders);
        } else {
            batch.forEach(action -> orders.put(action.node(), order(action)));
        }
        Map<String, DrillAnswer> answers = processes.orderAll(orders);
        List<Hurt> hurts = new ArrayList<>();
        for (DrillAction action : batch) {
            DrillAnswer answer = Objects.requireNonNull(answers.get(action.node()));
            hurts.add(new Hurt(action.node(),
                    DeploymentPlan.ends(action) ? answer.endsAtNs() : answer.atNs(), DeploymentPlan.lasting(action)));
        }
        return hurts;
    }

    private static String order(DrillAction action) {
        Extent extent = action.step().extent();
        String forMillis = "forMillis=" + DeploymentPlan.lasting(action) / NS_PER_MS;
        return switch (action.step().verb()) {
            case PAUSE -> "hang?" + forMillis;
            case PARTITION -> "partition?" + forMillis;
            case LOSE -> "loss?share=" + extent.share() + "&" + forMillis;
            case DELAY -> "delay?millis=" + extent.delayNs() / NS_PER_MS + "&jitterMillis="
                    + extent.jitterNs() / NS_PER_MS + "&" + forMillis;
            case CLOCK_SKEW -> "skew?offsetMillis=" + extent.offsetMs() + "&" + forMillis;
            case DRAIN -> "drain";
            case KILL, RESTART -> "kill";
            default -> throw new IllegalStateException(action.step().verb() + " is no order to a node");
        };
    }

    /** Those inside hear each other only; those outside would hear their multicasts, and are told not to. Who is down needs no order. */
    private void cutTogether(List<DrillAction> batch, Map<String, String> orders) throws InterruptedException {
        List<String> inside = batch.stream().map(DrillAction::node).toList();
        Map<String, DrillAnswer> all = processes.lookAtThose(deployment.nodes());
        String forMillis = "forMillis=" + DeploymentPlan.lasting(batch.getFirst()) / NS_PER_MS;
        for (String role : inside) {
            List<String> others = inside.stream().filter(other -> !other.equals(role) && all.containsKey(other))
                    .map(other -> address(all, other)).toList();
            orders.put(role, others.isEmpty() ? "partition?" + forMillis
                    : "partition?" + forMillis + "&among=" + String.join(",", others));
        }
        String from = String.join(",",
                inside.stream().filter(all::containsKey).map(role -> address(all, role)).toList());
        for (String role : deployment.nodes()) {
            if (!inside.contains(role) && all.containsKey(role) && !from.isEmpty()) {
                orders.put(role, "shun?" + forMillis + "&from=" + from);
                shunning.add(role);
            }
        }
    }

    private static String address(Map<String, DrillAnswer> all, String role) {
        String address = Objects.requireNonNull(all.get(role)).address();
        if (address.isEmpty()) {
            throw TaskException.failed(role + " does not say where it is: it runs an older version");
        }
        return address;
    }
}
