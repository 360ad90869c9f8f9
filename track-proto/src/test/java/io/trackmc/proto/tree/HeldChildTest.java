package io.trackmc.proto.tree;

import static io.trackmc.proto.tree.RegionFixture.ANN;
import static io.trackmc.proto.tree.RegionFixture.BOB;
import static io.trackmc.proto.tree.RegionFixture.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

/** What a child that is gone at once still counts for: window and epochs of those who were below it, and only until they have had time to move. */
class HeldChildTest {

    private static final int RUN = 2;
    private static final long BEHIND = 3;
    private static final long AHEAD = 40;

    private final SubtreeSummary summary = new SubtreeSummary();

    @Test
    void shouldHoldTheWindowForOrphansAsLongAsForThoseOfADeadOne() {
        RegionFixture f = withHead(2);

        f.expel(HEAD);

        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(BEHIND);
        assertThat(summary.receiversCumAck()).isEqualTo(BEHIND);
        assertThat(summary.highestAllowed()).isEqualTo(BEHIND + 64);
        assertThat(summary.transportEpoch()).isEqualTo(5);
        assertThat(summary.contentEpoch()).isEqualTo(3);
        long silenceMs = f.config.tree().interiorSilenceNs() / RegionFixture.MS;
        keepTalking(f, silenceMs - 1);
        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(BEHIND);
        keepTalking(f, 1);
        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(AHEAD);
        assertThat(summary.transportEpoch()).isEqualTo(6);
        assertThat(f.region.tally().failed()).isEqualTo(2);
    }

    @Test
    void shouldCountAnExpelledRepairHeadForNothingElse() {
        RegionFixture f = withHead(2);

        f.expel(HEAD);

        summary.compute(f.region.children());
        assertThat(summary.receiverCount()).isEqualTo(1);
        assertThat(summary.worstLoss()).isZero();
        assertThat(f.region.children().boundCount()).isEqualTo(1);
        assertThat(f.region.tally().failed()).isZero();
    }

    @Test
    void shouldNotWaitForAnExpelledRepairHeadWithNobodyBelow() {
        RegionFixture f = withHead(0);

        f.expel(HEAD);

        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(AHEAD);
    }

    @Test
    void shouldNotWaitForAnExpelledReceiver() {
        RegionFixture f = new RegionFixture(4).request(BOB, 1, 1).up(BOB, 1, track(BOB, AHEAD))
                .request(ANN, RUN, 1).up(ANN, RUN, track(ANN, BEHIND));

        f.expel(ANN);

        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(AHEAD);
    }

    @Test
    void shouldKeepWhatWasConfirmedBelowAnExpelledRepairHead() {
        RegionFixture f = new RegionFixture(4).request(HEAD, RUN, 1)
                .up(HEAD, RUN, track(HEAD, AHEAD).receiverCount(1).completeCount(5));

        f.expel(HEAD);

        assertThat(f.region.tally().complete()).isEqualTo(5);
    }

    @Test
    void shouldTakeNothingMoreFromTheExpelled() {
        RegionFixture f = withHead(2).expel(HEAD);

        f.up(HEAD, RUN, track(HEAD, AHEAD).receiverCount(2));

        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(BEHIND);
    }

    @Test
    void shouldHoldTheWindowForOrphansOfOneThatHasStartedAgain() {
        RegionFixture f = withHead(2);

        f.request(HEAD, RUN + 1, 1).up(HEAD, RUN + 1, track(HEAD, AHEAD).receiverCount(0));

        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(BEHIND);
        assertThat(summary.receiverCount()).isEqualTo(1);
        assertThat(f.region.children().boundCount()).isEqualTo(2);
        long silenceMs = f.config.tree().interiorSilenceNs() / RegionFixture.MS;
        keepTalking(f, silenceMs);
        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(BEHIND);
        keepTalking(f, 500);
        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(AHEAD);
        assertThat(f.region.children().settled(HEAD).isBound()).isTrue();
        assertThat(f.region.tally().failed()).isZero();
    }

    @Test
    void shouldNotWaitForOneThatHasStartedAgainWithNobodyBelow() {
        RegionFixture f = withHead(0);

        f.request(HEAD, RUN + 1, 1).up(HEAD, RUN + 1, track(HEAD, AHEAD).receiverCount(0));

        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(AHEAD);
    }

    @Test
    void shouldHoldOneRunOfAChildHoweverOftenItStartsAgain() {
        RegionFixture f = withHead(2);
        for (int run = RUN + 1; run < RUN + 20; run++) {
            f.request(HEAD, run, 1).up(HEAD, run, track(HEAD, AHEAD).receiverCount(2));
        }

        summary.compute(f.region.children());
        assertThat(summary.cumAck()).isEqualTo(BEHIND);
        assertThat(summary.children()).as("Bob, the newest run, and the first").isEqualTo(3);
    }

    @Test
    void shouldForgetWhomItHoldsWhenAnotherSessionBegins() {
        RegionFixture f = withHead(2);
        f.request(HEAD, RUN + 1, 1).up(HEAD, RUN + 1, track(HEAD, AHEAD).receiverCount(0));

        f.region.reset(f.nowNs);

        summary.compute(f.region.children());
        assertThat(summary.children()).isZero();
    }

    /** A receiver that is far ahead, and a repair head that is not. */
    private static RegionFixture withHead(int receiversBelow) {
        return new RegionFixture(4).request(BOB, 1, 1).up(BOB, 1, track(BOB, AHEAD).transportEpoch(6).contentEpoch(4))
                .request(HEAD, RUN, 1).up(HEAD, RUN, track(HEAD, BEHIND).receiverCount(receiversBelow).worstLoss(9));
    }

    private static TrackMessage track(int id, long cumAck) {
        return new TrackMessage().cumAck(cumAck).subtreeCumAck(cumAck).highestAllowed(cumAck + 64)
                .subtreeConfirmed(cumAck).receiverCount(1).slowest(id).transportEpoch(5).contentEpoch(3);
    }

    private static void keepTalking(RegionFixture f, long ms) {
        for (long done = 0; done < ms; done += 100) {
            f.after(Math.min(100, ms - done)).up(BOB, 1, track(BOB, AHEAD).transportEpoch(6).contentEpoch(4))
                    .upIfBound(HEAD, RUN + 1, track(HEAD, AHEAD).receiverCount(0));
        }
    }
}
