package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.TrackMessage;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A child whose parent has just confirmed. */
class FeedbackTest {

    private static final int PARENT = 1;
    private static final int CHILD = 100;
    private static final int WINDOW = 64;
    private static final long MS = 1_000_000;
    private static final long OWN_EPOCH = 7;

    private final ProtocolConfig config = ProtocolConfig.lan().withSizes(1408, WINDOW, 4);
    private final FakeGroup group = new FakeGroup().add(new Member(PARENT, Role.SENDER, 0, List.of()))
            .add(new Member(CHILD, Role.RECEIVER, 0, List.of(PARENT)));
    private final FakeHopKeys keys = new FakeHopKeys(group, CHILD, Nodes.incarnation(CHILD, 1));
    private final Counters counters = new Counters();
    private final SequenceTracker tracker = new SequenceTracker(WINDOW);
    private final QuietOwner owner = new QuietOwner(OWN_EPOCH);
    private final Feedback feedback = new Feedback(owner, config, tracker, WINDOW, counters, new SplittableRandom(1),
            new EngineScratch());
    private final Transmit out = new Transmit(1408);
    private long nowNs = Overflow.in(50 * MS);
    private final ParentBond bond = new ParentWatch(keys, config.tree()).begin(nowNs, PARENT,
            Nodes.incarnation(PARENT, 1), Nodes.endpoint(PARENT), new BindConfirmMessage());

    @BeforeEach
    void begin() {
        tracker.start(1);
        feedback.nacks().start();
        feedback.begin(nowNs, bond, MS);
    }

    @Test
    void shouldReportAtOnceToANewParentAndToNobodyWhenItIsGone() {
        assertThat(feedback.tracks().isDue(nowNs)).isTrue();

        feedback.end();

        assertThat(feedback.tracks().isDue(nowNs)).isFalse();
    }

    @Test
    void shouldSayNoMoreOfItsEpochThanItCanHearItsParentIn() {
        assertThat(track(OWN_EPOCH - 2).transportEpoch()).isEqualTo(OWN_EPOCH - 2);
        assertThat(track(OWN_EPOCH + 1).transportEpoch()).isEqualTo(OWN_EPOCH);
    }

    @Test
    void shouldEchoTheNewestHeartbeatAndTellForHowLongItHadIt() {
        assertThat(track(OWN_EPOCH).hasHeartbeatEcho()).isFalse();
        feedback.onHeartbeat(nowNs, bond, new HeartbeatMessage().timestamp(1234).childCount(3).regionRtt(500));
        nowNs += 2 * MS;

        TrackMessage track = track(OWN_EPOCH);

        assertThat(track.heartbeatEcho()).isEqualTo(1234);
        assertThat(track.heartbeatDally()).isEqualTo(2_000);
        assertThat(bond.siblings()).isEqualTo(3);
        assertThat(bond.rttNs()).as("as requests are timed").isEqualTo(feedback.rttNs());
    }

    @Test
    void shouldGiveBackWhatWaitedForPacketsOnceNoneComesAnyMore() {
        track(OWN_EPOCH);
        assertThat(owner.quiet).isZero();

        nowNs += config.tree().trackIdleNs();
        track(OWN_EPOCH);

        assertThat(owner.quiet).isEqualTo(1);
    }

    @Test
    void shouldSayInTheNextNackOnlyWhatDidNotOpen() {
        assertThat(feedback.pollNack(nowNs, bond, out)).isFalse();
        feedback.reportBad(9, new byte[NackMessage.DIGEST_LENGTH]);

        assertThat(feedback.pollNack(nowNs, bond, out)).isTrue();

        Sent sent = Sent.of(CHILD, out, 0);
        assertThat(sent.is(MessageType.NACK)).isTrue();
        assertThat(sent.as(new NackMessage()).badCount()).isEqualTo(1);
        assertThat(feedback.pollNack(nowNs, bond, out)).isFalse();
        assertThat(counters.get(CounterId.NACKS_SENT)).isEqualTo(1);
    }

    @Test
    void shouldCountWhatItMissesOnce() {
        tracker.learnHighest(5);

        assertThat(feedback.onLeadingEdge(nowNs, 1)).isEqualTo(5);
        assertThat(feedback.onLeadingEdge(nowNs, 1)).isZero();

        assertThat(counters.get(CounterId.LOSSES_DETECTED)).isEqualTo(5);
    }

    private TrackMessage track(long usableEpoch) {
        feedback.writeTrack(nowNs, bond, usableEpoch, out);
        return Sent.of(CHILD, out, 0).as(new TrackMessage());
    }
}
