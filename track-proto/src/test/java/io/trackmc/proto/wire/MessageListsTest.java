package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.seq.SequenceNumbers;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Bounds and order of the lists in messages. */
class MessageListsTest {

    /** Farther than a bitmap reaches. */
    private static final long APART = 5_000;

    private final NackMessage nack = new NackMessage();

    @Test
    void shouldRefuseMoreIdsThanTheWireFormatAllows() {
        assertThat(capacity(new HeartbeatMessage()::addAncestor)).isEqualTo(32);
        assertThat(capacity(new HeartbeatMessage()::addProbed)).isEqualTo(HeartbeatMessage.MAX_PROBED);
        assertThat(capacity(new BindConfirmMessage()::addAncestor)).isEqualTo(32);
        assertThat(capacity(new BindRejectMessage()::addAlternate)).isEqualTo(16);
        TrackMessage track = new TrackMessage();
        assertThat(capacity(id -> track.addFailure(id, false))).isEqualTo(64);
    }

    @Test
    void shouldRefuseMoreRangesThanTheWireFormatAllows() {
        NackSuppressMessage suppress = new NackSuppressMessage();

        assertThat(capacity(i -> nack.addRange(APART * i, 1))).isEqualTo(24 + 1);
        assertThat(capacity(i -> suppress.addRange(APART * i, 1))).isEqualTo(24 + 1);
        assertThat(nack.rangeCount()).isEqualTo(24);
        assertThat(nack.bitmapWords()).isEqualTo(1);
    }

    @Test
    void shouldRefuseMoreBadInnersThanTheWireFormatAllows() {
        assertThat(capacity(i -> nack.addBad(i, new byte[NackMessage.DIGEST_LENGTH], 0))).isEqualTo(8);
    }

    @Test
    void shouldFitIntoTheSmallestDatagramWithFullLists() {
        HeartbeatMessage heartbeat = new HeartbeatMessage();
        capacity(heartbeat::addAncestor);
        capacity(heartbeat::addProbed);
        for (int i = 1; i <= NackMessage.MAX_RANGES; i++) {
            nack.addRange(APART * i, 1);
        }
        capacity(i -> nack.addRange(APART * 30 + 2L * i, 1));
        capacity(i -> nack.addBad(i, new byte[NackMessage.DIGEST_LENGTH], 0));
        byte[] datagram = new byte[2_000];

        assertThat(heartbeat.write(datagram, 0) + PacketShape.ICV_LENGTH)
                .isEqualTo(ProtocolConfig.MIN_DATAGRAM_BYTES);
        assertThat(nack.write(datagram, 0) + PacketShape.ICV_LENGTH)
                .isEqualTo(PacketShape.ICV_LENGTH + OuterHeader.LENGTH + NackMessage.MAX_BODY)
                .isLessThanOrEqualTo(ProtocolConfig.MIN_DATAGRAM_BYTES);
    }

    private static int capacity(IntPredicate add) {
        int added = 0;
        while (add.test(added + 1)) {
            added++;
        }
        return added;
    }

    @Test
    void shouldBeEmptyAgainWhenCleared() {
        HeartbeatMessage heartbeat = new HeartbeatMessage();
        heartbeat.addAncestor(1);
        heartbeat.addProbed(1);
        BindConfirmMessage confirm = new BindConfirmMessage();
        confirm.addAncestor(1);
        BindRejectMessage reject = new BindRejectMessage();
        reject.addAlternate(1);
        TrackMessage track = new TrackMessage().setBitmap(new long[1], 1);
        track.addFailure(1, false);
        NackSuppressMessage suppress = new NackSuppressMessage();
        suppress.addRange(1, 1);
        nack.addRange(1, 1);
        nack.addBad(1, new byte[NackMessage.DIGEST_LENGTH], 0);

        heartbeat.clearAncestors().clearProbed();
        confirm.clearAncestors();
        reject.clearAlternates();
        track.clearBitmap().clearFailures();
        suppress.clearRanges();
        nack.clearRanges().clearBad();

        assertEmpty(heartbeat);
        assertEmpty(confirm);
        assertEmpty(reject);
        assertEmpty(track);
        assertEmpty(suppress);
        assertEmpty(nack);
    }

    private static void assertEmpty(Message message) {
        assertThat(BodyFields.of(message)).isEqualTo(BodyFields.of(Messages.of(message.type())));
    }

    @Test
    void shouldSayWhichEchoesThereAre() {
        TrackMessage track = new TrackMessage().heartbeatEcho(7, 8).senderEcho(9);
        assertThat(BodyFields.flags(track)).isEqualTo(3);

        assertThat(BodyFields.flags(track.noHeartbeatEcho())).isEqualTo(2);
        assertThat(BodyFields.flags(track.noSenderEcho())).isZero();
        assertEmpty(track);
    }

    @Test
    void shouldMakeTheLastRangeLongerWhenTheNextTouchesIt() {
        nack.addRange(5, 2);
        nack.addRange(7, 3);

        assertThat(nack.rangeCount()).isEqualTo(1);
        assertThat(nack.rangeFirst(0)).isEqualTo(5);
        assertThat(nack.rangeLength(0)).isEqualTo(5);
    }

    @Test
    void shouldExtendTheLastRangeOfAFullList() {
        for (int i = 1; i <= NackMessage.MAX_RANGES; i++) {
            nack.addRange(APART * i, 1);
        }

        assertThat(nack.addRange(APART * 24 + 1, 1)).isTrue();
        assertThat(nack.rangeLength(23)).isEqualTo(2);
        assertThat(nack.bitmapWords()).isZero();
    }

    @Test
    void shouldRefuseToExtendARangeBeyondItsField() {
        assertThat(nack.addRange(1, 0xFFFF_FFFFL)).isTrue();
        assertThat(nack.addRange(0x1_0000_0000L, 1)).isFalse();
        assertThat(nack.addRange(0x1_0000_0001L, 1)).isTrue();
    }

    @Test
    void shouldExtendARangeUpToWhatItsFieldHolds() {
        nack.addRange(1, 0xFFFF_FFFEL);

        assertThat(nack.addRange(0xFFFF_FFFFL, 1)).isTrue();
        assertThat(nack.rangeLength(0)).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void shouldRefuseRangesThatAreNone() {
        assertThatThrownBy(() -> nack.addRange(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nack.addRange(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nack.addRange(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nack.addRange(1, 0x1_0000_0000L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nack.addRange(SequenceNumbers.MAX, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseRangesOutOfOrder() {
        nack.addRange(10, 5);

        assertThatThrownBy(() -> nack.addRange(14, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nack.addRange(1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToReadBehindTheEndOfAList() {
        HeartbeatMessage heartbeat = new HeartbeatMessage();
        TrackMessage track = new TrackMessage().setBitmap(new long[] {1, 2}, 1);

        assertThatThrownBy(() -> heartbeat.ancestor(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> track.bitmapWord(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> nack.rangeFirst(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> nack.badSequence(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldWriteCloseSequenceOnlyWhenClosed() {
        byte[] b = new byte[160];
        HeartbeatMessage heartbeat = new HeartbeatMessage().closeSequence(7);

        heartbeat.write(b, 0);

        assertThat(heartbeat.parse(b, 0)).isTrue();
        assertThat(heartbeat.closeSequence()).isZero();
    }
}
