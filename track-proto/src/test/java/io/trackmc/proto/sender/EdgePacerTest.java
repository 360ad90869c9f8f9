package io.trackmc.proto.sender;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EdgePacerTest {

    private static final long MS = 1_000_000;
    private static final int WINDOW = 1_024;
    private static final long FROM_NS = Long.MAX_VALUE - 70 * MS;

    private final EdgePacer pacer = new EdgePacer(WINDOW);
    private long nowNs = FROM_NS;
    private long limit = WINDOW;

    @Test
    void shouldNotPaceBeforeItKnowsWhatTheTreeTakes() {
        assertThat(sentWithin(10, 1)).isEqualTo(10_000);
    }

    @Test
    void shouldNotPaceWhileThereIsRoom() {
        learnTenPerMs();
        assertThat(sentWithin(10, WINDOW / 4)).isEqualTo(10_000);
    }

    @Test
    void shouldFallWithTheRoomThatIsLeft() {
        learnTenPerMs();
        assertThat(sentWithin(100, 128)).isBetween(4_000, 4_100);
        assertThat(sentWithin(100, 64)).isBetween(2_000, 2_100);
        assertThat(sentWithin(100, 32)).isBetween(1_000, 1_100);
        assertThat(sentWithin(1_000, 1)).isBetween(300, 360);
    }

    @Test
    void shouldLearnNothingFromAStallOrAPause() {
        learnTenPerMs();
        nowNs += 10_000 * MS;
        limit += 5;
        assertThat(sentWithin(100, 128)).isBetween(4_000, 4_100);
    }

    /** Ten sequences of room in each millisecond. */
    private void learnTenPerMs() {
        for (int i = 0; i < 3_000; i++) {
            pacer.isOpen(nowNs, limit, WINDOW);
            nowNs += MS / 10;
            limit++;
        }
    }

    /** Packets that went in {@code ms}, tried a thousand times in each, at constant room. */
    private int sentWithin(int ms, long room) {
        int sent = 0;
        for (int i = 0; i < ms * 1_000; i++) {
            if (pacer.isOpen(nowNs, limit, room)) {
                pacer.sent(nowNs);
                sent++;
            }
            nowNs += MS / 1_000;
        }
        return sent;
    }
}
