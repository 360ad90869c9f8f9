package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.EjectReason;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A child of a parent that has a backup, of which nothing has been heard yet. */
class FailOverTest {

    private static final int PARENT = 1;
    private static final int BACKUP = 2;
    private static final int CHILD = 100;

    private final TreeTiming timing = ProtocolConfig.lan().tree();
    private final FakeGroup group = new FakeGroup().add(new Member(PARENT, Role.SENDER, 0, List.of()))
            .add(new Member(BACKUP, Role.REPAIR_HEAD, 2, List.of(PARENT)))
            .add(new Member(CHILD, Role.RECEIVER, 0, List.of(PARENT, BACKUP)));
    private final FakeHopKeys keys = new FakeHopKeys(group, CHILD, Nodes.incarnation(CHILD, 1));
    private final SplittableRandom random = new SplittableRandom(1);
    private final ParentSearch search = new ParentSearch(
            new ParentFinder(keys,
                    new BindSettings(BindRole.RECEIVER, 0,
                            List.of(new ParentCandidate(PARENT, 0, null), new ParentCandidate(BACKUP, 2, null)),
                            timing, false),
                    random, new EngineScratch()),
            timing, random);
    private final RequestTimer timer = new RequestTimer(timing, random);
    private final FailOver failOver = new FailOver(search,
            new BindAttempts(search, timer, timing, new EventQueue(new Counters())), timing);
    private final long nowNs = Overflow.in(timing.interiorSilenceNs());
    private final ParentBond lost = new ParentWatch(keys, timing).begin(nowNs, PARENT, Nodes.incarnation(PARENT, 1),
            Nodes.endpoint(PARENT), new BindConfirmMessage());

    @Test
    void shouldMaybeStillBeCountedUntilAParentThatItGaveUpIsGivenUpByItsOwn() {
        assertThat(failOver.isSettled(nowNs)).as("at first").isTrue();

        failOver.begin(nowNs, ParentLoss.SILENT);

        long untilNs = nowNs + timing.interiorSilenceNs() + timing.probes() * timing.probeNs();
        assertThat(failOver.isSettled(nowNs)).isFalse();
        assertThat(failOver.isSettled(untilNs - 1)).isFalse();
        assertThat(failOver.isSettled(untilNs)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"EJECTED", "TOO_SLOW"})
    void shouldBeCountedNoLongerByAParentThatSentItAway(ParentLoss why) {
        failOver.begin(nowNs, ParentLoss.SILENT);

        failOver.begin(nowNs, why);

        assertThat(failOver.isSettled(nowNs)).isTrue();
    }

    @Test
    void shouldTurnToTheNextWhenNobodyHasSaidThatItIsConnected() {
        failOver.begin(nowNs, ParentLoss.SILENT);

        assertThat(failOver.turn(nowNs, ParentLoss.SILENT, lost)).isEqualTo(BindState.SEARCHING);

        assertThat(search.isRejoin()).isTrue();
        assertThat(search.id()).isEqualTo(BACKUP);
        assertThat(timer.deadlineNs()).isEqualTo(nowNs + timing.bindMinimumNs());
    }

    @Test
    void shouldStayAwayFromAllWhenItHeldTheGroupBack() {
        failOver.begin(nowNs, ParentLoss.TOO_SLOW);

        failOver.turn(nowNs, ParentLoss.TOO_SLOW, lost);

        assertThat(timer.deadlineNs()).isEqualTo(nowNs + ParentSearch.STAY_AWAY_NS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellSlownessFromEverythingElseAParentSendsChildrenAwayFor(EjectReason reason) {
        assertThat(FailOver.cause(reason))
                .isEqualTo(reason == EjectReason.CHILD_TOO_SLOW ? ParentLoss.TOO_SLOW : ParentLoss.EJECTED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellSlownessFromEverythingElseAParentRefusesAChildFor(BindRejectReason reason) {
        assertThat(FailOver.cause(reason))
                .isEqualTo(reason == BindRejectReason.TOO_SLOW ? ParentLoss.TOO_SLOW : ParentLoss.EJECTED);
    }
}
