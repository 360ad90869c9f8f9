package io.trackmc.net.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeWatchTest {

    /** Close before the clock goes over. */
    private final long startNs = Math.subtractExact(Long.MAX_VALUE, 5_000_000L);

    @TempDir
    Path directory;

    private final List<EngineEvent> heard = new ArrayList<>();
    private final NodeWatch watch = new NodeWatch(ProtocolConfig.lan().tree(), Integer::toString, heard::add);
    private final Counters counters = new Counters();

    @Test
    void shouldCountWhatHappensAndTellTheListenerToo() {
        EngineEvent lost = new EngineEvent.ParentLost(1, ParentLoss.EJECTED);
        watch.onEvent(new EngineEvent.ParentBound(1, 0, false));
        watch.onEvent(lost);
        watch.onEvent(new EngineEvent.ParentBound(2, 0, true));
        watch.onEvent(new EngineEvent.ChildGone(3, ChildLoss.SILENT));
        watch.onEvent(new EngineEvent.LeftBehind(KeyLayer.CONTENT));
        assertThat(heard).hasSize(5).contains(lost);
        assertThat(watch.parentsLost().get(ParentLoss.EJECTED)).isOne();
        assertThat(watch.childrenLost().get(ChildLoss.SILENT)).isOne();
        assertThat(watch.leftBehind().get(KeyLayer.CONTENT)).isOne();
        assertThat(Arrays.stream(watch.rebinds().counts()).sum()).as("the first bind is none").isOne();
    }

    @Test
    void shouldPublishAfterEachEventAndElseOnceInAWhile() {
        AtomicInteger published = new AtomicInteger();
        turn(startNs, published);
        turn(startNs + 1, published);
        assertThat(published).hasValue(1);
        watch.onEvent(new EngineEvent.Drained());
        turn(startNs + 2, published);
        assertThat(published).hasValue(2);
        turn(startNs + 100_000_001, published);
        assertThat(published).hasValue(2);
        turn(startNs + 100_000_002, published);
        assertThat(published).hasValue(3);
    }

    @Test
    void shouldBeSeenInAFlightRecording() throws IOException {
        Path file = directory.resolve("flight.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            counters.drop(DropReason.BAD_ICV);
            counters.drop(DropReason.BAD_ICV);
            counters.increment(CounterId.REPAIRS_SENT_REGION);
            turn(startNs, new AtomicInteger());
            watch.onEvent(new EngineEvent.ParentLost(1, ParentLoss.LOOP));
            watch.onEvent(new EngineEvent.ParentBound(2, 0, true));
            watch.onEvent(new EngineEvent.EpochInstalled(KeyLayer.TRANSPORT, 7));
            counters.drop(DropReason.BAD_ICV);
            turn(startNs + 1, new AtomicInteger());
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(named(events, "Drops")).extracting(e -> e.getString("reason") + " " + e.getLong("count"))
                .containsExactly("bad_icv 2", "bad_icv 1");
        assertThat(named(events, "Repairs")).extracting(e -> e.getLong("sent")).containsExactly(1L);
        assertThat(named(events, "ParentLost")).extracting(e -> e.getString("reason")).containsExactly("loop");
        assertThat(named(events, "Failover")).hasSize(1);
        assertThat(named(events, "Rekey")).extracting(e -> e.getLong("epoch")).containsExactly(7L);
    }

    private void turn(long nowNs, AtomicInteger published) {
        watch.afterTurn(nowNs, (_, _) -> published.incrementAndGet(), () -> List.of(counters));
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream().filter(e -> e.getEventType().getName().equals("io.trackmc." + name)).toList();
    }
}
