package io.trackmc.feed.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArbiterTest extends TwoLinesScene {

    private final TestLine a = new TestLine("S1");
    private final Arbiter one = new Arbiter(1, TIMEOUT_NS, ROOM_BYTES, heard);

    @Test
    void shouldDeliverEachMessageOfTwoLinesOnce() {
        offer(two, 0, 1, 2);
        offer(two, 1, 1, 1);
        offer(two, 1, 2, 3);
        offer(two, 0, 3, 4);
        end(two, 0, 5);
        offer(two, 1, 4, 4);
        end(two, 1, 5);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "2", "3", "4", "over S1 whole");
        assertThat(two.counts()).isEqualTo(new LineCounts(4, 0, 4, 0, 0, 0));
    }

    @Test
    void shouldGoOnWithTheOtherWhenTheInputOfOneWasCutShort() {
        offer(two, 0, 1, 2);
        offer(two, 1, 1, 1);
        end(two, 0, 3);
        offer(two, 1, 2, 4);
        pass(TIMEOUT_NS);
        assertThat(heard.log).doesNotContain("over S1 whole");
        end(two, 1, 5);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "2", "3", "4", "over S1 whole");
    }

    @Test
    void shouldNotWaitForALineThatBringsNoEnd() {
        offer(two, 0, 1, 1);
        offer(two, 1, 1, 1);
        end(two, 0, 2);
        assertThat(heard.log).doesNotContain("over S1 whole");
        pass(TIMEOUT_NS);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "over S1 whole");
    }

    @Test
    void shouldGiveUpAtOnceWhatTheOnlyLineHasNot() {
        offer(one, 0, 1, 1);
        offer(one, 0, 4, 5);
        end(one, 0, 7);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "A lacks 2-3", "lost 2-3", "4", "5",
                "A lacks 6-6", "lost 6-6", "over S1 broken");
        assertThat(one.counts()).isEqualTo(new LineCounts(3, 3, 0, 3, 0, 0));
    }

    @Test
    void shouldWaitForTheOtherLineToFillAGap() {
        offer(two, 0, 1, 1);
        offer(two, 1, 1, 1);
        offer(two, 0, 4, 4);
        assertThat(two.isWaiting()).isTrue();
        pass(TIMEOUT_NS - 1);
        offer(two, 1, 2, 3);
        pass(TIMEOUT_NS);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "A lacks 2-3", "2", "3", "4",
                "recovered 2-4");
        assertThat(two.isWaiting()).isFalse();
    }

    @Test
    void shouldGiveUpWhatBothLinesHavePassed() {
        offer(two, 0, 1, 1);
        offer(two, 1, 1, 1);
        offer(two, 0, 5, 5);
        offer(two, 1, 3, 3);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "A lacks 2-4", "B lacks 2-2", "lost 2-2",
                "3");
        offer(two, 1, 6, 6);
        assertThat(heard.log).endsWith("B lacks 4-5", "lost 4-4", "5", "6");
    }

    @Test
    void shouldNotWaitLongerThanTheTimeOutForALineThatIsSilent() {
        offer(two, 0, 1, 1);
        offer(two, 0, 3, 3);
        pass(TIMEOUT_NS - 1);
        assertThat(heard.log).doesNotContain("lost 2-2");
        pass(1);
        assertThat(heard.log).endsWith("lost 2-2", "3");
    }

    @Test
    void shouldTakeTheTimeOutForEachGapAnew() {
        offer(two, 1, 1, 1);
        offer(two, 0, 1, 1);
        offer(two, 0, 3, 3);
        pass(TIMEOUT_NS - 1);
        offer(two, 1, 2, 2);
        offer(two, 0, 5, 5);
        pass(TIMEOUT_NS - 1);
        assertThat(heard.log).noneMatch(line -> line.startsWith("lost"));
        pass(1);
        assertThat(heard.log).endsWith("lost 4-4", "5");
    }

    @Test
    void shouldGoOnWithTheOtherLineWhenOneEnds() {
        offer(two, 0, 1, 1);
        offer(two, 1, 1, 1);
        offer(two, 1, 3, 3);
        two.ended(nowNs, 0);
        assertThat(heard.log).endsWith("B lacks 2-2", "lost 2-2", "3");
        offer(two, 1, 4, 4);
        two.ended(nowNs, 1);
        assertThat(heard.log).endsWith("4", "over S1 broken");
    }

    @Test
    void shouldLearnFromHeartbeatsAndTheEndWhatIsMissing() {
        offer(one, 0, 1, 1);
        one.offer(nowNs, 0, a.frame(3, 2), 0, a.length()); // a heartbeat before message 3
        assertThat(heard.log).endsWith("A lacks 2-2", "lost 2-2");
    }

    @Test
    void shouldCountFramesThatAreNone() {
        assertThat(one.offer(nowNs, 0, new byte[27], 0, 27)).isFalse();
        assertThat(one.counts().malformed()).isOne();
        assertThat(heard.log).isEmpty();
    }

    @Test
    void shouldHoldBackALineThatIsFarAhead() {
        offer(two, 0, 1, 1);
        offer(two, 1, 1, 1);
        long sequence = 3;
        while (two.hasRoom(0)) {
            offer(two, 0, sequence, sequence);
            sequence++;
        }
        assertThat(sequence).isBetween(5L, ROOM_BYTES);
        assertThat(two.hasRoom(1)).as("who brings what is missing").isTrue();
        offer(two, 1, 2, 2);
        assertThat(two.hasRoom(0)).isTrue();
    }

    @Test
    void shouldBeginWhereASnapshotEnds() {
        heard.wanted = 4;
        offer(one, 0, 2, 5);
        assertThat(heard.log).containsExactly("session S1 from 2", "4", "5");
        assertThat(one.counts().gaps()).isZero();
    }

    @Test
    void shouldLeaveASessionThatNobodyElseIsIn() {
        offer(one, 0, 1, 1);
        TestLine next = new TestLine("S2");
        one.offer(nowNs, 0, next.frame(1, 1), 0, next.length());
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "over S1 broken", "session S2 from 1", "1");
    }

    @Test
    void shouldNotTakeALineThatComesLateForAnotherSession() {
        two.began(0);
        offer(two, 0, 1, 2);
        end(two, 0, 3);
        two.ended(nowNs, 0);
        two.began(1);
        offer(two, 1, 1, 2);
        end(two, 1, 3);
        two.ended(nowNs, 1);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "2", "over S1 whole");
        assertThat(two.counts().duplicates()).isEqualTo(2);
        two.began(1);
        offer(two, 1, 1, 1);
        assertThat(heard.log).endsWith("over S1 whole", "session S1 from 1", "1");
    }

    @Test
    void shouldTakeTheSameNameAgainOnceAllHaveLeft() {
        offer(one, 0, 1, 1);
        end(one, 0, 2);
        offer(one, 0, 2, 2);
        assertThat(heard.log).endsWith("over S1 whole");
        one.ended(nowNs, 0);
        one.began(0);
        offer(one, 0, 1, 1);
        assertThat(heard.log).endsWith("over S1 whole", "session S1 from 1", "1");
    }

    private void offer(Arbiter arbiter, int line, long first, long last) {
        offer(arbiter, a, line, first, last);
    }

    private void end(Arbiter arbiter, int line, long sequence) {
        end(arbiter, a, line, sequence);
    }
}
