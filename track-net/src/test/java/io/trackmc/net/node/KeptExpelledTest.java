package io.trackmc.net.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.incarnation.ExpelledStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeptExpelledTest {

    @TempDir
    private Path directory;

    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();

    @Test
    void shouldRefuseAtOnceAndAfterARestart() {
        try (KeptExpelled expelled = open()) {
            expelled.add(7);
            assertThat(expelled.contains(7)).isTrue();
            assertThat(expelled.contains(8)).isFalse();
            expelled.add(8);
        }
        try (KeptExpelled again = open()) {
            assertThat(again.contains(7)).isTrue();
            assertThat(again.contains(8)).isTrue();
            assertThat(again.contains(9)).isFalse();
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldRefuseWhomItCannotWriteAndTryAgain() throws Exception {
        Path state = directory.resolve("state");
        try (KeptExpelled expelled = open()) {
            Files.writeString(state, "a file where the directory should be");
            expelled.add(7);
            assertThat(warnings.take()).contains("1 expelled nodes are refused, but not after a restart");
            assertThat(expelled.contains(7)).isTrue();
            Files.delete(state);
        }
        assertThat(new ExpelledStore(state).all()).containsExactly(7);
    }

    @Test
    void shouldHaveThoseWhomTheKeysNameOnTheDiskBeforeItRefusesAnybody() {
        try (KeptExpelled expelled = open(7, 9)) {
            assertThat(new ExpelledStore(directory.resolve("state")).all()).containsExactly(7, 9);
            assertThat(expelled.contains(9)).isTrue();
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldRefuseThoseWhomTheKeysNameAlsoWhenItCannotWriteThem() throws Exception {
        Path state = directory.resolve("state");
        ExpelledStore store = new ExpelledStore(state);
        Files.writeString(state, "a file where the directory should be");
        try (KeptExpelled expelled = new KeptExpelled(store, List.of(7), warnings::add)) {
            assertThat(warnings.take()).contains("1 expelled nodes are refused, but not after a restart");
            assertThat(expelled.contains(7)).isTrue();
            Files.delete(state);
        }
        assertThat(new ExpelledStore(state).all()).containsExactly(7);
    }

    private KeptExpelled open(Integer... named) {
        return new KeptExpelled(new ExpelledStore(directory.resolve("state")), List.of(named), warnings::add);
    }
}
