package io.trackmc.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.it.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets every fuzz test look for new inputs, each in a JVM of its own: the parsers, and each engine with noise, outsiders, and
 * insiders who hold the right keys. A few seconds each in the build; for real with {@code -Dfuzz=10m}, see
 * {@code docs/testing.md}.
 */
@Tag("fuzz")
class FuzzingTest {

    private static final Path DIRECTORY = Path.of("fuzz").toAbsolutePath();
    private static final String TEST_CLASSES = "target/test-classes";
    private static final String SUFFIX = "FuzzTest.class";

    /** Jazzer's sanitizers, which look for the misuse of services that parsers and engines never call, and of which each costs a scan of the class path at its start. */
    private static final String SANITIZERS = Stream.of("BigDecimal", "ClojureLangHooks", "Deserialization",
            "ExpressionLanguageInjection", "FilePathTraversal", "LdapInjection", "NamingContextLookup",
            "OsCommandInjection", "ReflectiveCall", "RegexInjection", "RegexRoadblocks", "ScriptEngineInjection",
            "ServerSideRequestForgery", "SqlInjection", "TemplateInjection", "UnsafeSanitizer", "XPathInjection",
            "XmlParserSsrfGuidance").map("com.code_intelligence.jazzer.sanitizers."::concat)
            .collect(Collectors.joining(System.getProperty("path.separator")));

    private static final Map<String, Future<Integer>> RUNS = new HashMap<>();
    private static ExecutorService runners;

    /** A fuzzer is one thread, and half of a short run is the start of its JVM: so many at a time as there are processors. */
    @BeforeAll
    static void fuzz() throws IOException {
        runners = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        fuzzTests().forEach(name -> RUNS.put(name, runners.submit(() -> exitCode(name))));
    }

    @AfterAll
    static void stop() {
        runners.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("fuzzTests")
    void shouldFindNothing(String name) throws Exception {
        assertThat(RUNS.get(name).get()).as("exit code; the input that did it is named in %s", log(name)).isZero();
    }

    private static Path log(String name) {
        return DIRECTORY.resolve(name.substring(name.lastIndexOf('.') + 1) + ".log");
    }

    private static int exitCode(String name) throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        ProcessBuilder builder = new ProcessBuilder(command(name)).directory(DIRECTORY.toFile())
                .redirectErrorStream(true).redirectOutput(log(name).toFile());
        builder.environment().put("JAZZER_FUZZ", "1");
        builder.environment().put("JAZZER_DISABLED_HOOKS", SANITIZERS);
        builder.environment().put("JAZZER_MAX_DURATION", System.getProperty("fuzz.time", "6s"));
        Process process = builder.start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(String name) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "-XX:+EnableDynamicAgentLoading",
                "-Djdk.attach.allowAttachSelf=true", "-cp", classPath(), OneFuzzTest.class.getName(), name);
    }

    private static String classPath() {
        List<String> entries = new ArrayList<>();
        for (String module : List.of("track-proto", "track-sim")) {
            entries.add(testClasses(module).toString());
        }
        entries.add(System.getProperty("java.class.path"));
        return String.join(System.getProperty("path.separator"), entries);
    }

    static Stream<String> fuzzTests() throws IOException {
        List<String> names = new ArrayList<>();
        for (String module : List.of("track-proto", "track-sim")) {
            try (Stream<Path> files = Files.walk(testClasses(module))) {
                files.filter(file -> file.toString().endsWith(SUFFIX))
                        .map(file -> testClasses(module).relativize(file).toString())
                        .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                        .forEach(names::add);
            }
        }
        assertThat(names).as("fuzz tests").hasSizeGreaterThanOrEqualTo(9);
        return names.stream().sorted();
    }

    private static Path testClasses(String module) {
        return Repository.root().resolve(module).resolve(TEST_CLASSES);
    }
}
