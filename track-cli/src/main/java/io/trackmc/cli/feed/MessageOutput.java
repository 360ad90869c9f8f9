package io.trackmc.cli.feed;

import io.trackmc.cli.file.StreamTarget;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes messages as they were read: lines with a line feed behind each, or ITCH with two bytes of length before each. */
final class MessageOutput implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;
    private final boolean itch;
    private final boolean live;
    private final @Nullable PrintStream console;

    /** @param live whether somebody looks at it, so that nothing may wait in a buffer */
    private MessageOutput(OutputStream out, boolean itch, boolean live) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.itch = itch;
        this.live = live;
        this.console = out instanceof PrintStream stream ? stream : null;
    }

    /**
     * Opens what an option says.
     *
     * @param place a file; {@code -} for standard output, which is the default unless that is for JSON
     * @param quiet whether the default is nothing
     * @return null for nothing
     */
    static @Nullable MessageOutput open(TaskRun run, @Nullable String place, boolean itch, boolean quiet) {
        if (place == null && (quiet || run.json())) {
            return null;
        }
        if (place == null || place.equals(StreamTarget.NAME)) {
            if (run.json()) {
                throw TaskException.usage("--output - and --json both want standard output");
            }
            return new MessageOutput(run.console().out(), itch, true);
        }
        try {
            return new MessageOutput(Files.newOutputStream(Path.of(place)), itch, false);
        } catch (IOException e) {
            throw TaskException.usage("--output: " + Fault.text(e), e);
        }
    }

    void write(byte[] bytes, int offset, int length) {
        try {
            if (itch) {
                out.write(length >>> Byte.SIZE);
                out.write(length);
            }
            out.write(bytes, offset, length);
            if (!itch) {
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void batchEnd() {
        if (live) {
            try {
                flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Standard output stays open. */
    @Override
    public void close() throws IOException {
        if (live) {
            flush();
        } else {
            out.close();
        }
    }

    /** A print stream keeps to itself that it could not write. */
    private void flush() throws IOException {
        out.flush();
        if (console != null && console.checkError()) {
            throw new IOException("standard output cannot be written");
        }
    }
}
