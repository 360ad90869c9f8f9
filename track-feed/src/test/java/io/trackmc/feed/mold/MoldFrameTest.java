package io.trackmc.feed.mold;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoldFrameTest {

    private static final SessionName SESSION = new SessionName("A1");
    private static final long TIME = 0x0102030405060708L;

    private final MoldFrame frame = new MoldFrame();

    @Test
    void shouldHaveTheDocumentedBytes() {
        assertThat(HexFormat.of().formatHex(twoMessages())).isEqualTo("41312020202020202020" // session
                + "0000000000000007" + "0002" + "0102030405060708" // sequence, count, time
                + "0003" + "6f6e65" + "0000");
    }

    @Test
    void shouldReadWhatWasWritten() {
        byte[] bytes = new byte[100];
        byte[] two = twoMessages();
        System.arraycopy(two, 0, bytes, 10, two.length);
        assertThat(frame.read(bytes, 10, two.length)).isTrue();
        assertThat(frame.session()).isEqualTo(SESSION);
        assertThat(frame.firstSequence()).isEqualTo(7);
        assertThat(frame.endSequence()).isEqualTo(9);
        assertThat(frame.publishedNs()).isEqualTo(TIME);
        assertThat(frame.isEndOfSession()).isFalse();
        assertThat(frame.next()).isTrue();
        assertThat(frame.sequence()).isEqualTo(7);
        assertThat(new String(frame.bytes(), frame.offset(), frame.length(), US_ASCII)).isEqualTo("one");
        assertThat(frame.next()).isTrue();
        assertThat(frame.sequence()).isEqualTo(8);
        assertThat(frame.length()).isZero();
        assertThat(frame.next()).isFalse();
    }

    @Test
    void shouldTellHeartbeatsAndTheEnd() {
        MoldWriter writer = new MoldWriter(SESSION, 5);
        assertThat(frame.read(writer.bytes(), 0, writer.finish(TIME))).isTrue();
        assertThat(frame.messages()).isZero();
        assertThat(frame.endSequence()).isEqualTo(5);
        assertThat(frame.isEndOfSession()).isFalse();
        assertThat(frame.read(writer.bytes(), 0, writer.finishSession(TIME))).isTrue();
        assertThat(frame.isEndOfSession()).isTrue();
        assertThat(frame.endSequence()).isEqualTo(5);
        assertThat(frame.next()).isFalse();
    }

    @Test
    void shouldRefuseEveryPrefixAndWhatFollows() {
        byte[] two = twoMessages();
        for (int length = 0; length < two.length; length++) {
            assertThat(frame.read(two, 0, length)).as("first %d bytes", length).isFalse();
        }
        assertThat(frame.read(Arrays.copyOf(two, two.length + 1), 0, two.length + 1)).isFalse();
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThat(frame.read(altered(17, 0), 0, 35)).as("sequence 0").isFalse();
        assertThat(frame.read(altered(10, 0x80), 0, 35)).as("sequence beyond all").isFalse();
        assertThat(frame.read(altered(19, 1), 0, 35)).as("fewer messages").isFalse();
        assertThat(frame.read(altered(19, 3), 0, 35)).as("more messages").isFalse();
        assertThat(frame.read(altered(29, 4), 0, 35)).as("a longer message").isFalse();
        assertThat(frame.read(altered(28, 0xFF), 0, 35)).as("a much longer message").isFalse();
        assertThat(frame.read(altered(0, ' '), 0, 35)).as("a space in a name").isFalse();
        assertThat(frame.read(altered(1, 0x80), 0, 35)).as("no ASCII").isFalse();
    }

    @Test
    void shouldSurviveNoise() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] noise = twoMessages();
            noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            int length = random.nextInt(noise.length + 1);
            if (frame.read(noise, 0, length)) {
                int end = 28;
                while (frame.next()) {
                    assertThat(frame.offset()).isEqualTo(end + 2);
                    end = frame.offset() + frame.length();
                }
                assertThat(end).as("seed " + seed).isEqualTo(length);
            }
        }
    }

    @Test
    void shouldFillFramesAndTakeALongMessageAlone() {
        MoldWriter writer = new MoldWriter(SESSION, 1, 100);
        byte[] message = new byte[30];
        writer.add(message, 0, 30);
        assertThat(writer.hasRoomFor(30)).isTrue();
        writer.add(message, 0, 30);
        assertThat(writer.hasRoomFor(30)).isFalse();
        assertThatThrownBy(() -> writer.add(message, 0, 30)).isInstanceOf(IllegalStateException.class);
        assertThat(writer.finish(TIME)).isEqualTo(92);
        byte[] longest = new byte[MoldWriter.MAX_MESSAGE_BYTES + 1];
        assertThat(writer.add(longest, 0, MoldWriter.MAX_MESSAGE_BYTES)).isEqualTo(3);
        assertThat(frame.read(writer.bytes(), 0, writer.finish(TIME))).isTrue();
        assertThatThrownBy(() -> writer.add(longest, 0, longest.length)).hasMessageContaining("allowed: at most 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "elevenchars", "a b", "é"})
    void shouldRefuseNames(String name) {
        assertThatThrownBy(() -> new SessionName(name)).hasMessageContaining("is not a session");
    }

    private static byte[] altered(int at, int value) {
        byte[] two = twoMessages();
        two[at] = (byte) value;
        return two;
    }

    private static byte[] twoMessages() {
        MoldWriter writer = new MoldWriter(SESSION, 7);
        writer.add("one".getBytes(US_ASCII), 0, 3);
        writer.add(new byte[0], 0, 0);
        return Arrays.copyOf(writer.bytes(), writer.finish(TIME));
    }
}
