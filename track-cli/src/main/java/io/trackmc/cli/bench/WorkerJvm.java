package io.trackmc.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flags of the JVM of one end of a peer, and what a JVM has learnt from that end before (JEP 483, 514, 515): which classes it needs and
 * which methods run often. Every peer has that, so that a warm-up of seconds is enough for all.
 *
 * @param peer which
 * @param end source or sink
 */
record WorkerJvm(Peer peer, String end) {

    private static final List<String> ALL = List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseCompactObjectHeaders");

    /** Collector and memory of nodes, as the launcher starts them; what it tells the compiler is for programs without a warm-up. */
    private static final List<String> NODES = List.of("-XX:+UseSerialGC", "-Xmn16m");

    /** They reach into the JDK. */
    private static final List<String> OPEN = List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");

    /** Whether it has not learnt yet, and could. */
    boolean mayLearn() {
        return !Files.exists(cache()) && Files.isWritable(home());
    }

    /** Flags for a JVM that uses what was learnt. */
    List<String> learnt() {
        List<String> flags = cold();
        if (Files.exists(cache())) {
            flags.addAll(List.of("-XX:AOTCache=" + cache(), "-Xlog:aot=off", "-Xlog:cds=off"));
        }
        return flags;
    }

    /** Flags for a JVM that learns, and writes that to a file when it ends. */
    List<String> learning(Path file) {
        List<String> flags = cold();
        flags.add("-XX:AOTCacheOutput=" + file);
        return flags;
    }

    /** Keeps what was learnt, if it was written. */
    void keep(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, cache(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Flags for a JVM that knows nothing. */
    List<String> cold() {
        List<String> flags = new ArrayList<>(ALL);
        switch (peer) {
            case TRACK -> flags.addAll(NODES);
            case AERON, AERON_TUNED, JGROUPS, JGROUPS_TUNED -> flags.addAll(OPEN);
            default -> {}
        }
        return flags;
    }

    private Path cache() {
        return home().resolve("track-perf-" + peer.text() + "-" + end + ".aot");
    }

    private static Path home() {
        @Nullable String home = System.getProperty("track.home");
        return Path.of(home == null ? "" : home);
    }
}
