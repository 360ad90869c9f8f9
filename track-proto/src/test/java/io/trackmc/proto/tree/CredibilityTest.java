package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;

class CredibilityTest {

    private static final long HOUR_NS = 3_600_000_000_000L;

    private long nowNs = Overflow.in(Credibility.FORGIVEN_AFTER_NS);

    @Test
    void shouldNeverBelieveAReceiverAgainThatUsedUpItsBudget() {
        Credibility receiver = new Credibility(false);
        assertThat(chargesTaken(receiver)).isEqualTo(Credibility.OF_RECEIVER);

        nowNs += HOUR_NS;

        assertThat(receiver.charge(nowNs)).isFalse();
    }

    @Test
    void shouldForgiveARepairHeadWithTime() {
        Credibility head = new Credibility(true);
        assertThat(chargesTaken(head)).isEqualTo(Credibility.OF_REPAIR_HEAD);

        nowNs += 3 * Credibility.FORGIVEN_AFTER_NS;

        assertThat(chargesTaken(head)).isEqualTo(3);
        nowNs += HOUR_NS;
        assertThat(chargesTaken(head)).isEqualTo(Credibility.OF_REPAIR_HEAD);
    }

    @Test
    void shouldGiveBackMoreThanItTookWhenAComplaintWasRight() {
        Credibility receiver = new Credibility(false);
        receiver.charge(nowNs);
        receiver.charge(nowNs);
        receiver.wasRight();
        assertThat(receiver.charges()).isZero();

        receiver.wasRight();

        assertThat(chargesTaken(receiver)).isEqualTo(Credibility.OF_RECEIVER);
    }

    private int chargesTaken(Credibility credibility) {
        int taken = 0;
        while (credibility.charge(nowNs)) {
            taken++;
        }
        return taken;
    }
}
