package io.trackmc.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the build put things, seen from this module. */
public final class Repository {

    private static final int DEPTH_OF_NESTED_MODULES = 4;

    private Repository() {}

    /** The repository's top directory; Surefire says where this module is, an IDE starts in it. */
    public static Path root() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();
    }

    /** Build output directories of that name in any module. */
    static List<Path> directoriesNamed(String name) throws IOException {
        try (Stream<Path> paths = Files.find(root(), DEPTH_OF_NESTED_MODULES, (path, attributes) -> attributes
                .isDirectory() && path.endsWith(Path.of("target", name)))) {
            return paths.sorted().toList();
        }
    }
}
