package io.trackmc.cli.drill.serve;

import io.trackmc.cli.drill.deployment.DrillProgress;
import io.trackmc.sim.drill.Drill;
import java.util.List;

/** What a {@link DrillRoom} has done: planning, trying in the simulator, and running on the nodes. One at a time. */
interface DrillWork {

    /**
     * What would be done.
     *
     * @param lines for people, a line for each thing
     * @param hits names of all who would be hit
     */
    record Plan(List<String> lines, List<String> hits) {

        public Plan {
            lines = List.copyOf(lines);
            hits = List.copyOf(hits);
        }
    }

    /**
     * What came of it.
     *
     * @param verdict one sentence
     * @param page the report, HTML
     */
    record Result(String verdict, String page) {}

    /** Why a drill cannot be run here at all, without asking any node; empty where it can. */
    String whyNot(Drill drill);

    /**
     * Asks every node whether it takes what the drill would do to it. Hurts nobody.
     *
     * @throws io.trackmc.cli.task.TaskException when one does not
     */
    Plan plan(Drill drill, long seed) throws InterruptedException;

    /**
     * Runs it, in the simulator first.
     *
     * @param shown what was said that it would do
     * @param onNodes run when nodes are about to be hit
     * @throws io.trackmc.cli.task.TaskException when it would do something else now, or cannot be begun, or carried on
     */
    Result run(Drill drill, long seed, Plan shown, Runnable onNodes, DrillProgress progress)
            throws InterruptedException;
}
