package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.StateDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The diagrams of {@code docs/protocol.md} show what the engines do: they are drawn from the tables that other tests check. */
class ProtocolDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/protocol.md");
    private static final Path TABLES = Path.of("src/test/resources/state-tables");
    private static final int DIAGRAMS = 5;
    private static final Pattern DIAGRAM = Pattern.compile(
            "(?<=<!-- drawn from (\\S{1,40}) -->\n```mermaid\n)(?s:.*?)(?=```\n)");

    @Test
    void shouldShowWhatTheStateTablesSay() throws IOException {
        String text = Files.readString(DOCUMENT);
        String drawn = DIAGRAM.matcher(text).replaceAll(found -> Matcher.quoteReplacement(diagram(found.group(1))));
        if (Boolean.getBoolean("snapshot.update")) {
            Files.writeString(DOCUMENT, drawn);
        }

        assertThat(DIAGRAM.matcher(drawn).results()).hasSize(DIAGRAMS);
        assertThat(Files.readString(DOCUMENT)).as("-Dsnapshot.update=true takes over what changed").isEqualTo(drawn);
    }

    private static String diagram(String table) {
        try {
            return StateDiagram.of(Files.readString(TABLES.resolve(table)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
