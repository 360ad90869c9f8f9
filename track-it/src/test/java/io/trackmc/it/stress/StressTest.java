package io.trackmc.it.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;

/**
 * Runs every jcstress test: each hand-off between threads, in JVMs of its own, with all that compilers and processors may do
 * with it. Short in the build; for real with {@code -Dstress=default}, see {@code docs/testing.md}.
 */
@Tag("stress")
class StressTest {

    private static final Path REPORT = Path.of("jcstress");

    @Test
    void shouldKeepEveryHandOffWhole() throws Exception {
        Files.createDirectories(REPORT);
        String mode = System.getProperty("stress.mode", "sanity");
        Options options = new Options(
                new String[] {"-m", mode, "-r", REPORT.toString(), "-jvmArgs", "-Xms64m -Xmx128m"});
        assertThat(options.parse()).as("options").isTrue();
        JCStress stress = new JCStress(options);
        assertThat(stress.getTests()).as("tests found").hasSize(15);
        stress.run();
        assertThat(Path.of(options.getResultFile())).as("results; there are none where there is one processor")
                .isNotEmptyFile();
    }
}
