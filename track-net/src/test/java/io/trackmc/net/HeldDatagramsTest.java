package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import org.junit.jupiter.api.Test;

/** What a drill holds back: in order, for its time, and not without end. */
class HeldDatagramsTest {

    private final HeldDatagrams held = new HeldDatagrams();

    @Test
    void shouldGiveEachWhenItIsDueAndNoneBeforeTheOneInFront() {
        held.add(datagram(1, 100));
        held.add(datagram(2, 40));
        assertThat(held.nextDueNs()).isEqualTo(100);
        assertThat(held.poll(99, false)).isNull();
        assertThat(first(100)).isEqualTo(1);
        assertThat(first(100)).as("it may not overtake").isEqualTo(2);
        assertThat(held.isEmpty()).isTrue();
    }

    @Test
    void shouldGiveAllInOrderWhenNothingIsHeldBackAnyMore() {
        held.add(datagram(1, 1_000));
        held.add(datagram(2, 2_000));
        assertThat(held.poll(1, false)).isNull();
        assertThat(held.poll(1, true)).isNotNull().satisfies(first -> assertThat(first.bytes()[0]).isEqualTo((byte) 1));
        assertThat(held.poll(1, true)).isNotNull().satisfies(next -> assertThat(next.bytes()[0]).isEqualTo((byte) 2));
        assertThat(held.poll(1, true)).isNull();
    }

    @Test
    void shouldHoldSoManyAndNoMore() {
        for (int i = 0; i < HeldDatagrams.MOST; i++) {
            assertThat(held.add(datagram(i, 1))).isTrue();
        }
        assertThat(held.add(datagram(0, 1))).isFalse();
        held.poll(1, false);
        assertThat(held.add(datagram(0, 1))).isTrue();
    }

    @Test
    void shouldHoldSoManyBytesAndNoMore() {
        int each = 1 << 16;
        for (int i = 0; i < HeldDatagrams.MOST_BYTES / each; i++) {
            assertThat(held.add(of(new byte[each], 1))).isTrue();
        }
        assertThat(held.add(datagram(0, 1))).isFalse();
        held.poll(1, false);
        assertThat(held.add(datagram(0, 1))).isTrue();
    }

    private int first(long nowNs) {
        HeldDatagrams.Held next = held.poll(nowNs, false);
        return next == null ? -1 : next.bytes()[0];
    }

    private static HeldDatagrams.Held datagram(int number, long dueNs) {
        return of(new byte[] {(byte) number}, dueNs);
    }

    private static HeldDatagrams.Held of(byte[] bytes, long dueNs) {
        return new HeldDatagrams.Held(Path.Channel.DATA, new Endpoint(0, 1, 2), bytes, dueNs);
    }
}
