package io.trackmc.net.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders of drills: what is taken, what comes of it, and that it ends. */
class DrillDeskTest {

    private static final long SECOND_NS = 1_000_000_000L;

    private long nowNs = 1_000;
    private final List<String> log = new ArrayList<>();
    private final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final List<Runnable> driven = new ArrayList<>();
    private final SocketFaults sockets = new SocketFaults(() -> nowNs);
    private final ParentEvents events = new ParentEvents();
    private final ProcessEnd process = new ProcessEnd() {

        @Override
        public void kill() {
            ends.add("kill");
        }

        @Override
        public void terminate() {
            ends.add("terminate");
        }
    };
    private final DrillDesk desk = DrillDesk.ofNode("rh-1", 10 * SECOND_NS, () -> nowNs, process, sockets,
            driven::add, events, log::add);

    @Test
    void shouldCutANodeOffForItsTimeAndNoLonger() {
        assertThat(order("partition", "forMillis", "2000")).contains("\"fault\":\"partition\"", "\"leftMillis\":2000");
        nowNs += 2 * SECOND_NS - 1;
        assertThat(sockets.dropsArriving()).isTrue();
        assertThat(sockets.dropsLeaving()).isTrue();
        nowNs++;
        assertThat(sockets.dropsArriving()).isFalse();
        assertThat(sockets.dropsLeaving()).isFalse();
        assertThat(desk.look()).contains("\"active\":[]");
    }

    @Test
    void shouldLoseAShareOfWhatArrivesOnly() {
        desk.order("loss", Map.of("share", List.of("0.5"), "forMillis", List.of("1000")));
        int lost = 0;
        for (int i = 0; i < 10_000; i++) {
            lost += sockets.dropsArriving() ? 1 : 0;
        }
        assertThat(lost).isBetween(4_500, 5_500);
        assertThat(sockets.dropsLeaving()).isFalse();
    }

    @Test
    void shouldTakeBackWhatItOrdered() {
        order("partition", "forMillis", "2000");
        order("hang", "forMillis", "5000");
        assertThat(driven).hasSize(1);
        assertThat(desk.order("undo", Map.of())).contains("\"active\":[]");
        assertThat(sockets.dropsArriving()).isFalse();
        driven.getFirst().run(); // would stand still for ever in this test's time
        assertThat(log).containsExactly("a drill orders: partition for 2000 ms", "a drill orders: hang for 5000 ms",
                "a drill orders: undo");
    }

    @Test
    void shouldEndTheProcessAsItIsTold() throws InterruptedException {
        desk.order("kill", Map.of());
        assertThat(ends.take()).isEqualTo("kill");
        desk.order("drain", Map.of());
        assertThat(ends.take()).isEqualTo("terminate");
    }

    @Test
    void shouldEndAnAuthorityAndDoNothingElseToIt() throws InterruptedException {
        DrillDesk authority = DrillDesk.ofAuthority("controller", SECOND_NS, () -> nowNs, process, log::add);
        assertThatExceptionOfType(BadOrderException.class)
                .isThrownBy(() -> authority.order("hang", Map.of("forMillis", List.of("10"))))
                .withMessageContaining("allowed there: kill, drain, undo");
        authority.order("kill", Map.of());
        assertThat(ends.take()).isEqualTo("kill");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    partition | forMillis | 10001 | "10001", allowed: 1 to 10000 (drills.longest)
                    partition | forMillis | 0     | "0", allowed
                    partition | forMillis | -1    | "-1", allowed
                    partition | forMillis | 1e3   | "1e3", allowed
                    partition | share     | 1     | allowed: exactly forMillis
                    loss      | forMillis | 1000  | allowed: exactly forMillis and share
                    kill      | forMillis | 1000  | allowed: none
                    meteor    | forMillis | 1000  | allowed: loss, partition, hang, kill, drain, undo
                    """)
    void shouldRefuseWhatItDoesNotKnow(String word, String name, String value, String told) {
        assertThatExceptionOfType(BadOrderException.class).isThrownBy(() -> order(word, name, value))
                .withMessageContaining(told);
        assertThat(sockets.dropsArriving()).isFalse();
        assertThat(ends).isEmpty();
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "1.01", "-0.1", "NaN", "half", "Infinity"})
    void shouldRefuseSharesThatAreNone(String share) {
        assertThatExceptionOfType(BadOrderException.class)
                .isThrownBy(() -> desk.order("loss", Map.of("share", List.of(share), "forMillis", List.of("10"))))
                .withMessageContaining("above 0 and at most 1");
    }

    @Test
    void shouldNotRepeatWhatWouldHarmATerminal() {
        assertThatExceptionOfType(BadOrderException.class)
                .isThrownBy(() -> desk.order("\u001b[2J".repeat(100), Map.of()))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(150).doesNotContain("\u001b"));
    }

    @Test
    void shouldKeepTheNewestEventsOnly() {
        for (int i = 0; i < ParentEvents.KEPT + 1; i++) {
            events.bound(i, "parent-" + i);
        }
        events.lost(7, "rh-x", "silent");
        assertThat(desk.look()).doesNotContain("\"parent-0\"", "\"parent-1\"").contains("\"parent-2\"",
                "\"reason\":\"silent\"");
    }

    private String order(String word, String name, String value) {
        return desk.order(word, Map.of(name, List.of(value)));
    }
}
