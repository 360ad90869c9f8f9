package io.trackmc.cli.process;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.net.tree.ParentEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a receiver wrote about its parents, in the order of time.
 *
 * @param entries all of them
 */
public record ParentLog(List<Entry> entries) {

    /**
     * One line.
     *
     * @param nanoTime by the machine's monotonic clock
     * @param event word of a {@link Kind}; one that is not known, of a newer program, is none of them
     * @param parent its name
     */
    public record Entry(long nanoTime, String event, String parent) {

        /** Whether it is of that kind. */
        public boolean is(Kind kind) {
            return event.equals(kind.text());
        }
    }

    /** Reads what is there by now; nothing, when there is no file yet. */
    public static ParentLog read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new ParentLog(List.of());
        }
        return new ParentLog(Files.readAllLines(file).stream().filter(line -> line.endsWith("}"))
                .map(ParentLog::entry).toList());
    }

    private static Entry entry(String line) {
        Config config = ConfigFactory.parseString(line);
        return new Entry(config.getLong("nanoTime"), config.getString("event"), config.getString("parent"));
    }

    /** Whether it has ever had a parent. */
    public boolean isBound() {
        return entries.stream().anyMatch(entry -> entry.is(Kind.BOUND));
    }

    /** Whether its last word about parents before {@code nanoTime} was that it has this one. */
    public boolean hadParent(String parent, long nanoTime) {
        return entries.stream().filter(entry -> entry.nanoTime < nanoTime)
                .filter(entry -> entry.is(Kind.BOUND) || entry.is(Kind.LOST))
                .reduce((first, second) -> second)
                .filter(entry -> entry.is(Kind.BOUND) && entry.parent.equals(parent)).isPresent();
    }

    /** From {@code nanoTime} to the first such event after it; -1 when there is none before {@code untilNanoTime}. */
    public long after(long nanoTime, Kind kind, long untilNanoTime) {
        return entries.stream().filter(entry -> entry.nanoTime >= nanoTime && entry.nanoTime < untilNanoTime
                && entry.is(kind)).findFirst().map(entry -> entry.nanoTime - nanoTime).orElse(-1L);
    }
}
