package io.trackmc.proto.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.fragment.FrameAppender;
import io.trackmc.proto.fragment.MessagePlace;
import io.trackmc.proto.window.ReceiveWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UnorderedDeliveryTest {

    private static final int WINDOW = 64;
    private static final int CONTENT_BYTES = 100;
    private static final int NUMBER_BYTES = 4;
    private static final int SEEDS = 3_000;

    private ReceiveWindow window = new ReceiveWindow(WINDOW, CONTENT_BYTES);
    private Delivery delivery = new Delivery(window, new Counters());
    private final TreeMap<Long, Integer> handed = new TreeMap<>();
    private final List<Integer> numbers = new ArrayList<>();
    private List<byte[]> contents = List.of();
    private List<Extent> extents = List.of();
    private int refuseAfter = Integer.MAX_VALUE;

    /** Packets, from 1, that a message has parts in. */
    private record Extent(int first, int last) {}

    @Test
    void shouldHandOverWhatIsCompleteBehindWhatIsMissing() {
        messages(20, 20, 150, 20);
        hold(2);
        hold(3);
        deliver();
        assertThat(numbers).containsExactly(3);

        hold(1);
        deliver();
        assertThat(numbers).containsExactly(3, 0, 1, 2);
        assertThat(window.consumed()).isEqualTo(3);
    }

    @Test
    void shouldTellWhereInTheStreamAMessageBegins() {
        messages(20, 20, 150, 20);
        hold(2);
        hold(3);
        deliver();
        hold(1);
        deliver();
        assertThat(handed.keySet().stream().map(MessagePlace::sequence)).containsExactly(1L, 1L, 1L, 3L);
        assertThat(handed.keySet().stream().map(MessagePlace::index)).containsExactly(0, 1, 2, 0);
        assertThat(handed.values()).containsExactly(0, 1, 2, 3);
    }

    /** Its beginning is consumed before the rest comes, so that a message may be longer than the window. */
    @Test
    void shouldPutTogetherAMessageOfMorePacketsThanTheWindowHas() {
        messages(20, WINDOW * CONTENT_BYTES * 2, 20);
        for (int sequence = 1; sequence <= contents.size(); sequence += 2) {
            if (sequence < contents.size()) {
                hold(sequence + 1);
                deliver();
            }
            hold(sequence);
            deliver();
        }
        assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void shouldGoOnWithWhatWasRefusedAndNothingElseBefore() {
        messages(20, 20, 60, 20, 20, 20);
        assertThat(extents.get(3)).isEqualTo(new Extent(2, 2));
        hold(2);
        refuseAfter = 1;
        assertThat(delivery.run(this::take, Integer.MAX_VALUE)).isTrue();
        hold(1);
        assertThat(delivery.run(this::take, Integer.MAX_VALUE)).isTrue();
        assertThat(numbers).containsExactly(3);

        refuseAfter = Integer.MAX_VALUE;
        deliver();
        assertThat(numbers).containsExactly(3, 4, 5, 0, 1, 2);
    }

    /** Any messages, in packets that come in any order, some of them never, to an application that refuses at any time. */
    @Test
    void shouldHandOverEachMessageOnceAsSoonAsAllOfItIsThere() {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            restart();
            int[] sizes = random.ints(1 + random.nextInt(60), NUMBER_BYTES, random.nextBoolean() ? 40 : 700).toArray();
            messages(sizes);
            boolean[] lost = new boolean[contents.size() + 1];
            boolean[] held = new boolean[contents.size() + 1];
            run(random, lost, held);
            assertThat(numbers).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(numbers).as("seed %d", seed).hasSize((int) extents.stream().filter(e -> has(e, held)).count());
            assertThat(List.copyOf(handed.values())).as("seed %d", seed).isSorted();
            assertThat(window.consumed()).isEqualTo(contents.size());
        }
    }

    private void run(SplittableRandom random, boolean[] lost, boolean[] held) {
        while (window.consumed() < contents.size()) {
            int next = (int) window.nextSequence();
            int sequence = Math.min(contents.size(), next + (int) (random.nextDouble() * random.nextInt(WINDOW)));
            if (random.nextInt(20) == 0) {
                giveUp(sequence, lost, held);
            } else if (!held[sequence] && !lost[sequence]) {
                hold(sequence);
                held[sequence] = true;
            }
            refuseAfter = random.nextInt(4) == 0 ? random.nextInt(3) : Integer.MAX_VALUE;
            boolean refused = delivery.run(this::take, random.nextInt(8) == 0 ? 1 : Integer.MAX_VALUE);
            if (!refused && !delivery.hasMore()) {
                assertThat(numbers).containsAll(complete(held));
            }
        }
        refuseAfter = Integer.MAX_VALUE;
        deliver();
    }

    private void giveUp(int through, boolean[] lost, boolean[] held) {
        for (int sequence = (int) window.nextSequence(); sequence <= through; sequence++) {
            lost[sequence] = !held[sequence];
        }
        window.tracker().giveUpThrough(through);
    }

    private List<Integer> complete(boolean[] held) {
        List<Integer> complete = new ArrayList<>();
        for (int number = 0; number < extents.size(); number++) {
            if (has(extents.get(number), held)) {
                complete.add(number);
            }
        }
        return complete;
    }

    private static boolean has(Extent extent, boolean[] held) {
        for (int sequence = extent.first; sequence <= extent.last; sequence++) {
            if (!held[sequence]) {
                return false;
            }
        }
        return true;
    }

    private void restart() {
        window = new ReceiveWindow(WINDOW, CONTENT_BYTES);
        delivery = new Delivery(window, new Counters());
        handed.clear();
        numbers.clear();
    }

    private void deliver() {
        assertThat(delivery.run(this::take, Integer.MAX_VALUE)).isFalse();
        assertThat(delivery.hasMore()).isFalse();
    }

    private boolean take(long place, byte[] bytes, int offset, int length) {
        if (refuseAfter == 0) {
            return false;
        }
        refuseAfter--;
        int number = 0;
        for (int i = 0; i < NUMBER_BYTES; i++) {
            number = number << 8 | (bytes[offset + i] & 0xFF);
        }
        for (int i = NUMBER_BYTES; i < length; i++) {
            assertThat(bytes[offset + i]).isEqualTo((byte) number);
        }
        numbers.add(number);
        assertThat(handed.put(place, number)).isNull();
        return true;
    }

    private void hold(int sequence) {
        byte[] content = contents.get(sequence - 1);
        System.arraycopy(content, 0, window.claim(sequence), 0, content.length);
        window.commit(sequence, content.length);
        delivery.arrivedUnordered(sequence);
    }

    /** Packs messages of these sizes, each with its number in front, one after another. */
    private void messages(int... sizes) {
        List<byte[]> packed = new ArrayList<>();
        List<Extent> where = new ArrayList<>();
        byte[] content = new byte[CONTENT_BYTES];
        FrameAppender frames = new FrameAppender();
        frames.start(content, 0, CONTENT_BYTES);
        for (int number = 0; number < sizes.length; number++) {
            byte[] message = new byte[sizes[number]];
            Arrays.fill(message, (byte) number);
            for (int i = 0; i < NUMBER_BYTES; i++) {
                message[i] = (byte) (number >>> (8 * (NUMBER_BYTES - 1 - i)));
            }
            int first = 0;
            for (int from = 0; from < message.length;) {
                int taken = frames.append(message, 0, message.length, from);
                if (taken < 0) {
                    packed.add(Arrays.copyOf(content, frames.used()));
                    frames.start(content, 0, CONTENT_BYTES);
                    continue;
                }
                first = from == 0 ? packed.size() + 1 : first;
                from += taken;
            }
            where.add(new Extent(first, packed.size() + 1));
        }
        packed.add(Arrays.copyOf(content, frames.used()));
        contents = packed;
        extents = where;
    }
}
