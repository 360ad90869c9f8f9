package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileTransferException;
import io.trackmc.cli.file.Incoming;
import io.trackmc.cli.file.ReceivedFiles;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes sessions that carry a set of files, for one receiver. */
public final class SetSessions implements ReceivedFiles.Sets {

    private final @Nullable Path directory;
    private final @Nullable String onlyName;
    private final Existing existing;
    private final Preserve preserve;
    private final Consumer<String> lines;

    private SetSessions(@Nullable Path directory, @Nullable String onlyName, Existing existing, Preserve preserve,
            Consumer<String> lines) {
        this.directory = directory;
        this.onlyName = onlyName;
        this.existing = existing;
        this.preserve = preserve;
        this.lines = lines;
    }

    /** Below a directory. */
    public static SetSessions below(Path directory, Existing existing, Preserve preserve, Consumer<String> lines) {
        return new SetSessions(directory, null, existing, preserve, lines);
    }

    /** To one file, which is replaced when it is there: sets of more than one fail. */
    public static SetSessions to(Path file, Preserve preserve, Consumer<String> lines) {
        Path absolute = file.toAbsolutePath();
        return new SetSessions(absolute.getParent(), String.valueOf(absolute.getFileName()), Existing.REPLACE, preserve,
                lines);
    }

    /** Nowhere: standard output takes one file, in order. */
    public static SetSessions refused() {
        return new SetSessions(null, null, Existing.REFUSE, Preserve.NONE, _ -> {});
    }

    @Override
    public boolean isOne(byte[] message, int offset, int length) {
        return IncomingSet.isOfSet(message, offset, length);
    }

    @Override
    public Incoming begin() {
        Path below = directory;
        return below == null
                ? new IncomingSet(() -> {
                    throw new FileTransferException("the sender sends a set of files, which standard output cannot"
                            + " take: name a directory by --output");
                }, lines, System::nanoTime)
                : IncomingSet.below(below, onlyName, existing, preserve, lines);
    }
}
