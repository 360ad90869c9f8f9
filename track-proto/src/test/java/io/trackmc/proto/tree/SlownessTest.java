package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlownessTest {

    private static final long STEP_NS = 50_000_000;
    private static final int WINDOW = 64;

    private final Slowness slowness = new Slowness();
    private long nowNs = Long.MAX_VALUE - 3 * STEP_NS;

    @Test
    void shouldCountTheTimeInWhichNothingMoves() {
        judge(10, true);
        assertThat(judge(10, true)).isEqualTo(STEP_NS);
        assertThat(judge(10, true)).isEqualTo(2 * STEP_NS);
    }

    @Test
    void shouldCountOnWhenItTricklesAlong() {
        judge(10, true);
        judge(30, true);
        judge(50, true);
        assertThat(judge(73, true)).isEqualTo(3 * STEP_NS);
    }

    @Test
    void shouldCountAnewAfterAWindow() {
        judge(10, true);
        judge(50, true);
        assertThat(judge(74, true)).isZero();
        assertThat(judge(75, true)).isEqualTo(STEP_NS);
    }

    @Test
    void shouldForgetWhenThereIsRoom() {
        judge(10, true);
        judge(10, true);
        judge(10, false);
        assertThat(judge(10, true)).isZero();
    }

    @Test
    void shouldNotCountTimeInWhichTheParentStoodStill() {
        judge(10, true);
        nowNs += 100 * STEP_NS;
        assertThat(judge(10, true)).isEqualTo(2 * STEP_NS);
    }

    private long judge(long progress, boolean holdsBack) {
        nowNs += STEP_NS;
        return slowness.judge(nowNs, progress, holdsBack, WINDOW, 2 * STEP_NS);
    }
}
