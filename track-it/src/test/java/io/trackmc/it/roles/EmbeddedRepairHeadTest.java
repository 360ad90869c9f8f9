package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.it.Repository;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.sender.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a program with a repair head in it, from the class path that its own build made. */
class EmbeddedRepairHeadTest {

    private static final Path TARGET = Repository.root().resolve("examples/repair-head/target");
    private static final String PROGRAM = "io.trackmc.examples.repairhead.EmbeddedRepairHead";
    private static final int MAX_SECONDS = 60;

    @TempDir
    private Path directory;

    @BeforeEach
    void requireIt() {
        assumeTrue(Files.isDirectory(TARGET.resolve("lib")), "not packaged; run mvn verify");
    }

    @Test
    void shouldBringNothingThatOpensContent() throws IOException {
        try (Stream<Path> lib = Files.list(TARGET.resolve("lib"))) {
            assertThat(lib.map(jar -> jar.getFileName().toString()).filter(name -> name.startsWith("track-")))
                    .allSatisfy(name -> assertThat(name)
                            .matches("track-(repairhead|net|proto|transport-keys)-[0-9].*"))
                    .hasSize(4);
        }
    }

    @Test
    void shouldRepairAndLetItsChildrenGoWhenItIsToldToEnd() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2)).losing(0.03)) {
            Publisher sender = group.sender();
            Process process = start(List.of());
            try {
                Waiting.until(() -> !process.isAlive() || !sender.status().children().isEmpty());
                assertThat(process.isAlive()).as(said()).isTrue();
                List<Application> receivers = List.of(
                        group.application("receiver-1"), group.application("receiver-2"));
                Await.future(sender.receiversBound(2));
                Messages messages = new Messages(500);
                for (int i = 0; i < 3_000; i++) {
                    sender.blocking().publish(messages.next(500), 0, 500);
                }
                assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(2);
                for (Application receiver : receivers) {
                    assertThat(receiver.awaitEnd().checksum()).isEqualTo(messages.checksum());
                }
                process.destroy(); // SIGTERM
                assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(said()).contains("bound to sender", "serves receiver-1", "serves receiver-2")
                    .containsPattern("repaired [1-9]\\d* packets; held \\[.*GroupAuthKey")
                    .doesNotContain("GroupDataKey");
        }
    }

    @Test
    void shouldNotStartWhereContentCouldBeOpened() throws Exception {
        try (Group _ = Group.of(directory.resolve("group"), DefaultLayout.of(1, 1))) {
            Path keys = Repository.root().resolve("track-keys/payload-keys/target/classes");
            assumeTrue(Files.isDirectory(keys), "needs " + keys);
            Process process = start(List.of(keys));
            try {
                assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).isNotZero();
            assertThat(said()).contains("io.trackmc.keys.payload.ContentBundle is on the class path of a repair head");
        }
    }

    private Process start(List<Path> more) throws IOException {
        List<String> classPath = new ArrayList<>(List.of(TARGET.resolve("classes").toString(), TARGET + "/lib/*"));
        more.forEach(path -> classPath.add(path.toString()));
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-cp", String.join(":", classPath), PROGRAM,
                directory.resolve("group/rh-1.conf").toString(), "lo")
                .redirectErrorStream(true).redirectOutput(directory.resolve("said").toFile()).start();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }
}
