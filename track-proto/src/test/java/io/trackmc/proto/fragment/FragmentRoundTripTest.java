package io.trackmc.proto.fragment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages through {@link FrameAppender} and {@link Reassembler}. */
class FragmentRoundTripTest {

    private static final int MARGIN = 3;
    private static final int CONTENT_BYTES = 1296;

    private final FrameAppender appender = new FrameAppender();

    /** The contents that the messages were written to, and for each message the last content that holds some of it. */
    private final List<byte[]> contents = new ArrayList<>();

    private final List<Integer> firstContentOf = new ArrayList<>();
    private final List<Integer> lastContentOf = new ArrayList<>();
    private byte[] content = new byte[0];

    @Test
    void shouldDeliverMessagesOfAllSizesWholeAndInOrder() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<byte[]> messages = randomMessages(random);
            write(messages, random);
            Delivered delivered = new Delivered(() -> random.nextInt(3) != 0);
            Reassembler reassembler = new Reassembler();
            for (byte[] each : contents) {
                takeAll(reassembler, each, delivered);
            }
            assertThat(delivered.messages()).as("seed %d", seed).hasSameSizeAs(messages);
            for (int i = 0; i < messages.size(); i++) {
                assertThat(delivered.messages().get(i)).as("seed %d message %d", seed, i).isEqualTo(messages.get(i));
            }
        }
    }

    @Test
    void shouldLoseExactlyTheMessagesOfLostContents() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<byte[]> messages = randomMessages(random);
            write(messages, random);
            boolean[] lost = new boolean[contents.size()];
            Delivered delivered = new Delivered();
            Reassembler reassembler = new Reassembler();
            for (int i = 0; i < lost.length; i++) {
                lost[i] = random.nextInt(4) == 0;
                if (lost[i]) {
                    reassembler.abandon();
                } else {
                    takeAll(reassembler, contents.get(i), delivered);
                }
            }
            assertThat(delivered.messages())
                    .as("seed %d", seed)
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(survivors(messages, lost));
        }
    }

    private List<byte[]> survivors(List<byte[]> messages, boolean[] lost) {
        List<byte[]> survivors = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            boolean whole = true;
            for (int c = firstContentOf.get(i); c <= lastContentOf.get(i); c++) {
                whole &= !lost[c];
            }
            if (whole) {
                survivors.add(messages.get(i));
            }
        }
        return survivors;
    }

    private static void takeAll(Reassembler reassembler, byte[] bytes, Delivered delivered) {
        assertThat(reassembler.begin(1, 0, bytes, MARGIN, bytes.length - 2 * MARGIN)).isTrue();
        boolean usedUp = false;
        while (!usedUp) {
            usedUp = reassembler.next(delivered);
        }
    }

    private static List<byte[]> randomMessages(Random random) {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            byte[] message = new byte[random.nextInt(4) == 0 ? random.nextInt(9_000) : random.nextInt(60)];
            random.nextBytes(message);
            messages.add(message);
        }
        return messages;
    }

    private void write(List<byte[]> messages, Random random) {
        contents.clear();
        firstContentOf.clear();
        lastContentOf.clear();
        startContent(random);
        for (byte[] message : messages) {
            int from = append(message, 0, random);
            firstContentOf.add(contents.size());
            while (from < message.length) {
                from += append(message, from, random);
            }
            lastContentOf.add(contents.size());
        }
        finishContent();
    }

    private int append(byte[] message, int from, Random random) {
        int taken = appender.append(message, 0, message.length, from);
        while (taken < 0) {
            if (random.nextBoolean()) {
                appender.pad();
                assertThat(appender.used()).isEqualTo(content.length - 2 * MARGIN);
            }
            finishContent();
            startContent(random);
            taken = appender.append(message, 0, message.length, from);
        }
        return taken;
    }

    private void startContent(Random random) {
        int capacity = 9 + random.nextInt(random.nextBoolean() ? 40 : CONTENT_BYTES);
        content = new byte[2 * MARGIN + capacity];
        Arrays.fill(content, (byte) 0xEE);
        appender.start(content, MARGIN, capacity);
    }

    private void finishContent() {
        int end = MARGIN + appender.used();
        for (int i = end; i < content.length; i++) {
            assertThat(content[i]).isEqualTo((byte) 0xEE);
        }
        contents.add(Arrays.copyOf(content, end + MARGIN));
    }

    @ParameterizedTest
    @ValueSource(ints = {MessageLimits.MAX_MESSAGE_BYTES, MessageLimits.MAX_MESSAGE_BYTES - 1, 65_536, 65_535})
    void shouldDeliverLargeMessages(int length) {
        byte[] message = new byte[length];
        new Random(length).nextBytes(message);
        byte[] bytes = new byte[65_535];
        Delivered delivered = new Delivered();
        Reassembler reassembler = new Reassembler();
        for (int from = 0; from < length;) {
            appender.start(bytes, 0, bytes.length);
            from += appender.append(message, 0, length, from);
            assertThat(reassembler.begin(1, 0, bytes, 0, appender.used())).isTrue();
            assertThat(reassembler.next(delivered)).isTrue();
        }

        assertThat(delivered.messages()).hasSize(1);
        assertThat(delivered.messages().getFirst()).isEqualTo(message);
        assertThat(delivered.largestBuffer()).isLessThanOrEqualTo(MessageLimits.MAX_MESSAGE_BYTES);
    }

    @Test
    void shouldSplitAMessageOnlyWhereAtLeastOneByteFits() {
        byte[] message = new byte[20];
        byte[] bytes = new byte[64];

        appender.start(bytes, 0, 8);
        assertThat(appender.append(message, 0, 20, 0)).isEqualTo(-1);
        appender.start(bytes, 0, 9);
        assertThat(appender.append(message, 0, 20, 0)).isEqualTo(1);
        appender.start(bytes, 0, 4);
        assertThat(appender.append(message, 0, 20, 1)).isEqualTo(-1);
        appender.start(bytes, 0, 5);
        assertThat(appender.append(message, 0, 20, 1)).isEqualTo(1);
        appender.start(bytes, 0, 24);
        assertThat(appender.append(message, 0, 20, 0)).isEqualTo(20);
        assertThat(appender.used()).isEqualTo(24);
        appender.start(bytes, 0, 23);
        assertThat(appender.append(message, 0, 20, 0)).isEqualTo(15);
    }

    @Test
    void shouldFitAnEmptyMessageIntoABareHeader() {
        byte[] bytes = new byte[4];

        appender.start(bytes, 0, 4);
        assertThat(appender.append(bytes, 0, 0, 0)).isZero();
        assertThat(appender.append(bytes, 0, 0, 0)).isEqualTo(-1);
        assertThat(appender.used()).isEqualTo(4);
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        byte[] bytes = new byte[64];
        appender.start(bytes, 0, 64);

        assertThatThrownBy(() -> appender.append(bytes, 0, MessageLimits.MAX_MESSAGE_BYTES + 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> appender.append(bytes, 0, 5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> appender.append(bytes, 0, 5, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
