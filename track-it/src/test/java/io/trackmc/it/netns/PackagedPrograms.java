package io.trackmc.it.netns;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.it.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars that this build has packaged, laid out as the launcher wants them. */
final class PackagedPrograms {

    private static final List<String> PROGRAMS = List.of("track-cli", "track-repairhead");

    private PackagedPrograms() {}

    /** Copies every program's class path into {@code home}; skips the test where nothing is packaged. */
    static Path copyTo(Path home) throws IOException {
        for (String program : PROGRAMS) {
            Path target = Repository.root().resolve(program).resolve("target");
            assumeTrue(Files.isDirectory(target.resolve("lib")), "not packaged; run mvn verify");
            Path classPath = Files.createDirectories(home.resolve(program));
            copyJars(target, classPath);
            copyJars(target.resolve("lib"), classPath);
        }
        return home;
    }

    private static void copyJars(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
                Files.copy(jar, to.resolve(jar.getFileName()));
            }
        }
    }
}
