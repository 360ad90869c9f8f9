package io.trackmc.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.doctor.DoctorTable;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/errors.md is what {@code track explain}, the doctor and the readers of configurations say. {@code -Dsnapshot.update=true} writes it anew. */
class ErrorCatalogueTest {

    private static final Path PAGE = Path.of("..", "docs", "errors.md");
    private static final Path DOCTOR = Path.of("src", "main", "java", "io", "trackmc", "cli", "doctor");
    private static final List<Path> READERS = List.of(
            Path.of("..", "track-keys", "transport-keys", "src", "main", "java", "io", "trackmc", "keys", "transport",
                    "bundle"),
            Path.of("..", "track-keys", "controller", "src", "main", "java", "io", "trackmc", "keys", "controller",
                    "authority"));
    private static final Pattern REFUSES = Pattern.compile("\\b(in|each)\\.(refuse|warn)\\(");

    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    Path scratch;

    @Test
    void shouldBeThePageInTheDocumentation() throws Exception {
        Path deployment = scratch.resolve("doctor");
        String page = ErrorPage.of(ConfigFaults.tables(Files.createDirectory(scratch.resolve("config"))),
                StartFaults.table(Files.createDirectory(scratch.resolve("start"))),
                DoctorTable.of(ill(deployment), deployment));
        if (Boolean.getBoolean("snapshot.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).as("-Dsnapshot.update=true writes it anew").isEqualTo(page);
    }

    @Test
    void shouldHaveEveryCheckOfTheDoctor() throws Exception {
        Path deployment = scratch.resolve("doctor");
        List<String> rows = DoctorTable.of(ill(deployment), deployment);
        assertThat(DoctorTable.names(DOCTOR)).hasSizeGreaterThan(18)
                .allSatisfy(name -> assertThat(rows).anyMatch(row -> row.startsWith("| `" + name + "` |")));
        assertThat(rows).noneMatch(row -> row.endsWith("|  |") || row.contains("null"));
    }

    /** A place in a reader that refuses or warns is either planted or said twice by one fault; a new one changes the sum. */
    @Test
    void shouldPlantAFaultForEveryPlaceThatRefuses() throws IOException {
        long places = 0;
        for (Path reader : READERS) {
            try (Stream<Path> files = Files.list(reader)) {
                for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    places += REFUSES.matcher(Files.readString(file)).results().count();
                }
            }
        }
        assertThat(places).as("plant what is new in ConfigFaults").isEqualTo(ConfigFaults.pairs());
    }

    @Test
    void shouldSayWhatToDoAboutEverythingButCountersAndEvents() {
        assertThat(Words.all().stream().filter(word -> word.remedy().isEmpty()).map(Word::where).distinct())
                .containsExactlyInAnyOrder("counter", "why a sender waits", "repairs", "events of a node", "exit code");
        assertThat(Words.all()).noneMatch(word -> (word.meaning() + word.remedy()).contains("|"));
    }

    /** A node whose certificate has another's key, and whose authorities are not there. */
    private static NodeConfig ill(Path deployment) throws IOException {
        if (!Files.exists(deployment)) {
            assertThat(CliFixture.run("keys", "init", "--dir", deployment.toString(), "--group", "d").code()).isZero();
            Files.copy(deployment.resolve("sender/key.pem"), deployment.resolve("receiver-1/key.pem"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return NodeConfigFile.read(deployment.resolve("receiver-1.conf"), Map.of("net.interface", "127.0.0.1",
                "authorities.transport-controller", NOWHERE, "authorities.content-authority", NOWHERE));
    }
}
