package io.trackmc.net.drill;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a drill can order of a process. */
enum FaultKind {
    /** Datagrams that arrive are lost, each with the same probability. */
    LOSS(Where.SOCKETS),
    /** Datagrams that arrive are held back for a while. */
    DELAY(Where.SOCKETS),
    /** Nothing arrives, and nothing leaves, but from and to those that are cut off with it. */
    PARTITION(Where.SOCKETS),
    /** Nothing arrives from some, because they are cut off: their multicasts would be heard else. */
    SHUN(Where.SOCKETS),
    /** The node's thread stands still, as in a long garbage collection. */
    HANG(Where.THREAD),
    /** The clock that tells the time of day is wrong. */
    SKEW(Where.CLOCK),
    /** The process ends at once, as by SIGKILL. */
    KILL(Where.PROCESS),
    /** The process is asked to go, as by SIGTERM. */
    DRAIN(Where.PROCESS);

    /** What of a process it hits. */
    enum Where {
        SOCKETS,
        THREAD,
        CLOCK,
        PROCESS
    }

    private final Where where;

    FaultKind(Where where) {
        this.where = where;
    }

    Where where() {
        return where;
    }

    /** Whether it is over by itself after a time; else the process is gone. */
    public boolean lasts() {
        return where != Where.PROCESS;
    }

    /** Its word in an order. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that word; null when there is none. */
    static @Nullable FaultKind of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst().orElse(null);
    }

    /** All words, for people. */
    static String words() {
        return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "));
    }
}
