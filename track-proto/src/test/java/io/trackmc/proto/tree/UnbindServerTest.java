package io.trackmc.proto.tree;

import static io.trackmc.proto.tree.RegionFixture.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.proto.wire.UnbindRequestMessage;
import org.junit.jupiter.api.Test;

class UnbindServerTest {

    private static final int RUN = 1;

    private final RegionFixture f = new RegionFixture(4);

    @Test
    void shouldCountWhatIsHandedOverOnceThoughTheGoodByeIsRepeatedAndAnswerEach() {
        f.bound(ANN, RUN).unbind(ANN, RUN).unbind(ANN, RUN);

        assertThat(f.region.tally().complete()).isEqualTo(1);
        assertThat(f.region.children().boundCount()).isZero();
        assertThat(f.sent).filteredOn(p -> p.is(MessageType.UNBIND_CONFIRM)).hasSize(2);
    }

    @Test
    void shouldOnlySayThatItIsThereWhenItIsAskedForThat() {
        f.bound(ANN, RUN).askToUnbind(ANN, RUN);

        assertThat(f.region.tally().complete()).isZero();
        assertThat(f.region.children().boundCount()).isEqualTo(1);
        assertThat(f.sent).filteredOn(p -> p.is(MessageType.UNBIND_CONFIRM)).hasSize(1);
    }

    @Test
    void shouldDropAGoodByeToAnEarlierBind() {
        f.bound(ANN, RUN).request(ANN, RUN, 2).track(ANN, RUN);

        f.up(ANN, RUN, new UnbindRequestMessage().bindSequence(1).reason(UnbindReason.SESSION_DONE).completeCount(1));

        assertThat(f.counters.get(DropReason.STALE)).isEqualTo(1);
        assertThat(f.region.tally().complete()).isZero();
        assertThat(f.region.children().boundCount()).isEqualTo(1);
    }

    @Test
    void shouldDropAGoodByeThatIsMalformed() {
        f.bound(ANN, RUN);

        f.up(ANN, RUN, new UnbindRequestMessage().bindSequence(1).lateCount(2).completeCount(-1));

        assertThat(f.counters.get(DropReason.MALFORMED)).isEqualTo(1);
        assertThat(f.region.children().boundCount()).isEqualTo(1);
    }
}
