package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.wire.BindConfirmMessage;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A child of another tenant, which was confirmed and hears nothing of its parent after that. */
class BondUpkeepTest {

    private static final int PARENT = 1;
    private static final int CHILD = 100;
    private static final long MS = 1_000_000;

    private final TreeTiming timing = ProtocolConfig.lan().tree();
    private final FakeGroup group = new FakeGroup().add(new Member(PARENT, Role.SENDER, 0, List.of()))
            .add(new Member(CHILD, Role.RECEIVER, 0, List.of(PARENT)));
    private final GivenKeys given = new GivenKeys();
    private final FakeHopKeys keys = new FakeHopKeys(group, CHILD, Nodes.incarnation(CHILD, 1)).isGiven(given);
    private final ParentWatch watch = new ParentWatch(keys, timing);
    private final RequestTimer timer = new RequestTimer(timing, new SplittableRandom(1));
    private final BondUpkeep upkeep = new BondUpkeep(keys, timing, watch, timer, new QuietListener());
    private long nowNs = Overflow.in(300 * MS);

    @Test
    void shouldAskAtTheUsualPaceWhileNothingIsLacking() {
        given.newest = FakeGroup.EPOCH;
        begin();
        watch.bond().heardAlone(nowNs);
        assertThat(nextWaitNs()).isEqualTo(timing.parentMisses() * timing.heartbeatNs() / 2);
        for (int i = 0; i < 3; i++) {
            assertThat(nextWaitNs()).as("in doubt").isBetween(50 * MS, 51 * MS);
        }
    }

    @Test
    void shouldLeaveTimeForAnAnswerThoughItLacksTheKeyOfTheRegionAndDoubtsTheParent() {
        begin();
        for (int i = 0; i < 8; i++) {
            assertThat(nextWaitNs()).isGreaterThanOrEqualTo(50 * MS);
        }
    }

    @Test
    void shouldLeaveTimeForAnAnswerWhenAnEpochComesThatItLacksTheKeyFor() {
        given.newest = FakeGroup.EPOCH;
        begin();
        nowNs = watch.bond().doubtfulAtNs();
        upkeep.refresh(nowNs);
        keys.installed(FakeGroup.EPOCH + 1);
        upkeep.onInstalled(nowNs);
        for (int i = 0; i < 8; i++) {
            assertThat(nextWaitNs()).isGreaterThanOrEqualTo(50 * MS);
        }
    }

    private void begin() {
        ParentBond bond = watch.begin(nowNs, PARENT, Nodes.incarnation(PARENT, 1), Nodes.endpoint(PARENT),
                new BindConfirmMessage());
        upkeep.begin(nowNs, bond);
    }

    /** Lets the next request fall due, and tells how long that took. */
    private long nextWaitNs() {
        long dueNs = upkeep.dueNs();
        long waitNs = dueNs - nowNs;
        nowNs = dueNs;
        upkeep.refresh(nowNs);
        return waitNs;
    }
}
