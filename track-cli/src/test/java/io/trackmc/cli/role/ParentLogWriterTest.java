package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.process.ParentLog;
import io.trackmc.net.tree.ParentEvent.Kind;
import io.trackmc.proto.engine.EngineEvent.Drained;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentLogWriterTest {

    @TempDir
    Path directory;

    @Test
    void shouldWriteLinesThatOtherProcessesRead() throws IOException {
        Path file = directory.resolve("events");
        try (ParentLogWriter log = ParentLogWriter.open(id -> "rh-" + id, file)) {
            log.on(new ParentBound(2, 1, false));
            log.on(new Drained());
            log.on(new ParentLost(2, ParentLoss.SILENT));
            log.served(3, 7);
        }
        ParentLog read = ParentLog.read(file);
        assertThat(read.entries()).extracting(ParentLog.Entry::event, ParentLog.Entry::parent).map(Object::toString)
                .containsExactly("(\"bound\", \"rh-2\")", "(\"lost\", \"rh-2\")", "(\"served\", \"rh-3\")");
        assertThat(read.isBound()).isTrue();
        assertThat(read.after(0, Kind.SERVED, 8)).isEqualTo(7);
        assertThat(Files.readAllLines(file)).last()
                .isEqualTo("{\"nanoTime\":7,\"event\":\"served\",\"parent\":\"rh-3\"}");
    }
}
