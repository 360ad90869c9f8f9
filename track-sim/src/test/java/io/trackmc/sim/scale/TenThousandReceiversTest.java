package io.trackmc.sim.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A tree as large as fits into a build: what is measured with a million receivers, with a hundredth of them. */
class TenThousandReceiversTest {

    private static final int FANOUT = 100;
    private static final int PACKETS = 200;

    @Test
    void shouldServeTenThousandWithTheSameLoadForTheSenderAsWithAThousand() {
        ScaleResult thousand = run(1_000);
        ScaleResult tenThousand = run(10_000);

        assertThat(tenThousand.delivered()).isEqualTo(10_000L * PACKETS);
        assertThat(tenThousand.authorityRequests()).isZero();
        assertThat(tenThousand.senderChildren()).isEqualTo(FANOUT);
        assertThat(tenThousand.controlPacketsPerSecondPerSenderChild())
                .isLessThan(1.1 * thousand.controlPacketsPerSecondPerSenderChild());
        assertThat(tenThousand.times().lastDelivery().count()).isEqualTo(PACKETS);
        assertThat(tenThousand.times().confirmation().count()).isEqualTo((int) tenThousand.packets());
    }

    private static ScaleResult run(int receivers) {
        ScalePlan plan = new ScalePlan(new TreePlan(receivers, FANOUT), new PathPlan(Reach.LAN, 0.01),
                new LoadPlan(PACKETS, 500), Crypto.FAST, 1);
        ScaleResult result = new ScaleRun(plan, (phase, simulatedSeconds, offered, delivered) -> {}).run();
        assertThat(result.violations()).isEmpty();
        assertThat(result.undelivered()).isZero();
        return result;
    }
}
