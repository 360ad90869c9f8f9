package io.trackmc.feed.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How sessions begin and follow one another on lines that are not equally far. */
class SessionsTest extends TwoLinesScene {

    private static final int MANY = 200;

    private final TestLine present = new TestLine("S1");
    private final TestLine following = new TestLine("S2");

    @Test
    void shouldBeginWithTheFirstMessageThatAnyLineBrings() {
        offer(present, 0, 5, 6);
        assertThat(heard.log).isEmpty();
        offer(present, 1, 1, 6);
        end(present, 0, 7);
        end(present, 1, 7);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "2", "3", "4", "5", "6", "over S1 whole");
        assertThat(two.counts()).isEqualTo(new LineCounts(6, 0, 2, 0, 0, 0));
    }

    @Test
    void shouldNotCallWholeWhatItHasNotFromTheBeginning() {
        offer(present, 0, 5, 6);
        offer(present, 1, 3, 6);
        end(present, 0, 7);
        end(present, 1, 7);
        assertThat(heard.log).containsExactly("session S1 from 3", "3", "4", "5", "6", "over S1 broken");
    }

    @Test
    void shouldNotWaitForTheFirstMessageOfALineThatIsSilent() {
        offer(present, 0, 5, 6);
        pass(TIMEOUT_NS - 1);
        assertThat(heard.log).isEmpty();
        pass(1);
        assertThat(heard.log).containsExactly("session S1 from 5", "5", "6");
        offer(present, 1, 2, 5);
        assertThat(two.counts().dropped()).isEqualTo(3);
        assertThat(two.counts().duplicates()).isOne();
    }

    @Test
    void shouldNotWaitForTheFirstMessageOfALineThatHasGone() {
        offer(present, 0, 5, 5);
        two.gone(nowNs, 1);
        assertThat(heard.log).containsExactly("session S1 from 5", "5");
    }

    @Test
    void shouldWaitForALineThatIsNotThereBetweenTwoSessions() {
        for (int line = 0; line < 2; line++) {
            offer(present, line, 1, 1);
            end(present, line, 2);
            two.ended(nowNs, line);
        }
        two.began(0);
        offer(following, 0, 2, 2);
        offer(following, 0, 4, 4);
        two.ended(nowNs, 0);
        pass(TIMEOUT_NS - 1);
        assertThat(heard.log).endsWith("over S1 whole", "A lacks 3-3");
        two.began(1);
        offer(following, 1, 1, 4);
        end(following, 1, 5);
        assertThat(heard.log).endsWith("A lacks 3-3", "session S2 from 1", "1", "2", "3", "4", "over S2 whole");
    }

    @Test
    void shouldNotWaitForeverWhenAllHaveLeft() {
        offer(present, 0, 2, 2);
        two.ended(nowNs, 0);
        two.ended(nowNs, 1);
        pass(TIMEOUT_NS - 1);
        assertThat(heard.log).isEmpty();
        pass(1);
        assertThat(heard.log).containsExactly("session S1 from 2", "2", "over S1 broken");
    }

    @Test
    void shouldHoldALineBackWhileItIsNotKnownWhereASessionBegins() {
        long sequence = 5;
        while (two.hasRoom(0) && sequence < MANY) {
            offer(present, 0, sequence, sequence);
            sequence++;
        }
        assertThat(sequence).isLessThan(MANY);
        assertThat(two.hasRoom(1)).isTrue();
        offer(present, 1, 1, 4);
        assertThat(two.hasRoom(0)).isTrue();
        assertThat(two.counts().messages()).isEqualTo(sequence - 1);
    }

    @Test
    void shouldKeepWhatALineBringsOfTheNextSession() {
        offer(present, 0, 1, 2);
        offer(present, 1, 1, 1);
        end(present, 0, 4);
        two.ended(nowNs, 0);
        two.began(0);
        offer(following, 0, 1, 2);
        end(following, 0, 3);
        two.ended(nowNs, 0);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "2", "A lacks 3-3");
        offer(present, 1, 2, 3);
        end(present, 1, 4);
        assertThat(heard.log).endsWith("3", "recovered 3-3", "over S1 whole", "session S2 from 1", "1", "2",
                "over S2 whole");
        two.ended(nowNs, 1);
        two.began(1);
        offer(following, 1, 1, 2);
        end(following, 1, 3);
        assertThat(heard.log).endsWith("over S2 whole");
        assertThat(two.counts()).isEqualTo(new LineCounts(5, 0, 4, 1, 0, 0));
    }

    @Test
    void shouldNotLetTheNextSessionWaitForALineThatIsSilent() {
        offer(present, 0, 1, 2);
        offer(present, 1, 1, 1);
        offer(following, 0, 1, 1);
        pass(TIMEOUT_NS - 1);
        offer(present, 1, 2, 3);
        pass(TIMEOUT_NS - 1);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "2", "3");
        pass(1);
        assertThat(heard.log).endsWith("3", "over S1 broken", "session S2 from 1", "1");
        offer(present, 1, 3, 6);
        assertThat(two.counts()).isEqualTo(new LineCounts(4, 0, 3, 0, 0, 3));
        end(present, 1, 7);
        offer(following, 1, 1, 2);
        assertThat(heard.log).endsWith("session S2 from 1", "1", "2");
    }

    @Test
    void shouldTellWhatIsMissingInASessionThatIsGivenUp() {
        offer(present, 0, 1, 1);
        offer(present, 0, 3, 3);
        offer(following, 0, 1, 1);
        pass(TIMEOUT_NS);
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "A lacks 2-2", "lost 2-2", "3",
                "over S1 broken", "session S2 from 1", "1");
    }

    @Test
    void shouldHoldBackALineThatIsFarIntoTheNextSession() {
        offer(present, 0, 1, 1);
        offer(present, 1, 1, 1);
        long sequence = 1;
        while (two.hasRoom(0) && sequence < MANY) {
            offer(following, 0, sequence, sequence);
            sequence++;
        }
        assertThat(sequence).isLessThan(MANY);
        assertThat(two.hasRoom(1)).isTrue();
        end(present, 1, 2);
        two.ended(nowNs, 1);
        assertThat(two.hasRoom(0)).isTrue();
        assertThat(two.counts().messages()).isEqualTo(sequence);
        assertThat(two.counts().dropped()).isZero();
    }

    @Test
    void shouldFollowALineThroughSessionsThatTheOtherBringsLater() {
        TestLine last = new TestLine("S3");
        for (TestLine session : new TestLine[] {present, following, last}) {
            offer(session, 0, 1, 2);
            end(session, 0, 3);
            two.ended(nowNs, 0);
            two.began(0);
        }
        for (TestLine session : new TestLine[] {present, following, last}) {
            offer(session, 1, 1, 2);
            end(session, 1, 3);
        }
        assertThat(heard.log).containsExactly("session S1 from 1", "1", "2", "over S1 whole", "session S2 from 1",
                "1", "2", "over S2 whole", "session S3 from 1", "1", "2", "over S3 whole");
        assertThat(two.counts()).isEqualTo(new LineCounts(6, 0, 6, 0, 0, 0));
    }

    @Test
    void shouldKeepNothingOfALineThatComesAndGoesWithoutAWord() {
        offer(present, 0, 1, 1);
        offer(present, 1, 1, 1);
        offer(following, 0, 1, 1);
        for (int i = 0; i < MANY; i++) {
            two.ended(nowNs, 0);
            two.began(0);
        }
        assertThat(two.hasRoom(0)).isTrue();
        end(present, 1, 2);
        assertThat(heard.log).endsWith("over S1 whole", "session S2 from 1", "1");
    }

    private void offer(TestLine session, int line, long first, long last) {
        offer(two, session, line, first, last);
    }

    private void end(TestLine session, int line, long sequence) {
        end(two, session, line, sequence);
    }
}
