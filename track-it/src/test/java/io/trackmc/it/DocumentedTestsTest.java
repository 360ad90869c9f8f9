package io.trackmc.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A document that names a test as evidence names one that exists. */
class DocumentedTestsTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w{1,80}Test)(?:\\.(\\w{1,120}))?`");
    private static final Path TESTS = Path.of("src", "test", "java");

    @Test
    void shouldExist() throws IOException {
        Map<String, List<String>> sources = sources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path document : documents()) {
            for (MatchResult name : NAMED.matcher(Files.readString(document)).results().toList()) {
                named++;
                if (!exists(sources.getOrDefault(name.group(1), List.of()), name.group(2))) {
                    missing.add(document.getFileName() + ": " + name.group());
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).as("tests that documents name").isGreaterThan(80);
    }

    private static boolean exists(List<String> classes, String method) {
        return classes.stream().anyMatch(source -> method == null || source.contains("void " + method + "("));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(Repository.root().resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    /** Sources of test classes by simple name, which several modules may have. */
    private static Map<String, List<String>> sources() throws IOException {
        Map<String, List<String>> sources = new HashMap<>();
        try (Stream<Path> modules = Files.find(Repository.root(), 5,
                (path, attributes) -> attributes.isDirectory() && path.endsWith(TESTS))) {
            for (Path module : modules.toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    for (Path file : files.filter(file -> file.toString().endsWith("Test.java")).toList()) {
                        String name = file.getFileName().toString().replace(".java", "");
                        sources.computeIfAbsent(name, _ -> new ArrayList<>()).add(Files.readString(file));
                    }
                }
            }
        }
        return sources;
    }
}
