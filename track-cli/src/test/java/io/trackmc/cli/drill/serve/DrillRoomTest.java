package io.trackmc.cli.drill.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.cli.drill.deployment.DrillProgress;
import io.trackmc.cli.task.TaskException;
import io.trackmc.net.drill.BadOrderException;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillLibrary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may start what from the page, and what is told of it. */
@Timeout(60)
class DrillRoomTest {

    private final Work work = new Work();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final DrillRoom room = new DrillRoom(List.of(DrillLibrary.get("kill-rh"), DrillLibrary.get("gc-pause")),
            work, InstantSource.fixed(Instant.ofEpochMilli(7_000)), log::add);

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void shouldRunWhatWasShownAndNothingElse() throws InterruptedException {
        assertThat(look().getString("phase")).isEqualTo("idle");
        plan();
        String key = look().getString("plan.id");
        assertThat(key).hasSize(32);
        assertThat(look().getStringList("plan.lines")).containsExactly("kill rh-1");
        refused("start", Map.of("plan", "00"), "look at the plan again");
        room.order("start", Map.of("plan", List.of(key)));
        work.steps.put("on nodes");
        until("running");
        work.steps.put("hit");
        work.steps.put("nothing");
        assertThat(look().getConfigList("active")).singleElement()
                .satisfies(hit -> assertThat(hit.getString("node")).isEqualTo("rh-1"));
        refused("start", Map.of("plan", key), "look at the plan again");
        refused("plan", Map.of("drill", "kill-rh", "seed", "1"), "one at a time");
        work.steps.put("end");
        until("over");
        assertThat(look().getString("verdict")).isEqualTo("held");
        assertThat(look().getConfigList("active")).isEmpty();
        assertThat(room.report(look().getString("report").substring("drills/report/".length()))).isEqualTo("<page>");
        assertThat(room.report("")).isNull();
        assertThat(log).contains("drill kill-rh, seed 1, is started from the page", "it is hit");
    }

    @Test
    void shouldBeThereForTheNextAfterAFault() throws InterruptedException {
        room.order("plan", Map.of("drill", List.of("kill-rh"), "seed", List.of("667")));
        until("over");
        assertThat(look().getString("verdict")).contains("could not be done", "planted");
        plan();
    }

    @Test
    void shouldStopWhatRunsAndTellSo() throws InterruptedException {
        plan();
        room.order("start", Map.of("plan", List.of(look().getString("plan.id"))));
        work.steps.put("on nodes");
        until("running");
        room.order("stop", Map.of());
        until("over");
        work.undone.await();
        assertThat(look().getString("verdict")).contains("stopped");
        assertThat(look().getString("report")).isEmpty();
        refused("stop", Map.of(), "no drill runs");
    }

    @Test
    void shouldUndoWhenItIsClosed() throws InterruptedException {
        plan();
        room.order("start", Map.of("plan", List.of(look().getString("plan.id"))));
        work.steps.put("on nodes");
        room.close();
        assertThat(work.undone.getCount()).isZero();
    }

    @Test
    void shouldSayWhenNodesRefuse() throws InterruptedException {
        room.order("plan", Map.of("drill", List.of("kill-rh"), "seed", List.of("666")));
        until("over");
        assertThat(look().getString("verdict")).isEqualTo("It could not be done: rh-1 takes no faults");
        refused("start", Map.of("plan", ""), "look at the plan again");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        refused("plan", Map.of("drill", "gc-pause", "seed", "1"), "hits receiver-1");
        refused("plan", Map.of("drill", "../etc/passwd\u001b", "seed", "1"),
                "drill: found \"../etc/passwd?\", allowed: kill-rh, gc-pause");
        refused("plan", Map.of("drill", "kill-rh", "seed", "-1"), "seed: found \"-1\", allowed: 0 to");
        refused("plan", Map.of("drill", "kill-rh"), "exactly drill and seed");
        refused("stop", Map.of("now", "1"), "allowed: none");
        refused("burn", Map.of(), "found \"burn\", allowed: plan, start, stop");
        assertThat(log).isEmpty();
    }

    private void plan() throws InterruptedException {
        room.order("plan", Map.of("drill", List.of("kill-rh"), "seed", List.of("1")));
        until("planned");
    }

    private void refused(String word, Map<String, String> parameters, String why) {
        assertThatExceptionOfType(BadOrderException.class).isThrownBy(() -> room.order(word, lists(parameters)))
                .withMessageContaining(why);
    }

    private static Map<String, List<String>> lists(Map<String, String> parameters) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        parameters.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    private Config look() {
        return ConfigFactory.parseString(room.look());
    }

    private void until(String phase) {
        while (!look().getString("phase").equals(phase)) {
            Thread.onSpinWait();
        }
    }

    /** Goes on when the test says so. */
    private static final class Work implements DrillWork {

        private final SynchronousQueue<String> steps = new SynchronousQueue<>();
        private final CountDownLatch undone = new CountDownLatch(1);

        @Override
        public String whyNot(Drill drill) {
            return drill.name().equals("gc-pause") ? "gc-pause hits receiver-1" : "";
        }

        @Override
        public Plan plan(Drill drill, long seed) {
            if (seed == 667) {
                throw new StackOverflowError("planted");
            }
            if (seed == 666) {
                throw TaskException.failed("rh-1 takes no faults");
            }
            return new Plan(List.of("kill rh-1"), List.of("rh-1"));
        }

        @Override
        public Result run(Drill drill, long seed, Plan shown, Runnable onNodes, DrillProgress progress)
                throws InterruptedException {
            try {
                for (String step = steps.take(); !step.equals("end"); step = steps.take()) {
                    if (step.equals("on nodes")) {
                        onNodes.run();
                    } else if (step.equals("hit")) {
                        progress.hit("rh-1", "kill");
                        progress.tell("it is hit");
                    }
                }
                return new Result("held", "<page>");
            } finally {
                undone.countDown();
            }
        }
    }
}
