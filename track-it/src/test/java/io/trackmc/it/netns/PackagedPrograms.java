package io.trackmc.it.netns;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.it.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The jars that this build has packaged, laid out as the launcher wants them. */
final class PackagedPrograms {

    /** Names of the programs, and where their sources are. */
    private static final Map<String, String> PROGRAMS = Map.of("track-cli", "track-cli", "track-repairhead",
            "track-repairhead", "track-perf", "perf");

    private PackagedPrograms() {}

    /** Copies every program's class path into {@code home}; skips the test where nothing is packaged. */
    static Path copyTo(Path home) throws IOException {
        for (Map.Entry<String, String> program : PROGRAMS.entrySet()) {
            Path target = Repository.root().resolve(program.getValue()).resolve("target");
            assumeTrue(Files.isDirectory(target.resolve("lib")), "not packaged; run mvn verify");
            Path classPath = Files.createDirectories(home.resolve(program.getKey()));
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
