package io.trackmc.cli.role;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.tree.ParentEvent;
import io.trackmc.proto.engine.EngineEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a node's parent, a line of JSON each, with the machine's monotonic clock, so that all processes of one machine can be
 * put in one order; {@link io.trackmc.cli.process.ParentLog} reads it. Rare enough to be written where it happens.
 */
final class ParentLogWriter implements Closeable {

    private final IntFunction<String> names;
    private final PrintStream out;

    private ParentLogWriter(IntFunction<String> names, PrintStream out) {
        this.names = names;
        this.out = out;
    }

    /**
     * Begins a file; without one everything is forgotten.
     *
     * @param names of nodes by their ids
     */
    static ParentLogWriter open(IntFunction<String> names, @Nullable Path file) {
        try {
            return new ParentLogWriter(names, file == null ? new PrintStream(PrintStream.nullOutputStream())
                    : new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw TaskException.usage("--events: " + Fault.text(e), e);
        }
    }

    void on(EngineEvent event) {
        ParentEvent ofParent = ParentEvent.of(event);
        if (ofParent != null) {
            line(System.nanoTime(), ofParent);
        }
    }

    void served(int parent, long nowNs) {
        line(nowNs, ParentEvent.served(parent));
    }

    private void line(long nowNs, ParentEvent event) {
        JsonText line = new JsonText();
        event.write(line, nowNs, names.apply(event.parent()));
        out.println(line.oneLine());
    }

    @Override
    public void close() {
        out.close();
    }
}
