package io.trackmc.it.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.it.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * What makes jars differ from one build to the next, and is cheap to see: times, an order that the file system gave, and names of who built them and where. Whether every
 * byte is the same, {@code packaging/publish --compare} shows.
 */
class ReproducibleJarsTest {

    /** As {@code project.build.outputTimestamp} says. */
    private static final LocalDateTime BUILT_AT = LocalDateTime.of(2026, 1, 1, 0, 0);

    /** Modules with a jar, and the name by which a module requires each. */
    private static final Map<String, String> MODULES = Map.ofEntries(
            Map.entry("track-proto", "io.trackmc.proto"),
            Map.entry("track-keys/transport-keys", "io.trackmc.keys.transport"),
            Map.entry("track-keys/payload-keys", "io.trackmc.keys.payload"),
            Map.entry("track-keys/controller", "io.trackmc.keys.controller"),
            Map.entry("track-net", "io.trackmc.net"),
            Map.entry("track-sender", "io.trackmc.sender"),
            Map.entry("track-repairhead", "io.trackmc.repairhead"),
            Map.entry("track-receiver", "io.trackmc.receiver"),
            Map.entry("track-feed", "io.trackmc.feed"));

    /** {@code Build-Tool-Jdk-Spec} is there when Maven runs on an older JDK than the one it compiles with. */
    private static final Set<String> MANIFEST = Set.of("Manifest-Version", "Created-By", "Build-Jdk-Spec",
            "Build-Tool-Jdk-Spec", "Java-Version", "Implementation-Title", "Implementation-Version",
            "Automatic-Module-Name");

    @Test
    void shouldHoldNothingOfTheTimeOrThePlaceOfTheirBuild() throws IOException {
        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            try (JarFile jar = new JarFile(jarOf(module.getKey()).toFile())) {
                List<String> names = new ArrayList<>();
                for (ZipEntry entry : jar.stream().toList()) {
                    assertThat(entry.getTimeLocal()).as("%s in %s", entry, module.getKey()).isEqualTo(BUILT_AT);
                    names.add(entry.getName());
                }
                // Directories, the manifest and what Maven adds come where they come each time.
                List<String> own = names.stream().filter(name -> !name.startsWith("META-INF/") && !name.endsWith("/"))
                        .toList();
                assertThat(own).as(module.getKey()).isNotEmpty().isSorted();
                Attributes manifest = jar.getManifest().getMainAttributes();
                assertThat(manifest.keySet()).as(module.getKey()).extracting(Object::toString)
                        .isSubsetOf(MANIFEST);
                assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo(module.getValue());
            }
        }
    }

    private static Path jarOf(String module) throws IOException {
        Path target = Repository.root().resolve(module).resolve("target");
        assumeTrue(Files.isDirectory(target), "not packaged; run mvn verify");
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files
                    .filter(file -> file.getFileName().toString().matches("track-[a-z-]+-[0-9][^-]*(-SNAPSHOT)?\\.jar"))
                    .toList();
            assumeTrue(!jars.isEmpty(), "not packaged; run mvn verify");
            assertThat(jars).as("jars of %s", module).hasSize(1);
            return jars.getFirst();
        }
    }
}
