package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any message written is read back the same, wherever it lies and whatever the reading object held before. */
class MessageRoundTripTest {

    private static final int ROUNDS = 500;
    private static final int LARGEST_OUTER = 65_535;
    private static final long SEED = 20_260_101;

    static Stream<MessageType> typesWithBodies() {
        return Arrays.stream(MessageType.values()).filter(type -> Objects.nonNull(Messages.of(type)));
    }

    @ParameterizedTest
    @MethodSource("typesWithBodies")
    void shouldReadBackWhatWasWritten(MessageType type) {
        RandomMessages messages = new RandomMessages(SEED);
        Random random = new Random(SEED);
        Message written = Messages.of(type);
        Message read = Messages.of(type);
        byte[] b = new byte[LARGEST_OUTER];
        for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(b);
            int off = random.nextInt(64);
            messages.fill(written);

            int length = written.write(b, off);

            assertThat(OuterHeader.outerLength(b, off)).isEqualTo(length);
            assertThat(read.parse(b, off)).as("seed %d round %d", SEED, round).isTrue();
            assertThat(BodyFields.of(read)).isEqualTo(BodyFields.of(written));
            assertThat(rewritten(read, length)).isEqualTo(Arrays.copyOfRange(b, off, off + length));
        }
    }

    private static byte[] rewritten(Message message, int length) {
        byte[] b = new byte[length];
        assertThat(message.write(b, 0)).isEqualTo(length);
        return b;
    }

    @ParameterizedTest
    @MethodSource("typesWithBodies")
    void shouldNotWriteBehindItsLength(MessageType type) {
        RandomMessages messages = new RandomMessages(SEED);
        Message message = Messages.of(type);
        byte[] first = new byte[LARGEST_OUTER];
        byte[] second = new byte[LARGEST_OUTER];
        Arrays.fill(second, (byte) 0xFF);
        for (int round = 0; round < ROUNDS; round++) {
            messages.fill(message);
            int length = message.write(first, 0);
            message.write(second, 0);

            assertThat(Arrays.mismatch(first, second)).isEqualTo(length);
            Arrays.fill(first, (byte) 0);
            Arrays.fill(second, (byte) 0xFF);
        }
    }

    @ParameterizedTest
    @MethodSource("typesWithBodies")
    void shouldForgetEverythingOnReset(MessageType type) {
        Message message = Messages.of(type);
        for (int round = 0; round < ROUNDS; round++) {
            new RandomMessages(SEED + round).fill(message);
            message.reset();

            assertThat(BodyFields.of(message)).isEqualTo(BodyFields.of(Messages.of(type)));
        }
    }

    @ParameterizedTest
    @MethodSource("typesWithBodies")
    void shouldRefuseAllOtherTypes(MessageType type) {
        Message message = Messages.of(type);
        for (GoldenDatagram vector : GoldenDatagram.accepted()) {
            byte[] b = vector.bytes();
            boolean sameType = OuterHeader.typeCode(b, 0) == type.code();
            assertThat(message.parse(b, 0)).as(vector.name()).isEqualTo(sameType);
        }
    }
}
