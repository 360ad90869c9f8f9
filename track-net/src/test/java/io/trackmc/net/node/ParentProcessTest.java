package io.trackmc.net.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A program that ends when the process does for which it runs. */
class ParentProcessTest {

    private static final long MAX_SECONDS = 60;

    /** Runs until somebody ends it. */
    static final class Program {

        private Program() {}

        public static void main(String[] words) throws IOException {
            ParentProcess.watch();
            System.out.println("runs");
            while (System.in.read() >= 0) {
                // Nothing is told to it.
            }
        }
    }

    @Test
    void shouldEndWithItsParentAndNotBefore() throws Exception {
        Process parent = new ProcessBuilder("cat").start();
        Process program = start(parent.pid());
        try (var said = program.inputReader()) {
            assertThat(said.readLine()).isEqualTo("runs");
            assertThat(program.isAlive()).isTrue();
            parent.destroyForcibly();
            assertThat(program.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isEqualTo(1);
        } finally {
            parent.destroyForcibly();
            program.destroyForcibly();
        }
    }

    @Test
    void shouldEndAtOnceWhenItsParentIsGone() throws Exception {
        Process parent = new ProcessBuilder("true").start();
        parent.waitFor();
        Process program = start(parent.pid());
        try {
            assertThat(program.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
    }

    private static Process start(long parent) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m",
                "-D" + ParentProcess.PROPERTY + "=" + parent, "-cp", System.getProperty("java.class.path"),
                Program.class.getName()).start();
    }
}
