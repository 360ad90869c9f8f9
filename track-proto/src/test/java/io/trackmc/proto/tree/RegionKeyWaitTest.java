package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionKeyWaitTest {

    private static final int PARENT = 3;
    private static final int CHILD = 100;
    private static final long MS = 1_000_000;

    private final TreeTiming timing = ProtocolConfig.lan().tree();
    private final GivenKeys given = new GivenKeys();
    private final FakeHopKeys keys = keys().isGiven(given);
    private final RegionKeyWait wait = new RegionKeyWait(keys, timing);

    @Test
    void shouldAskAtTheUsualPaceWhileNothingIsLacking() {
        given.newest = 1;
        assertThat(wait.begin(PARENT)).isFalse();
        assertThat(wait.nextNs(PARENT)).isEqualTo(timing.bindRefreshNs());
        assertThat(wait.usableEpoch(PARENT)).isEqualTo(1);
    }

    @Test
    void shouldAskSoonAndThenEverLessOftenUntilTheKeyIsThere() {
        given.newest = 1;
        keys.installed(2);
        assertThat(wait.begin(PARENT)).isTrue();
        assertThat(wait.usableEpoch(PARENT)).isEqualTo(1);
        assertThat(wait.nextNs(PARENT)).isEqualTo(50 * MS);
        assertThat(wait.nextNs(PARENT)).isEqualTo(100 * MS);
        assertThat(wait.nextNs(PARENT)).isEqualTo(200 * MS);
        assertThat(wait.nextNs(PARENT)).isEqualTo(400 * MS);
        assertThat(wait.nextNs(PARENT)).isEqualTo(timing.bindRefreshNs());
        assertThat(wait.nextNs(PARENT)).isEqualTo(timing.bindRefreshNs());

        given.newest = 2;
        assertThat(wait.nextNs(PARENT)).isEqualTo(timing.bindRefreshNs());
        assertThat(wait.usableEpoch(PARENT)).isEqualTo(2);
    }

    @Test
    void shouldBeginAnewWithEachEpoch() {
        given.newest = 1;
        keys.installed(2);
        wait.begin(PARENT);
        wait.nextNs(PARENT);
        wait.nextNs(PARENT);

        keys.installed(3);
        assertThat(wait.onInstalled(PARENT)).isTrue();
        assertThat(wait.nextNs(PARENT)).isEqualTo(50 * MS);
    }

    @Test
    void shouldGoOnWhenKeysOfNoNewTransportEpochAreInstalled() {
        given.newest = 1;
        keys.installed(2);
        assertThat(wait.onInstalled(PARENT)).isTrue();
        wait.nextNs(PARENT);

        assertThat(wait.onInstalled(PARENT)).as("content keys").isFalse();
        assertThat(wait.nextNs(PARENT)).isEqualTo(100 * MS);
    }

    @Test
    void shouldLackNothingWhereNobodyIsOfAnotherTenant() {
        FakeHopKeys ofOneTenant = keys();
        ofOneTenant.installed(7);
        RegionKeyWait of = new RegionKeyWait(ofOneTenant, timing);
        assertThat(of.begin(PARENT)).isFalse();
        assertThat(of.usableEpoch(PARENT)).isEqualTo(7);
    }

    private static FakeHopKeys keys() {
        FakeGroup group = new FakeGroup().add(new Member(PARENT, Role.SENDER, 0, List.of()))
                .add(new Member(CHILD, Role.RECEIVER, 0, List.of(PARENT)));
        FakeHopKeys made = new FakeHopKeys(group, CHILD, Nodes.incarnation(CHILD, 1));
        made.installed(1);
        return made;
    }
}
