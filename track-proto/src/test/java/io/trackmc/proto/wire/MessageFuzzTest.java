package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as the body of any message, behind a common header that is right. What is accepted is written again and must be
 * the same bytes: a message has one form only. In the build it runs on its seeds, the golden vectors; for real with
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl track-proto -am test -Dtest=MessageFuzzTest -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class MessageFuzzTest {

    private static final int MAX_DATAGRAM_BYTES = 65_507;
    private static final int HEADER_BYTES = 3;
    private static final int MAX_BODY_BYTES = MAX_DATAGRAM_BYTES - OuterHeader.LENGTH - PacketShape.ICV_LENGTH;

    /** Type, flags, class with direction, and body. */
    static Stream<byte[]> seeds() {
        return GoldenDatagram.allBytes()
                .filter(b -> b.length >= OuterHeader.LENGTH && OuterHeader.outerLength(b, 0) >= OuterHeader.LENGTH)
                .map(MessageFuzzTest::seed);
    }

    private static byte[] seed(byte[] datagram) {
        int end = Math.min(OuterHeader.outerLength(datagram, 0), datagram.length);
        byte[] seed = Arrays.copyOfRange(datagram, OuterHeader.LENGTH - HEADER_BYTES, end);
        System.arraycopy(datagram, OuterHeader.TYPE_OFFSET, seed, 0, HEADER_BYTES);
        return seed;
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void shouldAcceptOneFormOnly(byte[] input) {
        if (input.length < HEADER_BYTES || input.length - HEADER_BYTES > MAX_BODY_BYTES) {
            return;
        }
        byte[] datagram = datagram(input);
        if (PacketShape.check(datagram, 0, datagram.length, MAX_DATAGRAM_BYTES) != null) {
            return;
        }
        Message message = Messages.of(MessageType.of(OuterHeader.typeCode(datagram, 0)));
        if (message != null && message.parse(datagram, 0)) {
            assertThat(written(message)).isEqualTo(withoutSecurity(datagram));
        }
    }

    private static byte[] datagram(byte[] input) {
        int outerLength = OuterHeader.LENGTH + input.length - HEADER_BYTES;
        byte[] datagram = new byte[outerLength + PacketShape.ICV_LENGTH];
        OuterHeader.write(datagram, 0, MessageType.TRACK, 0, outerLength);
        OuterHeader.writeSecurity(datagram, 0, 0, 0, 1, 2, 3, 4);
        System.arraycopy(input, 0, datagram, OuterHeader.TYPE_OFFSET, HEADER_BYTES);
        System.arraycopy(input, HEADER_BYTES, datagram, OuterHeader.LENGTH, input.length - HEADER_BYTES);
        return datagram;
    }

    private static byte[] withoutSecurity(byte[] datagram) {
        byte[] outer = Arrays.copyOf(datagram, OuterHeader.outerLength(datagram, 0));
        OuterHeader.writeSecurity(outer, 0, 0, 0, 0, 0, 0, 0);
        return outer;
    }

    private static byte[] written(Message message) {
        byte[] b = new byte[MAX_DATAGRAM_BYTES];
        int length = message.write(b, 0);
        return Arrays.copyOf(b, length);
    }
}
