package io.trackmc.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void shouldBeThePageInTheDocumentation() throws IOException {
        assertThat(Files.readString(PAGE)).as("renew it: ./track config reference --markdown > docs/configuration.md")
                .isEqualTo(ReferencePage.of(ConfigReferenceCommand.catalogues()));
        assertThat(CliFixture.run("config", "reference", "--markdown").out()).isEqualTo(Files.readString(PAGE));
    }

    @Test
    void shouldSayOfEveryKeyWhatItIsForInOneLineThatATableCanHold() {
        for (Catalogue catalogue : ConfigReferenceCommand.catalogues()) {
            for (KeyEntry<?> entry : catalogue.entries()) {
                assertThat(entry.purpose()).as(entry.name()).isNotEmpty().doesNotContain("\n", "|");
                assertThat(entry.advice() + entry.defaultText() + EntryWords.value(entry)).as(entry.name())
                        .doesNotContain("\n", "|");
            }
        }
    }

    @Test
    void shouldPrintTheKeysOfOneRole() {
        CliFixture receiver = CliFixture.run("config", "reference", "--role", "receiver");
        assertThat(receiver.code()).isZero();
        assertThat(receiver.outLines()).contains("tree.parents", "net.ttl").doesNotContain("session.mode", "listen")
                .noneMatch(line -> line.contains("]("));
        CliFixture wrong = CliFixture.run("config", "reference", "--role", "reciever");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.errLines()).singleElement().asString().contains("found \"reciever\"", "nearest: receiver");
    }

    @Test
    void shouldPrintAllThatIsKnownForPrograms() {
        CliFixture json = CliFixture.run("config", "reference", "--json");
        assertThat(json.outLines()).singleElement().asString()
                .contains(
                        "{\"key\":\"tree.heartbeat\",\"file\":\"Node files\",\"type\":\"time\",\"range\":\"1us to 1h\","
                                + "\"unit\":\"\",\"needed\":false,\"default\":\"50ms\",\"roles\":[\"sender\",\"repair-head\","
                                + "\"receiver\"],")
                .contains("\"key\":\"limits.per-address\"");
        assertThat(CliFixture.run("config", "reference", "--json", "--markdown").code()).isEqualTo(2);
    }
}
