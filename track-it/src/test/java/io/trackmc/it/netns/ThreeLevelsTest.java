package io.trackmc.it.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.it.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of a tree of three levels, with the programs of this build. */
@Tag("netns")
class ThreeLevelsTest {

    private static final int NOT_TRIED = 77;
    private static final int MAX_SECONDS = 240;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void shouldGiveEachReceiverItsCopyAndLeaveNoNamespace() throws Exception {
        Path home = PackagedPrograms.copyTo(directory.resolve("home"));
        Path said = directory.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(Repository.root().resolve("examples/three-levels").toString())
                .redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("TRACK_HOME", home.toString());
        builder.environment().put("TRACK_JVM_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process example = builder.start();
        try {
            assertThat(example.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).as(Files.readString(said)).isTrue();
        } finally {
            example.destroy(); // SIGTERM, so that it removes what it has made
            example.onExit().get(MAX_SECONDS, TimeUnit.SECONDS);
        }
        String text = Files.readString(said);
        assumeTrue(example.exitValue() != NOT_TRIED, text.strip());
        assertThat(example.exitValue()).as(text).isZero();
        assertThat(text).contains("confirmed by 4 of 4")
                .containsPattern("receiver-1 below rh-[23]: identical copy")
                .containsPattern("receiver-4 below rh-[23]: identical copy");
        assertThat(text.lines().filter(line -> line.matches("rh-[23]: [1-9]\\d* repairs sent"))).hasSize(2);
        assertThat(Commands.run("ip", "netns", "list")).doesNotContain("track3-" + example.pid() + "-");
    }
}
