package io.trackmc.proto.tree;

import static io.trackmc.proto.tree.RegionFixture.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

class TrackIntakeTest {

    private static final int RUN = 1;

    private final RegionFixture f = new RegionFixture(4);

    @Test
    void shouldTakeOverWhatAChildReportsAndTellTheRole() {
        f.bound(ANN, RUN).log.clear();

        f.up(ANN, RUN, new TrackMessage().cumAck(5).subtreeCumAck(5).highestAllowed(69));

        Child ann = f.region.children().settled(ANN);
        assertThat(ann.report().cumAck()).isEqualTo(5);
        assertThat(ann.report().highestAllowed()).isEqualTo(69);
        assertThat(f.log).contains("calls onTrack");
    }

    @Test
    void shouldDropATrackOfOneThatHasGone() {
        f.bound(ANN, RUN).unbind(ANN, RUN);
        long before = f.counters.get(CounterId.TRACKS_RECEIVED);

        f.track(ANN, RUN);

        assertThat(f.counters.get(DropReason.STALE)).isEqualTo(1);
        assertThat(f.counters.get(CounterId.TRACKS_RECEIVED)).isEqualTo(before);
    }

    @Test
    void shouldBelieveNoChildThatSaysThatItIsFurtherThanTheGroupCanBe() {
        f.region.keepReceipts();
        f.store(5).bound(ANN, RUN);

        f.up(ANN, RUN, new TrackMessage().cumAck(5).subtreeCumAck(5).highestAllowed(69).subtreeConfirmed(1L << 40));

        long most = f.session.highestSequence() + f.config.storePackets();
        assertThat(f.region.takeReceipts()).singleElement()
                .satisfies(book -> assertThat(book.packets()).isEqualTo(most));
    }
}
