package io.trackmc.net.drill;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a drill can order of a process. */
enum FaultKind {
    /** Datagrams that arrive are lost, each with the same probability. */
    LOSS(true),
    /** Nothing arrives, and nothing leaves. */
    PARTITION(true),
    /** The node's thread stands still, as in a long garbage collection. */
    HANG(true),
    /** The process ends at once, as by SIGKILL. */
    KILL(false),
    /** The process is asked to go, as by SIGTERM. */
    DRAIN(false);

    private final boolean lasts;

    FaultKind(boolean lasts) {
        this.lasts = lasts;
    }

    /** Whether it is over by itself after a time; else the process is gone. */
    public boolean lasts() {
        return lasts;
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
