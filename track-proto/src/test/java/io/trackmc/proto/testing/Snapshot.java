package io.trackmc.proto.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that is checked in, so that a reviewer sees every change of it as a difference. {@code -Dsnapshot.update=true} writes
 * what the code does now.
 */
public final class Snapshot {

    private static final Path DIRECTORY = Path.of("src/test/resources/state-tables");

    private Snapshot() {}

    /** Compares with {@code state-tables/<name>.txt}, or replaces it. */
    public static void check(String name, String actual) {
        Path file = DIRECTORY.resolve(name + ".txt");
        try {
            if (Boolean.getBoolean("snapshot.update")) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(file, actual);
            }
            assertThat(actual).as("%s; -Dsnapshot.update=true takes over what changed", file)
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
