package io.trackmc.proto.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.SetRate;
import org.junit.jupiter.api.Test;

class JointLimitTest {

    private static final long MS = 1_000_000;

    private final TokenBucket own = new TokenBucket(500_000, 0);
    private final SetRate shared = new SetRate();
    private final JointLimit joint = new JointLimit(own, shared);

    @Test
    void shouldWaitForTheLaterOfItsOwnLimitAndTheSharedOne() {
        assertThat(joint.isOpen(0)).isTrue();
        joint.take(0, 1_000);
        assertThat(joint.isOpen(0)).isFalse();
        assertThat(joint.openAtNs()).isEqualTo(2 * MS);

        shared.opens(6 * MS, 0);
        assertThat(joint.isOpen(0)).isFalse();
        assertThat(joint.openAtNs()).isEqualTo(6 * MS);
        assertThat(joint.isOpen(2 * MS)).isFalse();
        assertThat(joint.openAtNs()).isEqualTo(6 * MS);
        assertThat(joint.isOpen(6 * MS)).isTrue();
    }

    /** Whoever sends for the engine takes all that goes from the shared one. */
    @Test
    void shouldTakeFromItsOwnLimitOnly() {
        joint.take(0, 1_000);
        assertThat(shared.taken()).isZero();
    }
}
