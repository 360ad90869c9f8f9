package io.trackmc.cli.drill;

import io.trackmc.cli.task.TaskException;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillTree;
import io.trackmc.sim.drill.Step;
import io.trackmc.sim.drill.Verb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing that a drill does to one process, at its time.
 *
 * @param atNs since the drill began
 * @param node by the drill's name for it
 * @param step of which it is a part
 * @param begins whether it goes wrong then, or right again
 */
public record DrillAction(long atNs, String node, Step step, boolean begins) {

    /**
     * All of a drill, in the order of time.
     *
     * @param allowed what can be done where it is run
     * @param where that is, as an option says it
     * @throws TaskException when the drill wants something else
     */
    public static List<DrillAction> of(Drill drill, DrillTree tree, long seed, Set<Verb> allowed, String where) {
        List<DrillAction> actions = new ArrayList<>();
        Seed steps = new Seed(seed).child(drill.name()).child("steps");
        for (int i = 0; i < drill.steps().size(); i++) {
            Step step = drill.steps().get(i);
            if (!allowed.contains(step.verb())) {
                throw TaskException.usage(drill.name() + ": found " + step.verb().word() + ", allowed with " + where
                        + ": " + allowed.stream().map(Verb::word).sorted().collect(Collectors.joining(", ")));
            }
            List<Integer> nodes = step.nodes(tree, steps.child(i).generator());
            for (int k = 0; k < nodes.size(); k++) {
                long atNs = step.atNs() + k * step.everyNs();
                actions.add(new DrillAction(atNs, tree.name(nodes.get(k)), step, true));
                if (step.forNs() > 0) {
                    actions.add(new DrillAction(atNs + step.forNs(), tree.name(nodes.get(k)), step, false));
                }
            }
        }
        actions.sort(Comparator.comparingLong(DrillAction::atNs));
        return actions;
    }
}
