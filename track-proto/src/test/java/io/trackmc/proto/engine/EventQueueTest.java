package io.trackmc.proto.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private final Counters counters = new Counters();
    private final EventQueue queue = new EventQueue(counters);

    @Test
    void shouldHandEventsOverInOrderAndNotMoreThanAsked() {
        for (int i = 0; i < 5; i++) {
            queue.add(new SessionClosed(i, false));
        }
        List<EngineEvent> taken = new ArrayList<>();

        assertThat(queue.drain(taken::add, 3)).isEqualTo(3);
        assertThat(queue.drain(taken::add, 3)).isEqualTo(2);
        assertThat(queue.drain(taken::add, 3)).isZero();

        assertThat(taken).extracting(e -> ((SessionClosed) e).lastSequence()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void shouldDropAndCountWhatExceedsItsCapacity() {
        for (int i = 0; i < EventQueue.CAPACITY + 3; i++) {
            queue.add(new Finished());
        }

        assertThat(counters.get(DropReason.NO_ROOM)).isEqualTo(3);
        assertThat(queue.drain(e -> {}, Integer.MAX_VALUE)).isEqualTo(EventQueue.CAPACITY);
    }
}
