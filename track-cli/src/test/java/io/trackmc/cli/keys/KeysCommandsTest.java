package io.trackmc.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys init} and {@code keys inspect} from words to files and output. */
class KeysCommandsTest {

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void nameTheDirectory() {
        directory = temporary.resolve("d");
    }

    @Test
    void shouldReportEveryNode() {
        CliFixture run = CliFixture.run("keys", "init", "--dir", directory.toString(), "--group", "news", "--receivers",
                "3", "--repair-heads", "2", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).singleElement().asString()
                .startsWith(
                        "{\"command\":\"keys init\",\"ok\":true,\"nodes\":[{\"name\":\"sender\",\"role\":\"sender\","
                                + "\"id\":1,\"parent\":null,\"backups\":[],\"tenant\":null,\"config\":\"" + directory
                                + "/sender.conf\"},")
                .contains("{\"name\":\"receiver-3\",\"role\":\"receiver\",\"id\":6,\"parent\":\"rh-1\"");
        assertThat(run.errLines()).hasSize(9).last().asString().contains(".p12", ".password");
        assertThat(directory.resolve("rh-2.conf")).exists();
        assertThat(directory.resolve("rh-2/content.bundle")).doesNotExist();
        assertThat(directory.resolve("receiver-1/content.bundle")).exists();
    }

    @Test
    void shouldMakeATreeFromAFile() throws IOException {
        Path tree = Files.writeString(temporary.resolve("tree.conf"), """
                nodes {
                  top { role = repair-head, parent = sender }
                  low { role = repair-head, parent = top }
                  leaf { parent = low }
                }
                """);
        CliFixture run = CliFixture.run("keys", "init", "--dir", directory.toString(), "--group", "news", "--tree",
                tree.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines().get(4)).contains("leaf").contains("receiver").contains("  low, ");
    }

    @Test
    void shouldKeepTenantsApart() {
        CliFixture run = CliFixture.run("keys", "init", "--dir", directory.toString(), "--group", "news", "--receivers",
                "2", "--repair-heads", "2", "--tenants", "2", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).singleElement().asString()
                .contains("\"parent\":\"rh-1\",\"backups\":[\"rh-2\",\"sender\"],\"tenant\":\"tenant-1\"")
                .contains("\"parent\":\"rh-2\",\"backups\":[\"rh-1\",\"sender\"],\"tenant\":\"tenant-2\"");
        CliFixture inspected = CliFixture.run("keys", "inspect",
                directory.resolve("receiver-1/transport.bundle").toString(), "--json");
        assertThat(inspected.outLines()).singleElement().asString()
                .containsOnlyOnce("\"regionSecret\":\"none: another tenant's region\"");
        assertRefused("tenants: found 3, allowed: 1 to 2", "--repair-heads", "2", "--tenants", "3");
    }

    @Test
    void shouldRefuseWhatCannotBeMade() throws IOException {
        assertRefused("a multicast address", "--group-address", "10.0.0.1");
        assertRefused("1 to 65535", "--port", "0");
        assertRefused("--receivers: found 0, allowed: 1 or more", "--receivers", "0");
        assertRefused("--repair-heads: found -1", "--repair-heads", "-1");
        assertRefused("tree.conf", "--tree", temporary.resolve("tree.conf").toString());
        assertRefused("goes with neither", "--tree", "t", "--receivers", "1");
        Path tree = Files.writeString(temporary.resolve("bad.conf"), "nodes { leaf { parent = nobody } }");
        assertRefused("nobody", "--tree", tree.toString());
        assertThat(directory).doesNotExist();
    }

    private void assertRefused(String expected, String... words) {
        String[] all = new String[words.length + 6];
        System.arraycopy(new String[] {"keys", "init", "--dir", directory.toString(), "--group", "news"}, 0, all, 0, 6);
        System.arraycopy(words, 0, all, 6, words.length);
        CliFixture run = CliFixture.run(all);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().startsWith("track keys init: ").contains(expected);
    }

    @Test
    void shouldNotOverwriteADeployment() {
        String[] words = {"keys", "init", "--dir", directory.toString(), "--group", "news"};
        assertThat(CliFixture.run(words).code()).isZero();
        CliFixture again = CliFixture.run(words);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.errLines()).singleElement().asString().contains("is there already");
    }

    @Test
    void shouldTellWhatAFileHoldsButNoSecret() throws IOException {
        assertThat(CliFixture.run("keys", "init", "--dir", directory.toString(), "--group", "news").code()).isZero();
        Path bundle = directory.resolve("rh-1/transport.bundle");
        CliFixture run = CliFixture.run("keys", "inspect", bundle.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("transport bundle").contains("groupDataKey: none").contains("role repair-head");
        CliFixture json = CliFixture.run("keys", "inspect", bundle.toString(), "--json");
        assertThat(json.outLines()).singleElement().asString().contains("\"kind\":\"transport bundle\"");
        Files.readString(bundle).lines().filter(line -> line.matches(".*\"[A-Za-z0-9+/]{43}=\".*"))
                .map(line -> line.replaceAll(".*\"([A-Za-z0-9+/]{43}=)\".*", "$1"))
                .forEach(secret -> assertThat(run.out() + json.out()).doesNotContain(secret));
    }

    @Test
    void shouldRefuseADamagedOrMissingFile() throws IOException {
        assertThat(CliFixture.run("keys", "init", "--dir", directory.toString(), "--group", "news").code()).isZero();
        Path bundle = directory.resolve("rh-1/transport.bundle");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle, bytes);
        for (Path file : new Path[] {bundle, directory.resolve("none"), directory, directory.resolve("rh-1.conf")}) {
            CliFixture run = CliFixture.run("keys", "inspect", file.toString());
            assertThat(run.code()).as(run.out()).isEqualTo(2);
            assertThat(run.errLines()).singleElement().asString().contains(file.toString());
        }
    }
}
