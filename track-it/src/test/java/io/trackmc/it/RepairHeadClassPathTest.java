package io.trackmc.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looks at the jars that a repair head is shipped with: what opens content is not among them, and nothing asks for it. */
class RepairHeadClassPathTest {

    private static final Path TARGET = Repository.root().resolve("track-repairhead/target");
    private List<Path> jars = List.of();

    @BeforeEach
    void findJars() throws IOException {
        assumeTrue(Files.isDirectory(TARGET.resolve("lib")), "not packaged; run mvn verify");
        List<Path> found = new ArrayList<>();
        found.addAll(jarsIn(TARGET));
        found.addAll(jarsIn(TARGET.resolve("lib")));
        jars = found;
    }

    @Test
    void shouldHoldTheRoleItself() throws IOException {
        assertThat(classes()).contains("io/trackmc/repairhead/RepairHeadMain.class");
    }

    @Test
    void shouldHoldNothingThatOpensContent() throws IOException {
        assertThat(classes()).noneMatch(c -> c.startsWith("io/trackmc/keys/payload/")
                || c.startsWith("io/trackmc/keys/controller/")
                || c.startsWith("io/trackmc/sender/")
                || c.startsWith("io/trackmc/receiver/"));
    }

    @Test
    void shouldAskForNoClassOfOursThatIsNotThere() {
        String dependencies = jdeps();
        assertThat(dependencies).contains("io.trackmc.repairhead.RepairHeadMain");
        assertThat(dependencies.lines()).noneMatch(line -> line.contains("io.trackmc.keys.payload"));
        assertThat(dependencies.lines())
                .noneMatch(line -> line.contains("-> io.trackmc.") && line.contains("not found"));
    }

    private String jdeps() {
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        List<String> arguments = new ArrayList<>(List.of("--multi-release", "base", "-verbose:class", "--class-path",
                TARGET.resolve("lib") + "/*"));
        jars.stream().filter(j -> j.getFileName().toString().startsWith("track-")).forEach(j -> arguments.add(j
                .toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = jdeps.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(code).as("jdeps said %s", err).isZero();
        return out.toString();
    }

    private List<String> classes() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                file.stream().forEach(entry -> names.add(entry.getName()));
            }
        }
        return names;
    }

    private static List<Path> jarsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
