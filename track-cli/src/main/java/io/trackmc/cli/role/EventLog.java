package io.trackmc.cli.role;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.proto.engine.EngineEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a node's parent, a line of JSON each, with the machine's monotonic clock, so that all processes of one machine can be
 * put in one order. Rare enough to be written where it happens.
 */
final class EventLog implements Closeable {

    private final NodeConfig config;
    private final PrintStream out;

    private EventLog(NodeConfig config, PrintStream out) {
        this.config = config;
        this.out = out;
    }

    /** Begins a file; without one everything is forgotten. */
    static EventLog open(NodeConfig config, @Nullable Path file) {
        try {
            return new EventLog(config, file == null ? new PrintStream(PrintStream.nullOutputStream())
                    : new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw TaskException.usage("--events: " + Fault.text(e), e);
        }
    }

    void on(EngineEvent event) {
        switch (event) {
            case EngineEvent.ParentBound e -> line("bound", e.parent(), System.nanoTime());
            case EngineEvent.ParentLost e -> line("lost", e.parent(), System.nanoTime());
            default -> {
                // Not about parents.
            }
        }
    }

    void served(int parent, long nowNs) {
        line("served", parent, nowNs);
    }

    private void line(String event, int parent, long nowNs) {
        out.println("{\"nanoTime\":" + nowNs + ",\"event\":\"" + event + "\",\"parent\":\"" + config.nameOf(parent)
                + "\"}");
    }

    @Override
    public void close() {
        out.close();
    }
}
