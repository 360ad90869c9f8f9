package io.trackmc.cli.drill.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting what a drill has ended. */
class StartsTest {

    @TempDir
    private Path directory;

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shouldStartNothingWhileTheProcessIsStillThere() throws IOException {
        Path place = directory.resolve("started");
        AtomicInteger left = new AtomicInteger(2);
        List<Boolean> startedBefore = Collections.synchronizedList(new ArrayList<>());
        Starts starts = new Starts(_ -> {
            startedBefore.add(Files.exists(place));
            return left.decrementAndGet() > 0;
        }, told::add);
        starts.start(process("touch", place.toString()));
        assertThat(starts.faults()).isEmpty();
        assertThat(place).exists();
        assertThat(startedBefore).containsExactly(false, false);
    }

    @Test
    void shouldTellOfEachCommandThatFailsOnce() {
        Starts starts = new Starts(_ -> false, told::add);
        starts.startMissing(List.of(process("false"), process("no-such-program-here"), process()));
        assertThat(starts.faults()).hasSize(2).anyMatch(line -> line.endsWith("ended with 1"))
                .anyMatch(line -> line.contains("is not started again"));
        assertThat(starts.faults()).isEmpty();
        assertThat(told).filteredOn(line -> line.startsWith("starts ")).hasSize(3);
    }

    private static DeployedProcess process(String... start) {
        return new DeployedProcess("rh-1", "lon-1", new ManagementPlace(URI.create("http://127.0.0.1:1"),
                Path.of("token"), null), List.of(start));
    }
}
