package io.trackmc.sim.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Drills in the simulator: small ones for speed, and ones that must fail, because a measure that cannot fail shows nothing. */
class DrillRunTest {

    private static final String SMALL = """
            drill {
              name = small
              purpose = "A repair head dies and comes back"
              group {
                receivers = 6
                repair-heads = [3]
                data-loss = 5%
                messages-per-second = 200
                message-bytes = 200
                seconds = 4
                window-packets = 512
              }
              timing { heartbeat = 20ms, parent-misses = 5, repair-head-silence = 400ms, receiver-silence = 300ms }
              faults = [ FAULT ]
              promises {
                messages-lost = at most 0
                incomplete-receivers = at most 0
                failover-p99 = at most 150ms
                longest-orphaned = at most 150ms
                reparented = at least 99%
                without-parent = at most 0
                needless-moves = at most 0
                sender-stall = at most 100ms
                packets-kept = at most 512
                authority-requests = at most 0
                rules-broken = at most 0
              }
            }
            """;

    @Test
    void shouldHoldEveryPromiseWhenARepairHeadDiesAndComesBack() throws InterruptedException {
        DrillReport report = run("{ at = 1s, kill = rh-1, for = 1s }");
        assertThat(broken(report)).isEmpty();
        assertThat(report.failovers().count()).isEqualTo(2);
        assertThat(report.failovers().percentileNs(1)).isGreaterThan(50_000_000);
    }

    @Test
    void shouldCountRequestsForKeysThatWereNotGivenInAdvance() throws InterruptedException {
        Drill drill = small("{ at = 1s, kill = rh-1, for = 1s }");
        DrillReport report = new DrillRun(drill.with(drill.group().withoutBackupKeys()), 1).run();
        assertThat(report.authorityRequests()).isPositive();
        assertThat(broken(report)).containsExactly("authority-requests");
    }

    @Test
    void shouldFindThoseWithoutAParentAndWhatTheyLost() throws InterruptedException {
        DrillReport report = run("{ at = 1s, kill = repair-heads }");
        assertThat(broken(report)).contains("failover-p99").contains("reparented");
    }

    @Test
    void shouldBeTheSameRunWithTheSameSeed() throws InterruptedException {
        DrillRun first = new DrillRun(small("{ at = 1s, kill = 1 of repair-heads }"), 7);
        DrillRun second = new DrillRun(small("{ at = 1s, kill = 1 of repair-heads }"), 7);
        assertThat(first.run().promises()).isEqualTo(second.run().promises());
        assertThat(first.world().eventHash()).isEqualTo(second.world().eventHash());
    }

    @Test
    void shouldFollowASourceThatIsStartedAgain() throws InterruptedException {
        DrillReport report = new DrillRun(DrillLibrary.get("sender-restart"), 1).run();
        assertThat(broken(report)).isEmpty();
    }

    @Test
    void shouldSeeThatASlowApplicationHoldsTheSourceWhenTheWindowIsTooSmall() throws InterruptedException {
        String text = SMALL.replace("FAULT", "{ at = 500ms, slow = receiver-1, messages-per-second = 1, for = 2500ms }")
                .replace("window-packets = 512", "window-packets = 64");
        DrillReport report = new DrillRun(DrillFile.parse("small.conf", text), 1).run();
        assertThat(broken(report)).contains("sender-stall");
    }

    @Test
    void shouldHoldItsPromisesOnLossyAndSlowPaths() throws InterruptedException {
        assertThat(broken(new DrillRun(DrillLibrary.get("lossy-region"), 1).run())).isEmpty();
        assertThat(broken(new DrillRun(DrillLibrary.get("slow-link"), 1).run())).isEmpty();
    }

    @Test
    void shouldSeeThatWhoHearsNothingGetsNothing() throws InterruptedException {
        assertThat(broken(run("{ at = 1s, lose = rh-1, share = 100%, for = 2s }")))
                .contains("longest-orphaned").doesNotContain("messages-lost");
    }

    @Test
    void shouldSeeThatPathsAreLongerForTheirTimeOnly() throws InterruptedException {
        DrillReport slow = run("{ at = 1s, delay = receivers, time = 60ms, jitter = 20ms, for = 1s }");
        DrillReport fast = run("{ at = 1s, delay = receivers, time = 1ms, for = 1s }");
        assertThat(kept(slow)).isGreaterThan(kept(fast) + 8);
        assertThat(broken(slow)).doesNotContain("messages-lost", "needless-moves", "rules-broken");
    }

    private static double kept(DrillReport report) {
        return report.promises().stream().filter(each -> each.name().equals("packets-kept")).findFirst().orElseThrow()
                .measured().orElseThrow();
    }

    private static DrillReport run(String fault) throws InterruptedException {
        return new DrillRun(small(fault), 1).run();
    }

    private static Drill small(String fault) {
        return DrillFile.parse("small.conf", SMALL.replace("FAULT", fault));
    }

    private static List<String> broken(DrillReport report) {
        return report.promises().stream().filter(each -> !each.held()).map(PromiseResult::name).toList();
    }
}
