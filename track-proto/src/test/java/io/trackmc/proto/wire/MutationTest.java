package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged datagrams: nothing throws, and nothing outside the datagram is read or matters. */
class MutationTest {

    private static final int BEFORE = 7;
    private static final int AFTER = 64;

    static List<GoldenDatagram> accepted() {
        return GoldenDatagram.accepted();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void shouldDropEveryTruncation(GoldenDatagram vector) {
        byte[] whole = vector.bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (!isShorterNullData(vector, length)) {
                assertThat(isAcceptedAnywhere(cut)).as("%s cut to %d", vector, length).isFalse();
            }
        }
    }

    /** NullData may come without INNER: cut to OUTER and 16 bytes, only the ICV tells. */
    private static boolean isShorterNullData(GoldenDatagram vector, int length) {
        return OuterHeader.typeCode(vector.bytes(), 0) == MessageType.NULL_DATA.code()
                && length == NullDataHeader.LENGTH + PacketShape.ICV_LENGTH;
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void shouldTakeEveryBitFlip(GoldenDatagram vector) {
        byte[] flipped = vector.bytes();
        for (int bit = 0; bit < flipped.length * Byte.SIZE; bit++) {
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
            isAcceptedAnywhere(flipped);
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
        }
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void shouldTakeEveryByteAtItsExtremes(GoldenDatagram vector) {
        byte[] original = vector.bytes();
        byte[] changed = original.clone();
        for (int i = 0; i < changed.length; i++) {
            for (byte extreme : new byte[] {0, 0x7F, (byte) 0x80, (byte) 0xFF}) {
                changed[i] = extreme;
                isAcceptedAnywhere(changed);
            }
            changed[i] = original[i];
        }
    }

    /** Alone in its array, where reading outside throws, and amid others, which must not matter. */
    private static boolean isAcceptedAnywhere(byte[] datagram) {
        boolean accepted = Messages.isAccepted(datagram, 0, datagram.length);
        assertThat(isAcceptedAmid((byte) 0, datagram)).isEqualTo(accepted);
        assertThat(isAcceptedAmid((byte) 1, datagram)).isEqualTo(accepted);
        assertThat(isAcceptedAmid((byte) 0xFF, datagram)).isEqualTo(accepted);
        return accepted;
    }

    private static boolean isAcceptedAmid(byte filler, byte[] datagram) {
        byte[] wide = new byte[BEFORE + datagram.length + AFTER];
        Arrays.fill(wide, filler);
        System.arraycopy(datagram, 0, wide, BEFORE, datagram.length);
        return Messages.isAccepted(wide, BEFORE, datagram.length);
    }
}
