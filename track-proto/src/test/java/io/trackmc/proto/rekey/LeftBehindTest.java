package io.trackmc.proto.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.testing.Overflow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a node says that only an authority can help, and how often. */
class LeftBehindTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    private final SetUpdates updates = new SetUpdates(4, 4);
    private final EventQueue events = new EventQueue(new Counters());
    private final LeftBehind behind = made(1);
    private final List<Long> saidNs = new ArrayList<>();
    private long nowNs = Overflow.in(3 * SECOND);

    @Test
    void whoeverLacksNoMoreThanParentsKeepAsksThem() {
        behind.told(nowNs, KeyLayer.TRANSPORT, 4 + KeyUpdates.KEPT_REKEYS);

        assertThat(behind.deadlineNs()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void whoeverLacksMoreSaysSoSoonAndThenEverLessOften() {
        behind.told(nowNs, KeyLayer.TRANSPORT, 5 + KeyUpdates.KEPT_REKEYS);

        runFor(600 * SECOND);

        assertThat(saidNs.getFirst()).isLessThan(LeftBehind.SHORTEST_SPREAD_NS);
        assertThat(gaps()).first().satisfies(gap -> assertThat(gap).isBetween(LeftBehind.FIRST_RETRY_NS,
                LeftBehind.FIRST_RETRY_NS * 3 / 2));
        assertThat(gaps()).allSatisfy(gap -> assertThat(gap).isBetween(LeftBehind.FIRST_RETRY_NS,
                LeftBehind.LONGEST_RETRY_NS * 3 / 2));
        assertThat(saidNs).hasSizeBetween(5, 12);
    }

    @Test
    void whenTheKeysHaveComeItIsQuietAndTheNextTimeBeginsAnew() {
        behind.told(nowNs, KeyLayer.TRANSPORT, 100);
        runFor(60 * SECOND);
        updates.applied = 100;
        updates.newest = 100;
        behind.applied(KeyLayer.TRANSPORT);
        saidNs.clear();

        behind.told(nowNs, KeyLayer.TRANSPORT, 101);
        runFor(600 * SECOND);
        assertThat(saidNs).isEmpty();

        behind.told(nowNs, KeyLayer.TRANSPORT, 200);
        runFor(SECOND);
        assertThat(saidNs).hasSize(1);
    }

    @Test
    void whoIsToldOfMoreThanThereIsAsksNoMoreOftenForTrueRekeys() {
        for (int second = 0; second < 3_600; second++) {
            behind.told(nowNs, KeyLayer.TRANSPORT, updates.newest + 100);
            int said = saidNs.size();
            runFor(SECOND);
            if (saidNs.size() > said) {
                behind.renewed(KeyLayer.TRANSPORT, false);
            }
            updates.applied++;
            updates.newest++;
            behind.applied(KeyLayer.TRANSPORT);
        }

        assertThat(saidNs).hasSizeBetween(2, 40);
    }

    @Test
    void anAnswerThatBringsSomethingLetsTheNextTimeBeginAnew() {
        behind.told(nowNs, KeyLayer.TRANSPORT, 100);
        runFor(600 * SECOND);
        behind.renewed(KeyLayer.TRANSPORT, false);
        behind.renewed(KeyLayer.TRANSPORT, true);
        updates.applied = 100;
        updates.newest = 100;
        behind.applied(KeyLayer.TRANSPORT);
        saidNs.clear();

        behind.told(nowNs, KeyLayer.TRANSPORT, 200);
        runFor(20 * SECOND);

        assertThat(saidNs).hasSizeBetween(2, 4);
    }

    @Test
    void questionsInVainForALittleWhileMeanNothing() {
        for (int i = 0; i < 3; i++) {
            askStale(LeftBehind.STUCK_NS - 100 * MS);
            runFor(LeftBehind.STUCK_NS + 100 * MS);
        }

        assertThat(saidNs).isEmpty();
    }

    @Test
    void questionsInVainForLongMeanThatOnlyAnAuthorityCanHelp() {
        askStale(LeftBehind.STUCK_NS + 600 * MS);
        runFor(SECOND);

        assertThat(saidNs).hasSize(1);
        assertThat(behind.isStuck()).isTrue();
    }

    @Test
    void aParentThatSpeaksToThisNodeAloneEndsThat() {
        askStale(LeftBehind.STUCK_NS + 200 * MS);
        behind.heardAlone();
        saidNs.clear();

        runFor(60 * SECOND);

        assertThat(behind.isStuck()).isFalse();
        assertThat(saidNs).isEmpty();
    }

    @Test
    void aParentThatGivesNothingThatItCertainlyHasIsNotAskedForEver() {
        for (int asked = 1; asked < LeftBehind.VAIN_QUESTIONS; asked++) {
            behind.asked(nowNs, KeyLayer.TRANSPORT, asked);
        }
        assertThat(behind.deadlineNs()).isEqualTo(Deadlines.NONE);

        behind.asked(nowNs, KeyLayer.TRANSPORT, LeftBehind.VAIN_QUESTIONS);

        runFor(SECOND);
        assertThat(saidNs).hasSize(1);
    }

    @Test
    void whoeverHasNoKeysOfALayerLacksNone() {
        LeftBehind relays = new LeftBehind(StaticKeys.INSTANCE, events, new SplittableRandom(1));

        relays.told(nowNs, KeyLayer.CONTENT, 100);

        assertThat(relays.deadlineNs()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void aCrowdSpreads() {
        List<Long> due = IntStream.range(0, 1_000).mapToObj(seed -> {
            LeftBehind one = made(seed);
            one.siblings(1_000);
            one.told(nowNs, KeyLayer.TRANSPORT, 100);
            return one.deadlineNs() - nowNs;
        }).toList();

        assertThat(due).allSatisfy(ns -> assertThat(ns).isBetween(0L, LeftBehind.LONGEST_SPREAD_NS));
        for (int part = 0; part < 5; part++) {
            long from = part * SECOND;
            assertThat(due.stream().filter(ns -> ns >= from && ns < from + SECOND)).hasSizeBetween(120, 280);
        }
    }

    private LeftBehind made(int seed) {
        return new LeftBehind(updates, events, new SplittableRandom(seed));
    }

    private void askStale(long forNs) {
        long endNs = nowNs + forNs;
        while (nowNs - endNs < 0) {
            behind.askedStale(nowNs);
            runFor(500 * MS);
        }
    }

    /** Notes when it said so, from the beginning of this. */
    private void runFor(long ns) {
        long startNs = nowNs;
        for (long passed = 0; passed < ns; passed += 10 * MS) {
            nowNs += 10 * MS;
            behind.onTimeout(nowNs);
            events.drain(event -> {
                assertThat(event).isEqualTo(new EngineEvent.LeftBehind(KeyLayer.TRANSPORT));
                saidNs.add(nowNs - startNs);
            }, Integer.MAX_VALUE);
        }
    }

    private List<Long> gaps() {
        return IntStream.range(1, saidNs.size()).mapToObj(i -> saidNs.get(i) - saidNs.get(i - 1)).toList();
    }
}
