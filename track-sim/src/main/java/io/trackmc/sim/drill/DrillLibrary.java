package io.trackmc.sim.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The drills that come with the program. */
public final class DrillLibrary {

    /** Their names, in the order in which they are best learnt. */
    public static final List<String> NAMES = List.of("kill-rh", "kill-rh-of-rh", "kill-backup-too", "kill-half-the-rhs",
            "partition-region", "lossy-region", "slow-link", "slow-receiver", "gc-pause", "late-join-storm",
            "sender-restart", "rolling-upgrade",
            "revoke-receiver", "expel-under-load", "rekey-under-loss", "authority-down", "wrong-clock",
            "compromised-region");

    private static final String SUFFIX = ".conf";

    private DrillLibrary() {}

    /** One of them. */
    public static Drill get(String name) {
        return DrillFile.parse(name + SUFFIX, text(name));
    }

    /** All of them. */
    public static List<Drill> all() {
        return NAMES.stream().map(DrillLibrary::get).toList();
    }

    /** The file of one, as operators would write it. */
    public static String text(String name) {
        try (InputStream in = Objects.requireNonNull(DrillLibrary.class.getResourceAsStream(name + SUFFIX), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
