package io.trackmc.proto.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.fragment.FrameAppender;
import io.trackmc.proto.window.ReceiveWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final int WINDOW = 64;
    private static final int CONTENT_BYTES = 100;
    private static final int ONE_AND_A_HALF = 150;
    private static final int MESSAGES = 4;

    private final ReceiveWindow window = new ReceiveWindow(WINDOW, CONTENT_BYTES);
    private final Delivery delivery = new Delivery(window, new Counters());
    private final List<Integer> delivered = new ArrayList<>();
    private final List<byte[]> contents = contents();

    @Test
    void shouldHandOverMessagesThatLieInSeveralPackets() {
        hold(1, contents.size());
        delivery.run(this::take, Integer.MAX_VALUE);
        assertThat(delivered).containsExactly(1, 2, 3, 4);
    }

    /** Beginning and end around a gap have the right length together, and are no message all the same. */
    @Test
    void shouldNotJoinTheTwoSidesOfAGap() {
        hold(1, 1);
        window.tracker().giveUpThrough(3);
        hold(4, contents.size());
        delivery.run(this::take, Integer.MAX_VALUE);
        assertThat(delivered).containsExactly(3, 4);
        assertThat(window.consumed()).isEqualTo(contents.size());
    }

    @Test
    void shouldNotHandOverAnythingBehindWhatIsOnlyMissing() {
        hold(1, 2);
        hold(4, contents.size());
        delivery.run(this::take, Integer.MAX_VALUE);
        assertThat(delivered).containsExactly(1);
        assertThat(window.consumed()).isEqualTo(2);
    }

    private boolean take(long place, byte[] bytes, int offset, int length) {
        assertThat(length).isEqualTo(ONE_AND_A_HALF);
        for (int i = 0; i < length; i++) {
            assertThat(bytes[offset + i]).isEqualTo(bytes[offset]);
        }
        delivered.add((int) bytes[offset]);
        return true;
    }

    private void hold(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            byte[] content = contents.get((int) sequence - 1);
            System.arraycopy(content, 0, window.claim(sequence), 0, content.length);
            window.commit(sequence, content.length);
        }
    }

    /** Contents of two packets for each message. */
    private static List<byte[]> contents() {
        List<byte[]> contents = new ArrayList<>();
        for (int number = 1; number <= MESSAGES; number++) {
            byte[] message = new byte[ONE_AND_A_HALF];
            Arrays.fill(message, (byte) number);
            for (int from = 0; from < message.length;) {
                byte[] content = new byte[CONTENT_BYTES];
                FrameAppender frames = new FrameAppender();
                frames.start(content, 0, CONTENT_BYTES);
                from += frames.append(message, 0, message.length, from);
                contents.add(Arrays.copyOf(content, frames.used()));
            }
        }
        return contents;
    }
}
