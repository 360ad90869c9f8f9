package io.trackmc.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A short trading day through real nodes, over loopback multicast. */
class FeedDayTest {

    @AfterEach
    void shouldLeaveNothingBehind() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(FeedDay.DIRECTORY_PREFIX));
        }
    }

    @Test
    void shouldEndWithTheBooksOfTheSourceDespiteLossesAndADeath() {
        CliFixture run = CliFixture.run("feed", "day", "--messages", "20000", "--rate", "10kmsg", "--loss", "0.05",
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).singleElement().asString()
                .startsWith("{\"command\":\"feed day\",\"ok\":true,\"messages\":20000,\"subscribers\":4,"
                        + "\"booksIdentical\":4,\"gaps\":0,\"failovers\":")
                .doesNotContain("\"failovers\":0,").doesNotContain("\"repairs\":0,");
        assertThat(run.err()).contains("a repair head is killed");
    }
}
