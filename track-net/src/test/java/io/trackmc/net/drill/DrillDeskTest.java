package io.trackmc.net.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.net.Addresses;
import io.trackmc.net.tree.ParentEvent;
import io.trackmc.net.tree.ParentEvent.Kind;
import io.trackmc.proto.engine.Endpoint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders of drills: what is taken, what comes of it, and that it ends. */
class DrillDeskTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Endpoint NODE = Addresses.endpoint(Addresses.parse("10.0.0.1:4000"));
    private static final Endpoint FRIEND = Addresses.endpoint(Addresses.parse("10.0.0.2:4000"));
    private static final Endpoint STRANGER = Addresses.endpoint(Addresses.parse("10.0.0.2:4001"));

    private long nowNs = 1_000;
    private final List<String> log = new ArrayList<>();
    private final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final List<Runnable> driven = new ArrayList<>();
    private final SocketFaults sockets = new SocketFaults(() -> nowNs);
    private final ParentEvents events = new ParentEvents(id -> "parent-" + id);
    private final SkewedClock clock = new SkewedClock(InstantSource.fixed(NOON), () -> nowNs);
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
    private final DrillDesk desk = DrillDesk.ofNode(new DrilledNode("rh-1", NODE, sockets, clock, driven::add, events),
            10 * SECOND_NS, () -> nowNs, process, log::add);

    @Test
    void shouldCutANodeOffForItsTimeAndNoLonger() {
        assertThat(order("partition", "forMillis", "2000")).contains("\"fault\":\"partition\"", "\"leftMillis\":2000");
        nowNs += 2 * SECOND_NS - 1;
        assertThat(hearsNot(STRANGER)).isTrue();
        assertThat(sockets.dropsLeaving(STRANGER)).isTrue();
        nowNs++;
        assertThat(hearsNot(STRANGER)).isFalse();
        assertThat(sockets.dropsLeaving(STRANGER)).isFalse();
        assertThat(desk.look()).contains("\"active\":[]");
    }

    @Test
    void shouldLoseAShareOfWhatArrivesOnly() {
        desk.order("loss", Map.of("share", List.of("0.5"), "forMillis", List.of("1000")));
        int lost = 0;
        for (int i = 0; i < 10_000; i++) {
            lost += hearsNot(STRANGER) ? 1 : 0;
        }
        assertThat(lost).isBetween(4_500, 5_500);
        assertThat(sockets.dropsLeaving(STRANGER)).isFalse();
    }

    @Test
    void shouldCutNodesOffTogether() {
        desk.order("partition", Map.of("forMillis", List.of("2000"), "among", List.of("10.0.0.2:4000,10.0.0.3:4000")));
        assertThat(hearsNot(STRANGER)).isTrue();
        assertThat(hearsNot(FRIEND)).isFalse();
        assertThat(sockets.dropsLeaving(STRANGER)).isTrue();
        assertThat(sockets.dropsLeaving(FRIEND)).isFalse();
        assertThat(sockets.dropsLeaving(null)).as("what goes to a group is for its friends too").isFalse();
        nowNs += 2 * SECOND_NS;
        assertThat(hearsNot(STRANGER)).isFalse();
    }

    @Test
    void shouldHearNothingOfThoseThatAreCutOff() {
        desk.order("shun", Map.of("forMillis", List.of("2000"), "from", List.of("10.0.0.2:4000")));
        assertThat(hearsNot(FRIEND)).isTrue();
        assertThat(hearsNot(STRANGER)).isFalse();
        assertThat(sockets.dropsLeaving(FRIEND)).isFalse();
        desk.order("undo", Map.of());
        assertThat(hearsNot(FRIEND)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost:4000", "10.0.0.2", "10.0.0.2:70000", "10.0.0.2:4000,", "300.0.0.1:4000",
                "[::g]:4000", "evil.example:1"})
    void shouldLookUpNoNames(String peers) {
        assertThatExceptionOfType(BadOrderException.class).isThrownBy(() -> desk.order("partition",
                Map.of("forMillis", List.of("2000"), "among", List.of(peers)))).withMessageContaining("allowed");
        assertThat(hearsNot(STRANGER)).isFalse();
    }

    @Test
    void shouldRefuseMoreAddressesThanItKeeps() {
        String peers = "10.0.0.2:4000" + ",10.0.0.2:4000".repeat(OrderText.MOST_PEERS);
        assertThatExceptionOfType(BadOrderException.class).isThrownBy(() -> desk.order("shun",
                Map.of("forMillis", List.of("2000"), "from", List.of(peers)))).withMessageContaining("at most 32");
    }

    @Test
    void shouldHoldBackWhatArrives() {
        assertThat(sockets.delayArrivingNs()).isZero();
        desk.order("delay", Map.of("millis", List.of("20"), "jitterMillis", List.of("5"), "forMillis",
                List.of("1000")));
        for (int i = 0; i < 1_000; i++) {
            assertThat(sockets.delayArrivingNs()).isBetween(20_000_000L, 25_000_000L);
        }
        assertThat(hearsNot(STRANGER)).isFalse();
        nowNs += SECOND_NS;
        assertThat(sockets.delayArrivingNs()).isZero();
    }

    @Test
    void shouldSetTheClockWrongAndRightAgain() {
        desk.order("skew", Map.of("offsetMillis", List.of("-3600000"), "forMillis", List.of("1000")));
        assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(3_600));
        nowNs += SECOND_NS;
        assertThat(clock.instant()).as("the node keeps the time by another clock").isEqualTo(NOON);
        desk.order("skew", Map.of("offsetMillis", List.of("1"), "forMillis", List.of("1000")));
        desk.order("undo", Map.of());
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void shouldHaveFaultsOfSeveralKindsAtTheSameTime() {
        order("partition", "forMillis", "1000");
        desk.order("delay", Map.of("millis", List.of("20"), "jitterMillis", List.of("0"), "forMillis",
                List.of("5000")));
        assertThat(desk.look()).contains("\"fault\":\"partition\"", "\"fault\":\"delay\"");
        assertThat(hearsNot(STRANGER)).isTrue();
        order("partition", "forMillis", "2000");
        assertThat(desk.look()).contains("\"leftMillis\":2000").doesNotContain("\"leftMillis\":1000");
    }

    @Test
    void shouldSayWhenTheProcessWillEnd() {
        assertThat(desk.look()).contains("\"address\":\"10.0.0.1:4000\"").doesNotContain("endsNanoTime");
        assertThat(desk.order("kill", Map.of())).contains("\"nanoTime\":1000,", "\"endsNanoTime\":200001000");
    }

    @Test
    void shouldTakeBackWhatItOrdered() {
        order("partition", "forMillis", "2000");
        order("hang", "forMillis", "5000");
        assertThat(driven).hasSize(1);
        assertThat(desk.order("undo", Map.of())).contains("\"active\":[]");
        assertThat(hearsNot(STRANGER)).isFalse();
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

    /** A busy host may run the last thread of a process later. */
    @Test
    void shouldBeSilentFromWhenItIsSaidToEnd() {
        desk.order("kill", Map.of());
        nowNs += 199_999_999;
        assertThat(sockets.dropsLeaving(STRANGER)).isFalse();
        nowNs++;
        assertThat(sockets.dropsLeaving(STRANGER)).isTrue();
        assertThat(sockets.dropsLeaving(null)).isTrue();
        assertThat(hearsNot(STRANGER)).isTrue();
    }

    @Test
    void shouldGoOnTalkingWhileItDrains() {
        desk.order("drain", Map.of());
        nowNs += SECOND_NS;
        assertThat(sockets.dropsLeaving(STRANGER)).isFalse();
    }

    @Test
    void shouldEndAnAuthorityAndDoNothingElseToIt() throws InterruptedException {
        DrillDesk authority = DrillDesk.ofAuthority("controller", SECOND_NS, () -> nowNs, process, clock, log::add);
        assertThatExceptionOfType(BadOrderException.class)
                .isThrownBy(() -> authority.order("hang", Map.of("forMillis", List.of("10"))))
                .withMessageContaining("allowed there: skew, kill, drain, undo");
        authority.order("kill", Map.of());
        assertThat(ends.take()).isEqualTo("kill");
    }

    /** What has expired would be good again, as often as somebody orders it. */
    @Test
    void shouldNotSetTheClockOfAnAuthorityBack() {
        DrillDesk authority = DrillDesk.ofAuthority("controller", SECOND_NS, () -> nowNs, process, clock, log::add);
        Instant before = clock.instant();

        assertThatExceptionOfType(BadOrderException.class)
                .isThrownBy(() -> authority.order("skew",
                        Map.of("forMillis", List.of("10"), "offsetMillis", List.of("-1"))))
                .withMessageContaining("allowed at an authority: one that is fast");
        assertThat(clock.instant()).isAfterOrEqualTo(before);

        authority.order("skew", Map.of("forMillis", List.of("10"), "offsetMillis", List.of("86400000")));
        assertThat(clock.instant()).isAfter(before.plusSeconds(80_000));
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
                    delay     | forMillis | 1000  | allowed: exactly forMillis and jitterMillis and millis
                    skew      | forMillis | 1000  | allowed: exactly forMillis and offsetMillis
                    shun      | forMillis | 1000  | allowed: exactly forMillis and from
                    meteor    | forMillis | 1000  | allowed: loss, delay, partition, shun, hang, skew, kill, drain, undo
                    """)
    void shouldRefuseWhatItDoesNotKnow(String word, String name, String value, String told) {
        assertThatExceptionOfType(BadOrderException.class).isThrownBy(() -> order(word, name, value))
                .withMessageContaining(told);
        assertThat(hearsNot(STRANGER)).isFalse();
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
            events.add(i, new ParentEvent(Kind.BOUND, i, ""));
        }
        events.add(7, new ParentEvent(Kind.LOST, 7, "silent"));
        assertThat(desk.look()).doesNotContain("\"parent-0\"", "\"parent-1\"").contains("\"parent-2\"",
                "\"reason\":\"silent\"");
    }

    private boolean hearsNot(Endpoint peer) {
        return sockets.dropsArriving(peer.high(), peer.low(), peer.port());
    }

    private String order(String word, String name, String value) {
        return desk.order(word, Map.of(name, List.of(value)));
    }
}
