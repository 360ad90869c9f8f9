package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;
import org.junit.jupiter.api.Test;

class RegionKeyWaitTest {

    private static final int PARENT = 3;
    private static final long MS = 1_000_000;

    private final TreeTiming timing = ProtocolConfig.lan().tree();
    private final Given given = new Given();
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
        assertThat(wait.begin(PARENT)).isTrue();
        assertThat(wait.nextNs(PARENT)).isEqualTo(50 * MS);
    }

    @Test
    void shouldLackNothingWhereNobodyIsOfAnotherTenant() {
        RegionKeyWait of = new RegionKeyWait(() -> 7, RegionGrants.NONE, timing);
        assertThat(of.begin(PARENT)).isFalse();
        assertThat(of.usableEpoch(PARENT)).isEqualTo(7);
    }

    private static final class Given implements RegionGrants {

        private long newest;

        @Override
        public boolean lacks(int parent) {
            throw new AssertionError("what to ask for is not its business");
        }

        @Override
        public boolean holds(int parent, int spi) {
            throw new AssertionError("nor what can be verified");
        }

        @Override
        public long newestHeld(int parent) {
            return newest;
        }

        @Override
        public void take(int parent, Incarnation run, long epoch, byte[] wrap, int offset) {
            throw new AssertionError("nor what comes");
        }

        @Override
        public long offered(int index) {
            throw new AssertionError("nor what goes");
        }

        @Override
        public void wrap(int child, KeyClass pairClass, Incarnation run, long epoch, byte[] out, int offset) {
            throw new AssertionError("nor what goes");
        }
    }
}
