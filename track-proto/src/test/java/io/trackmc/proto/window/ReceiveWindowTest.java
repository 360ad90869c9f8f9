package io.trackmc.proto.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.window.SequenceTracker.Admission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiveWindowTest {

    private static final int CAPACITY = 64;

    private final ReceiveWindow window = new ReceiveWindow(CAPACITY, 10);

    @BeforeEach
    void start() {
        window.start(1);
    }

    @Test
    void shouldHandContentsOutInOrder() {
        store(2);
        assertThat(window.hasNext()).isFalse();

        store(1);
        assertThat(window.hasNext()).isTrue();
        assertThat(window.nextSequence()).isEqualTo(1);
        assertThat(window.nextBytes()[0]).isEqualTo((byte) 1);
        assertThat(window.nextLength()).isEqualTo(1);

        window.consumeNext();
        assertThat(window.nextBytes()[0]).isEqualTo((byte) 2);
    }

    @Test
    void shouldNotMarkWhatWasOnlyClaimed() {
        window.claim(1);

        assertThat(window.admission(1)).isEqualTo(Admission.NEW);
        assertThat(window.tracker().cumAck()).isZero();
        assertThat(window.hasNext()).isFalse();
    }

    @Test
    void shouldMoveOnlyWhenTheApplicationConsumes() {
        for (long s = 1; s <= CAPACITY; s++) {
            store(s);
        }
        assertThat(window.tracker().cumAck()).isEqualTo(CAPACITY);
        assertThat(window.admission(CAPACITY + 1)).isEqualTo(Admission.OUT_OF_WINDOW);
        assertThat(window.highestAllowed()).isEqualTo(CAPACITY);

        window.consumeNext();

        assertThat(window.highestAllowed()).isEqualTo(CAPACITY + 1);
        assertThat(window.admission(CAPACITY + 1)).isEqualTo(Admission.NEW);
        store(CAPACITY + 1);
        assertThat(window.nextBytes()[0]).isEqualTo((byte) 2);
    }

    @Test
    void shouldTellALossFromWhatIsNotThereYet() {
        store(3);
        assertThat(window.nextIsLost()).isFalse();

        window.tracker().giveUpThrough(2);

        assertThat(window.nextIsLost()).isTrue();
        window.consumeNext();
        window.consumeNext();
        assertThat(window.nextIsLost()).isFalse();
        assertThat(window.hasNext()).isTrue();
        assertThat(window.nextSequence()).isEqualTo(3);
    }

    @Test
    void shouldNotTakeAnOldContentOfTheSameSlotForALostOne() {
        for (long s = 1; s <= CAPACITY; s++) {
            store(s);
            window.consumeNext();
        }
        window.tracker().giveUpThrough(CAPACITY + 1);

        assertThat(window.nextIsLost()).isTrue();
        assertThat(window.hasNext()).isFalse();
    }

    @Test
    void shouldForgetContentsOnStart() {
        store(1);
        store(2);

        window.start(1);

        assertThat(window.hasNext()).isFalse();
        assertThat(window.consumed()).isZero();
        assertThat(window.admission(2)).isEqualTo(Admission.NEW);
    }

    @Test
    void shouldUseTheMemoryOfAConsumedContentForTheNext() {
        byte[] first = window.claim(1);
        window.commit(1, 1);
        window.consumeNext();

        for (long s = 2; s <= 3 * CAPACITY; s++) {
            assertThat(window.claim(s)).isSameAs(first);
            window.commit(s, 1);
            window.consumeNext();
        }
    }

    @Test
    void shouldKeepWhatWaitsBehindAConsumedContent() {
        store(1);
        store(2);
        window.consumeNext();

        store(3);

        assertThat(window.nextBytes()[0]).isEqualTo((byte) 2);
        window.consumeNext();
        assertThat(window.nextBytes()[0]).isEqualTo((byte) 3);
    }

    private void store(long sequence) {
        window.claim(sequence)[0] = (byte) sequence;
        window.commit(sequence, 1);
    }
}
