package io.trackmc.it.roles;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals that tests send to programs which they have started. */
final class Signals {

    private static final int SIGHUP = 1;

    private Signals() {}

    /** What this process ignores, as under nohup, its children ignore too. */
    static void assumeHangUpIsHeard() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:")).findFirst().orElse("SigIgn:0").substring("SigIgn:".length())
                .strip();
        assumeFalse(((Long.parseUnsignedLong(ignored, 16) >>> (SIGHUP - 1)) & 1) != 0,
                "this process ignores SIGHUP, as under nohup, and so do its children");
    }
}
