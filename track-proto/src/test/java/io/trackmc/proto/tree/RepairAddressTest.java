package io.trackmc.proto.tree;

import static io.trackmc.proto.tree.RegionFixture.ANN;
import static io.trackmc.proto.tree.RegionFixture.BOB;
import static io.trackmc.proto.tree.RegionFixture.HEAD;
import static io.trackmc.proto.tree.RegionFixture.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackMessage;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Repairs go only to where a child has answered from, and no child gets more than its share. */
class RepairAddressTest {

    private static final int ELSEWHERE = Nodes.PORT + 7;
    private static final int LONG_PACKET = 1_300;

    private final RegionFixture f = new RegionFixture(4);

    @Test
    void shouldNotRepairBeforeTheChildHasAnswered() {
        f.bound(ANN, 1).store(1).up(ANN, 1, nack(1, 1));
        assertThat(repairs(ANN)).isZero();

        f.answersFrom(Nodes.PORT, ANN, 1).up(ANN, 1, nack(1, 1));

        assertThat(repairs(ANN)).isEqualTo(1);
    }

    @Test
    void shouldRepairToWhereTheChildWentOnceItAnswersFromThere() {
        f.proven(ANN, 1).store(1).after(10);

        f.upFrom(ELSEWHERE, ANN, 1, nack(1, 1));
        assertThat(repairAddress().port()).isEqualTo(Nodes.PORT);

        f.answersFrom(ELSEWHERE, ANN, 1);
        assertThat(repairAddress().port()).isEqualTo(ELSEWHERE);
    }

    @Test
    void shouldNotTakeAnAnswerFromAnotherAddressThanTheChallenged() {
        f.proven(HEAD, 1).store(1).after(10);
        f.upFrom(ELSEWHERE, HEAD, 1, nack(1, 1));

        f.answersFrom(ELSEWHERE + 1, HEAD, 1);

        assertThat(f.region.children().settled(HEAD).provenEndpoint()).isEqualTo(Nodes.endpoint(HEAD));
    }

    @Test
    void shouldChallengeAgainWhenTheChallengeWasLost() {
        f.bound(ANN, 1);
        int before = heartbeats(ANN);

        f.up(ANN, 1, nack(1, 1));
        assertThat(heartbeats(ANN)).isEqualTo(before);
        f.nowNs += f.config.tree().trackNs();
        f.up(ANN, 1, nack(1, 1));

        assertThat(heartbeats(ANN)).isEqualTo(before + 1);
    }

    @Test
    void shouldTakeNoRoundTripTimeFromAChallenge() {
        f.proven(ANN, 1);

        assertThat(f.region.children().settled(ANN).rtt().isSampled()).isFalse();
    }

    @Test
    void shouldServeTheOthersWhenOneChildHasUsedUpItsShare() {
        f.proven(ANN, 1).proven(BOB, 1);
        int all = f.config.storePackets();
        for (int s = 1; s <= all; s++) {
            f.store(s);
            f.store.commit(s, LONG_PACKET);
        }

        f.up(ANN, 1, nack(1, all));
        int share = repairs(ANN);
        assertThat(share).isBetween(f.config.windowPackets(), all - 1);
        f.up(BOB, 1, nack(all, 1));
        assertThat(repairs(BOB)).isEqualTo(1);

        f.nowNs += 100 * MS;
        f.up(ANN, 1, nack(all - 1, 1));
        assertThat(repairs(ANN)).isEqualTo(share + 1);
    }

    private io.trackmc.proto.engine.Endpoint repairAddress() {
        return Objects.requireNonNull(Objects.requireNonNull(f.region.children().settled(ANN)).provenEndpoint());
    }

    private int repairs(int child) {
        return (int) f.sent.stream().filter(p -> p.is(MessageType.RDATA) && p.isUnicast() && p.to() == child).count();
    }

    private int heartbeats(int child) {
        return (int) f.sent.stream().filter(p -> p.is(MessageType.HEARTBEAT) && p.isUnicast() && p.to() == child)
                .count();
    }

    private static NackMessage nack(long first, long count) {
        NackMessage nack = new NackMessage();
        nack.addRange(first, count);
        return nack;
    }
}
