package io.trackmc.proto.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackTiming;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.wire.RekeyPart;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a child believes of rekeys that others tell of: its parent alone, or anybody who has the region's key. */
class RekeyHintsTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final int NODE = 10;

    private final SetUpdates updates = new SetUpdates(4, 4);
    private final RekeyRequestMessage request = new RekeyRequestMessage();
    private final RekeyQuestions questions = questions();
    private long nowNs = Overflow.in(2 * SECOND);

    @Test
    void whatTheParentSaysToThisChildAloneIsAskedForUntilItComes() {
        questions.told(nowNs, KeyLayer.TRANSPORT, 6);

        assertThat(asked(10 * SECOND)).isGreaterThan(10);
        assertThat(request.rekey()).isEqualTo(5);
        assertThat(request.later()).isTrue();
        assertThat(questions.isStarved(nowNs)).isTrue();
    }

    @Test
    void anEpochOfWhichTheParentTellsThisChildAloneIsAskedForUntilItComes() {
        questions.toldContentEpoch(nowNs, updates.installedEpoch(KeyLayer.CONTENT));
        assertThat(asked(SECOND)).isZero();

        questions.toldContentEpoch(nowNs, updates.installedEpoch(KeyLayer.CONTENT) + 1);

        assertThat(asked(10 * SECOND)).isGreaterThan(10);
        assertThat(request.layer()).isEqualTo(KeyLayer.CONTENT.code());
        assertThat(request.header()).isTrue();
        assertThat(questions.vainForItself(KeyLayer.CONTENT)).isGreaterThan(10);
        assertThat(questions.isStarved(nowNs)).isTrue();
    }

    @Test
    void anEpochIsForgottenWithTheParentThatToldOfIt() {
        questions.toldContentEpoch(nowNs, updates.installedEpoch(KeyLayer.CONTENT) + 1);
        asked(SECOND);

        questions.newParent(nowNs);

        assertThat(asked(10 * SECOND)).isZero();
    }

    @Test
    void aHintIsWorthAFewQuestionsAfterTheNextRekey() {
        questions.hint(nowNs, KeyLayer.TRANSPORT, RekeyPart.MAX_REKEY);

        assertThat(asked(10 * SECOND)).isEqualTo(RekeyFetcher.HINT_QUESTIONS);
        assertThat(request.rekey()).isEqualTo(5);
        assertThat(request.later()).isFalse();
        assertThat(questions.isStarved(nowNs)).isFalse();
    }

    @Test
    void hintsWithoutEndMakeAChildAskNoMoreThanAFewTimesInHalfASecond() {
        int asked = 0;
        for (int i = 0; i < 10_000; i++) {
            questions.hint(nowNs, KeyLayer.TRANSPORT, RekeyPart.MAX_REKEY - i);
            asked += asked(MS);
        }
        assertThat(asked).isBetween(10, 20 * RekeyFetcher.HINT_QUESTIONS);
    }

    @Test
    void aParentThatHasNotAnsweredWhatHintsWereWorthIsInDoubtAsLongAsHintsGoOn() {
        questions.hint(nowNs, KeyLayer.TRANSPORT, 5);
        asked(SECOND);
        assertThat(questions.isStarved(nowNs)).isFalse();

        questions.hint(nowNs, KeyLayer.TRANSPORT, 5);
        asked(500 * MS);
        assertThat(questions.isStarved(nowNs)).isTrue();

        asked(2 * SECOND);
        assertThat(questions.isStarved(nowNs)).isFalse();
    }

    @Test
    void aParentIsNotInDoubtForWhatTheOneBeforeDidNotAnswer() {
        for (int i = 0; i < 3; i++) {
            questions.hint(nowNs, KeyLayer.TRANSPORT, 5);
            asked(SECOND);
        }
        questions.hint(nowNs, KeyLayer.TRANSPORT, 5);
        assertThat(questions.isStarved(nowNs)).isTrue();

        questions.newParent(nowNs);

        assertThat(questions.isStarved(nowNs)).isFalse();
    }

    @Test
    void afterAFalseHintATrueOneIsHeard() {
        questions.hint(nowNs, KeyLayer.TRANSPORT, RekeyPart.MAX_REKEY);
        asked(SECOND);

        questions.hint(nowNs, KeyLayer.TRANSPORT, 5);

        assertThat(asked(SECOND)).isPositive();
    }

    @Test
    void whatAParentSaidIsForgottenWithThatParent() {
        questions.told(nowNs, KeyLayer.TRANSPORT, RekeyPart.MAX_REKEY);
        asked(SECOND);

        questions.newParent(nowNs);

        assertThat(asked(10 * SECOND)).isZero();
    }

    @Test
    void aRepairHeadAsksAnotherParentForWhatIsBelowItThoughTheOneBeforeSpokeOfRekeysThatAreNot() {
        RekeyQuestions ofHead = questions(NODE);
        ofHead.told(nowNs, KeyLayer.TRANSPORT, RekeyPart.MAX_REKEY);
        nowNs += SECOND;
        assertThat(ofHead.fill(nowNs, request)).isTrue();
        assertThat(asksForSubtree()).isTrue();

        ofHead.newParent(nowNs);
        updates.newest = 5;
        updates.applied = 5;
        ofHead.look(nowNs);
        nowNs += SECOND;

        assertThat(ofHead.fill(nowNs, request)).isTrue();
        assertThat(asksForSubtree()).isTrue();
    }

    private boolean asksForSubtree() {
        return java.util.stream.IntStream.range(0, request.entryCount())
                .anyMatch(i -> request.count(i) == RekeyRequestMessage.SUBTREE);
    }

    @Test
    void aParentTakesBackWhatItSaid() {
        questions.told(nowNs, KeyLayer.TRANSPORT, 9);
        questions.told(nowNs, KeyLayer.TRANSPORT, 4);

        assertThat(asked(SECOND)).isZero();
    }

    /** Questions that are written within a time, one after the other as they are due. */
    private int asked(long withinNs) {
        int asked = 0;
        long endNs = nowNs + withinNs;
        for (; nowNs - endNs < 0; nowNs += MS / 4) {
            asked += questions.fill(nowNs, request) ? 1 : 0;
        }
        return asked;
    }

    private RekeyQuestions questions() {
        return questions(-1);
    }

    /** @param region that the node heads; -1 none */
    private RekeyQuestions questions(int region) {
        FakeGroup group = new FakeGroup().add(new FakeGroup.Member(NODE, FakeGroup.Role.RECEIVER, 0, List.of()));
        Counters counters = new Counters();
        RekeyStore store = new RekeyStore(new FakeHopKeys(group, NODE, Nodes.incarnation(NODE, 1)),
                false, RekeyStore.DEFAULT_BYTES);
        return new RekeyQuestions(updates, store, new ChildWants(counters), region, NackTiming.lan(),
                new ExponentialBackoff(6, 20_000, 2_000_000, new SplittableRandom(1)), counters);
    }
}
