package io.trackmc.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap of another program, and what it holds. */
class HeapDumpTest {

    private static final int LENGTH = 32;

    @TempDir
    Path directory;

    /** Holds a key that it is told. */
    static final class Holder {

        private static final byte[] KEPT = new byte[LENGTH];

        private Holder() {}

        public static void main(String[] words) throws IOException {
            DataInputStream in = new DataInputStream(System.in);
            in.readFully(KEPT);
            System.out.println("holds");
            while (in.read() >= 0) {
                // Until it is ended.
            }
        }
    }

    @Test
    void shouldFindTheKeyThatAProgramHoldsAndNoOther() throws Exception {
        byte[] kept = random();
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m", "-cp", System.getProperty("java.class.path"), Holder.class.getName()).start();
        try (var said = holder.inputReader(); var tell = holder.getOutputStream()) {
            tell.write(kept);
            tell.flush();
            assertThat(said.readLine()).isEqualTo("holds");
            Path file = directory.resolve("heap");
            try (HeapDump heap = HeapDump.of(holder.pid(), file)) {
                assertThat(heap.find(Map.of("kept", kept, "never told", random()))).containsExactly("kept");
            }
            assertThat(file).doesNotExist();
        } finally {
            holder.destroyForcibly().onExit().join();
        }
    }

    private static byte[] random() {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
