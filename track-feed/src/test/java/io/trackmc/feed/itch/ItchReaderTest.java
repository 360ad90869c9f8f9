package io.trackmc.feed.itch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItchReaderTest {

    private static final int SYSTEM_BYTES = 12;

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        byte[] day = day(5_000, 3);
        List<byte[]> messages = read(new ByteArrayInputStream(day));
        assertThat(messages).hasSize(5_000);
        assertThat(messages).allSatisfy(
                message -> assertThat(message.length).isEqualTo(ItchType.lengthOf(message[0])));
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (ItchWriter writer = new ItchWriter(again)) {
            for (byte[] message : messages) {
                writer.write(message, 0, message.length);
            }
        }
        assertThat(again.toByteArray()).isEqualTo(day);
    }

    @Test
    void shouldReadFromAStreamThatGivesAByteAtATime() throws IOException {
        byte[] day = day(200, 3);
        assertThat(read(new Dripping(day))).hasSize(200);
    }

    @Test
    void shouldTakeTheLengthFromTheTypeWhereARecorderLeftItOut() throws IOException {
        byte[] day = day(300, 4);
        List<byte[]> messages = read(new ByteArrayInputStream(day));
        for (int at = 0, i = 0; i < messages.size(); at += 2 + messages.get(i).length, i++) {
            day[at] = 0;
            day[at + 1] = 0;
        }
        List<byte[]> again = read(new ByteArrayInputStream(day));
        assertThat(again).hasSameSizeAs(messages);
        for (int i = 0; i < messages.size(); i++) {
            assertThat(again.get(i)).isEqualTo(messages.get(i));
        }
    }

    @Test
    void shouldEndAtALengthOfZeroAtTheEnd() throws IOException {
        byte[] day = day(100, 5);
        assertThat(read(new ByteArrayInputStream(Arrays.copyOf(day, day.length + 2)))).hasSize(100);
    }

    @Test
    void shouldTakeATypeItDoesNotKnowAsItIs() throws IOException {
        assertThat(read(new ByteArrayInputStream(new byte[] {0, 3, 'z', 1, 2}))).singleElement()
                .isEqualTo(new byte[] {'z', 1, 2});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|', value = {
                "1|14|the file ends in the middle of a length",
                "2|14|a message of 12 bytes is announced, and the file ends",
                "3|14|a message 'S' of 12 bytes is announced, and the file ends after 1",
                "13|14|a message 'S' of 12 bytes is announced, and the file ends after 11"})
    void shouldTellWhereAFileBreaksOff(int left, long offset, String why) {
        byte[] two = Arrays.copyOf(twoSystemEvents(), 14 + left);
        assertThatThrownBy(() -> read(new ByteArrayInputStream(two)))
                .isInstanceOfSatisfying(ItchFormatException.class,
                        e -> assertThat(e.byteOffset()).isEqualTo(offset))
                .hasMessage("at byte " + offset + ": " + why);
    }

    @Test
    void shouldRefuseALengthThatLies() {
        byte[] two = twoSystemEvents();
        two[15] = 13;
        assertThatThrownBy(() -> read(new ByteArrayInputStream(two)))
                .hasMessage("at byte 14: a message 'S' of 13 bytes, where that type has 12");
    }

    @Test
    void shouldRefuseALengthThatNobodyTells() {
        assertThatThrownBy(() -> read(new ByteArrayInputStream(new byte[] {0, 0, 7, 0, 0})))
                .hasMessage("at byte 0: the length is zero, and type 0x07 is not known");
    }

    @Test
    void shouldNeitherThrowAnythingElseNorSpinOnNoise() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] noise = day(100, seed, random);
            try {
                assertThat(read(new ByteArrayInputStream(noise)).size()).as("seed " + seed)
                        .isLessThanOrEqualTo(noise.length);
            } catch (IOException e) {
                assertThat(e).as("seed " + seed).isInstanceOf(ItchFormatException.class);
            }
        }
    }

    private static byte[] day(long messages, int seed, Random random) {
        try {
            byte[] day = day(messages, seed);
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                day[random.nextInt(day.length)] = (byte) random.nextInt();
            }
            return Arrays.copyOf(day, random.nextInt(day.length));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] day(long messages, long seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ItchWriter writer = new ItchWriter(out)) {
            TradingDay.write(messages, seed, writer);
        }
        return out.toByteArray();
    }

    private static byte[] twoSystemEvents() {
        byte[] two = new byte[2 * (2 + SYSTEM_BYTES)];
        for (int at : new int[] {0, 2 + SYSTEM_BYTES}) {
            two[at + 1] = SYSTEM_BYTES;
            two[at + 2] = 'S';
        }
        return two;
    }

    static List<byte[]> read(InputStream in) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        try (ItchReader reader = new ItchReader(in)) {
            while (reader.next()) {
                messages.add(Arrays.copyOfRange(reader.bytes(), reader.offset(),
                        reader.offset() + reader.length()));
            }
        }
        return messages;
    }

    /** Gives a byte each time it is asked. */
    private static final class Dripping extends InputStream {

        private final InputStream in;

        Dripping(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return in.read(into, offset, Math.min(1, length));
        }
    }
}
