package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.protect.RegionGrants;
import org.junit.jupiter.api.Test;

class RegionKeyWaitTest {

    private static final int PARENT = 3;
    private static final long MS = 1_000_000;

    private final TreeTiming timing = ProtocolConfig.lan().tree();
    private final GivenKeys given = new GivenKeys();
    private long installed = 1;
    private final RegionKeyWait wait = new RegionKeyWait(() -> installed, given, timing);

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
        installed = 2;
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
        installed = 2;
        wait.begin(PARENT);
        wait.nextNs(PARENT);
        wait.nextNs(PARENT);

        installed = 3;
        assertThat(wait.onInstalled(PARENT)).isTrue();
        assertThat(wait.nextNs(PARENT)).isEqualTo(50 * MS);
    }

    @Test
    void shouldGoOnWhenKeysOfNoNewTransportEpochAreInstalled() {
        given.newest = 1;
        installed = 2;
        assertThat(wait.onInstalled(PARENT)).isTrue();
        wait.nextNs(PARENT);

        assertThat(wait.onInstalled(PARENT)).as("content keys").isFalse();
        assertThat(wait.nextNs(PARENT)).isEqualTo(100 * MS);
    }

    @Test
    void shouldLackNothingWhereNobodyIsOfAnotherTenant() {
        RegionKeyWait of = new RegionKeyWait(() -> 7, RegionGrants.NONE, timing);
        assertThat(of.begin(PARENT)).isFalse();
        assertThat(of.usableEpoch(PARENT)).isEqualTo(7);
    }
}
