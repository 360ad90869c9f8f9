package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a datagram. In the build it runs on its seeds, the golden vectors; for real with
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl track-proto -am test -Dtest=PacketShapeFuzzTest -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class PacketShapeFuzzTest {

    static Stream<byte[]> seeds() {
        return GoldenDatagram.allBytes();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void shouldLeaveNothingToCheckAboutLengths(byte[] datagram) {
        if (PacketShape.check(datagram, 0, datagram.length, GoldenDatagram.MAX_DATAGRAM_BYTES) != null) {
            return;
        }
        int innerLength = PacketShape.innerLength(datagram, 0, datagram.length);
        assertThat(innerLength).isNotNegative();
        if (innerLength > 0) {
            int inner = PacketShape.innerOffset(datagram, 0);
            assertThat(InnerHeader.totalLength(datagram, inner)).isEqualTo(innerLength);
            assertThat(InnerHeader.sequence(datagram, inner)).isPositive();
        }
        Message message = Messages.of(MessageType.of(OuterHeader.typeCode(datagram, 0)));
        if (message != null) {
            message.parse(datagram, 0);
        }
    }
}
