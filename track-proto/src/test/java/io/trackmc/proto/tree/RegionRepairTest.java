package io.trackmc.proto.tree;

import static io.trackmc.proto.tree.RegionFixture.ANN;
import static io.trackmc.proto.tree.RegionFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.SetRate;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.NackSuppressMessage;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a parent makes of its children's requests. The order and scope of repairs are tested with the queue. */
class RegionRepairTest {

    private static final int RUN = 1;
    private static final long LONGER_THAN_HOLD_OFF_MS = 50;

    private final SetRate rate = new SetRate();
    private final TestPlaces places = new TestPlaces(2);
    private final RegionFixture parent = new RegionFixture(4, new TenantLimits(rate, places.share()));

    @Test
    void shouldRepairEveryRangeOfANack() {
        bound(ANN, BOB);
        store(1, 10);

        parent.up(ANN, RUN, nack(2, 2, 5, 6, 9, 9));

        assertThat(repairs()).extracting(Sent::sequence).containsExactly(2L, 5L, 6L, 9L);
    }

    /** One Nack can name all that a store can hold, twice, and another the next moment. */
    @Test
    void shouldNotLookWithoutEndForAChildThatGetsNothing() {
        bound(ANN, BOB);
        store(1, 10);
        int places = parent.store.capacity();
        parent.session.highestSequence(places);
        for (int i = 0; i < 10_000; i++) {
            parent.up(ANN, RUN, nack(11, places));
        }

        assertThat(parent.counters.get(CounterId.REPAIRS_OVER_SHARE)).isGreaterThan(5_000);
        assertThat(parent.counters.get(CounterId.REPAIRS_MISSED)).isLessThan(5_000L * places);

        parent.sent.clear();
        parent.up(BOB, RUN, nack(2, 2));
        assertThat(repairs()).extracting(Sent::sequence).containsExactly(2L);
    }

    @Test
    void shouldKeepRepairsBackWhileTheTenantHasSentTooMuch() {
        bound(ANN, BOB);
        store(1, 10);
        rate.opens(parent.nowNs + 10 * RegionFixture.MS, parent.nowNs);

        parent.up(ANN, RUN, nack(2, 2));
        assertThat(repairs()).isEmpty();
        assertThat(parent.counters.get(CounterId.REPAIRS_OVER_SHARED_RATE)).isOne();
        assertThat(parent.counters.get(CounterId.REPAIRS_OVER_RATE)).isZero();
        assertThat(parent.region.nextDeadlineNs() - parent.nowNs).isLessThanOrEqualTo(10 * RegionFixture.MS);

        parent.after(10).poll();
        assertThat(repairs()).extracting(Sent::sequence).containsExactly(2L);
        assertThat(parent.counters.get(CounterId.REPAIR_BYTES_SENT)).isPositive();
    }

    @Test
    void shouldTakeNobodyBeyondThePlacesOfTheTenant() {
        bound(ANN, BOB);
        parent.sent.clear();

        parent.request(BOB + 1, RUN, 1);
        assertThat(parent.sent).extracting(Sent::type).contains(MessageType.BIND_REJECT)
                .doesNotContain(MessageType.BIND_CONFIRM);
        assertThat(parent.counters.get(CounterId.SHARED_PLACES_REFUSALS)).isOne();
        assertThat(places.taken()).isEqualTo(2);

        parent.region.expel(parent.nowNs, ANN);
        parent.poll();
        assertThat(places.taken()).isOne();
        bound(BOB + 1);
    }

    @Test
    void shouldCountForEachChildWhatItNeeded() {
        bound(ANN, BOB);
        store(1, 10);

        parent.up(ANN, RUN, nack(2, 2, 5, 6)).up(ANN, RUN, nack(6, 6)).up(BOB, RUN, nack(6, 6));

        ChildNeeds ann = parent.region.children().settled(ANN).needs();
        assertThat(ann.nacks()).isEqualTo(2);
        assertThat(ann.asked()).isEqualTo(4);
        assertThat(ann.repairs()).isEqualTo(3);
        assertThat(ann.heldOff()).as("it is on its way").isOne();
        ChildNeeds bob = parent.region.children().settled(BOB).needs();
        assertThat(bob.nacks()).isOne();
        assertThat(bob.asked()).isOne();
    }

    @Test
    void shouldHandOnEveryRangeThatItLacksItself() {
        bound(ANN, BOB);
        store(4, 4);
        store(10, 10);

        parent.up(ANN, RUN, nack(2, 5, 8, 10));

        assertThat(parent.log).contains("calls onMissing 2..3", "calls onMissing 5..5", "calls onMissing 8..9");
        assertThat(repairs()).extracting(Sent::sequence).containsExactly(4L, 10L);
    }

    @Test
    void shouldRepairAtAnotherRateFromWhenItIsTold() {
        bound(ANN);
        parent.region.repairBudget().take(parent.nowNs, 1 << 20);
        assertThat(parent.region.repairBudget().isOpen(parent.nowNs)).as("without a limit").isTrue();

        parent.region.retune(parent.nowNs, parent.config.withRates(0, 1_000));
        parent.region.repairBudget().take(parent.nowNs, 1 << 20);

        assertThat(parent.region.repairBudget().isOpen(parent.nowNs)).isFalse();
        Child ann = parent.region.children().settled(ANN);
        ann.repairBudget().take(parent.nowNs, 1 << 20);
        assertThat(ann.repairBudget().openAtNs() - parent.nowNs).as("half of it").isGreaterThan(500 * 1_000_000_000L);
    }

    @Test
    void shouldNotRepairAgainWhatIsOnItsWay() {
        bound(ANN, BOB);
        store(1, 10);

        parent.up(ANN, RUN, nack(3, 3)).up(ANN, RUN, nack(3, 3));

        assertThat(repairs()).hasSize(1);
        assertThat(parent.counters.get(CounterId.REPAIRS_UNDER_WAY)).isEqualTo(1);

        parent.after(LONGER_THAN_HOLD_OFF_MS).up(ANN, RUN, nack(3, 3));

        assertThat(repairs()).hasSize(2);
    }

    @Test
    void shouldOweNothingToAChildThatWasExpelledWhileItsRepairWasFetched() {
        bound(ANN, BOB);
        int place = Objects.requireNonNull(parent.region.children().settled(ANN)).index();
        parent.region.expel(parent.nowNs, ANN);
        store(3, 3);

        parent.region.repair(parent.nowNs, 3, place);
        parent.poll();

        assertThat(repairs()).isEmpty();
    }

    @Test
    void shouldNotSendTheControlRecordAgainWhileItIsOnItsWay() {
        bound(ANN);
        parent.control.set(1, new byte[40], 0, 40, new byte[HopKeys.DIGEST_LENGTH], 0);

        parent.track(ANN, RUN).track(ANN, RUN);

        assertThat(repairs()).hasSize(1);

        parent.after(LONGER_THAN_HOLD_OFF_MS).track(ANN, RUN);

        assertThat(repairs()).hasSize(2);
    }

    @Test
    void shouldTellChildrenOfEveryRangeThatItIsFetching() {
        bound(ANN, BOB);

        parent.region.suppress(3, 4);
        parent.region.suppress(8, 8);
        parent.region.suppress(5, 5);
        parent.poll();

        List<Sent> notices = sent(MessageType.NACK_SUPPRESS);
        assertThat(notices).hasSize(1);
        NackSuppressMessage notice = notices.getFirst().as(new NackSuppressMessage());
        assertThat(notice.next(1)).isEqualTo(3);
        assertThat(notice.endOfRun(3)).isEqualTo(5);
        assertThat(notice.next(6)).isEqualTo(8);
        assertThat(notice.endOfRun(8)).isEqualTo(8);
        assertThat(notice.next(9)).isZero();
    }

    @Test
    void shouldTellTheRestOfWhatItIsFetchingInAFurtherNotice() {
        bound(ANN, BOB);
        for (int i = 0; i < 30; i++) {
            parent.region.suppress(1 + 5_000L * i, 1 + 5_000L * i);
        }

        parent.poll();

        List<Sent> notices = sent(MessageType.NACK_SUPPRESS);
        assertThat(notices).hasSize(2);
        assertThat(notices.getLast().as(new NackSuppressMessage()).next(1)).isEqualTo(1 + 5_000L * 25);
    }

    @Test
    void shouldTellNobodyWhatItIsFetchingForAnOnlyChild() {
        bound(ANN);

        parent.region.suppress(3, 4);
        parent.poll();

        assertThat(sent(MessageType.NACK_SUPPRESS)).isEmpty();
    }

    private void bound(int... children) {
        for (int child : children) {
            parent.proven(child, RUN);
        }
    }

    private void store(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            parent.store(sequence);
        }
    }

    private List<Sent> repairs() {
        return sent(MessageType.RDATA);
    }

    private List<Sent> sent(MessageType type) {
        return parent.sent.stream().filter(p -> p.is(type)).toList();
    }

    private static NackMessage nack(long... bounds) {
        NackMessage nack = new NackMessage();
        for (int i = 0; i < bounds.length; i += 2) {
            nack.addRange(bounds[i], bounds[i + 1] - bounds[i] + 1);
        }
        return nack;
    }
}
