package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.wire.BindRole;
import org.junit.jupiter.api.Test;

class ParentOrderTest {

    private static final long MS = 1_000_000;

    private final ParentOrder order = new ParentOrder(4);

    @Test
    void shouldBeAsConfiguredUntilSomethingIsKnown() {
        assertThat(order.first()).isZero();
        assertThat(order.after(0, 1)).isEqualTo(1);
        assertThat(order.after(3, 1)).isZero();
        assertThat(order.after(0, -1)).isEqualTo(3);
        assertThat(order.isLast(3)).isTrue();
    }

    @Test
    void shouldPutTheNearestFirstForAReceiverAndTheSourceBehindRepairHeads() {
        note(BindRole.RECEIVER, 0, true, 0, 0, MS);
        note(BindRole.RECEIVER, 1, true, 1, 1, 20 * MS);
        note(BindRole.RECEIVER, 2, true, 2, 2, 5 * MS);
        note(BindRole.RECEIVER, 3, false, 3, 1, 0);
        order.sort();

        assertThat(order.first()).isEqualTo(2);
        assertThat(order.after(2, 1)).isEqualTo(1);
        assertThat(order.after(1, 1)).isZero();
        assertThat(order.isLast(3)).isTrue();
    }

    @Test
    void shouldPutTheLowestLevelFirstForARepairHead() {
        note(BindRole.REPAIR_HEAD, 0, true, 1, 2, MS);
        note(BindRole.REPAIR_HEAD, 1, true, 2, 1, 20 * MS);
        note(BindRole.REPAIR_HEAD, 2, true, 3, 1, 5 * MS);
        note(BindRole.REPAIR_HEAD, 3, true, 0, 0, 50 * MS);
        order.sort();

        assertThat(order.first()).isEqualTo(3);
        assertThat(order.after(3, 1)).isEqualTo(2);
        assertThat(order.after(2, 1)).isEqualTo(1);
        assertThat(order.isLast(0)).isTrue();
    }

    /** So that nobody moves for a chance, and those who are spread by configuration stay spread. */
    @Test
    void shouldKeepTheConfiguredOrderOfThoseThatAreAboutAsFar() {
        note(BindRole.RECEIVER, 0, true, 1, 1, 190_000);
        note(BindRole.RECEIVER, 1, true, 2, 1, 100_000);
        note(BindRole.RECEIVER, 2, true, 3, 1, 0);
        note(BindRole.RECEIVER, 3, true, 4, 1, ParentMeter.UNKNOWN);
        order.sort();

        assertThat(order.first()).isZero();
        assertThat(order.after(0, 1)).isEqualTo(1);
        assertThat(order.isLast(3)).isTrue();
    }

    /** Before a session all who are there wait for it, and who is gone is no hope. */
    @Test
    void shouldHaveTheNearestThatIsThereFirstWhenNobodyIsConnected() {
        order.note(0, BindRole.RECEIVER, false, false, 2, 0, 0);
        order.note(1, BindRole.RECEIVER, false, true, 3, 128, 9_000_000);
        order.note(2, BindRole.RECEIVER, false, true, 4, 128, 300_000);
        order.note(3, BindRole.RECEIVER, true, true, 0, 0, 20_000_000);
        order.sort();

        assertThat(order.first()).isEqualTo(3);
        assertThat(order.after(3, 1)).isEqualTo(2);
        assertThat(order.after(3, 2)).isEqualTo(1);
        assertThat(order.isBefore(1, 0)).isTrue();
    }

    private void note(BindRole self, int index, boolean open, int region, int level, long rttNs) {
        order.note(index, self, open, open, region, level, rttNs);
    }
}
