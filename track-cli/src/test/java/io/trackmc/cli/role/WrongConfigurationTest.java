package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong before anything begins: one line and exit code 2. */
class WrongConfigurationTest {

    @TempDir
    Path directory;

    private Group group;
    private Path file;

    @BeforeEach
    void deploy() throws IOException {
        group = Group.create(directory.resolve("group"), 1, 1);
        file = Files.writeString(directory.resolve("file"), "content");
    }

    @Test
    void shouldRefuseAnUnknownInterface() {
        assertRefused("nosuch0", "receiver", "--config", group.config("receiver-1").toString(), "--interface",
                "nosuch0");
        assertRefused("nosuch0", "send", "--config", group.config("sender").toString(), "--interface", "nosuch0",
                file.toString());
    }

    @Test
    void shouldRefuseAGroupThatIsNotMulticast() {
        assertRefused("10.1.2.3", group.words("receiver", "receiver-1", "-Dgroup.address=10.1.2.3"));
        assertRefused("10.1.2.3", group.words("send", "sender", "-Dgroup.address=10.1.2.3", file.toString()));
    }

    @Test
    void shouldRefuseAnUnknownKeyAndNameTheNearest() {
        assertRefused("group.address", group.words("receiver", "receiver-1", "-Dgroup.adress=239.1.2.3"));
    }

    @Test
    void shouldRefuseADamagedOrMissingBundle() throws IOException {
        Path bundle = directory.resolve("group/receiver-1/content.bundle");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle, bytes);
        assertRefused("content.bundle", group.words("receiver", "receiver-1"));
        Files.delete(bundle);
        assertRefused("content.bundle", group.words("receiver", "receiver-1"));
    }

    @Test
    void shouldRefuseAMissingConfiguration() {
        assertRefused("nowhere.conf", "receiver", "--config", directory.resolve("nowhere.conf").toString());
    }

    @Test
    void shouldRefuseTheConfigurationOfAnotherRole() {
        assertRefused("node.role: found sender, allowed: receiver", group.words("receiver", "sender"));
        assertRefused("node.role: found receiver, allowed: sender", group.words("send", "receiver-1", file.toString()));
    }

    @Test
    void shouldRefuseAPlaceThatCannotBeWritten() {
        assertRefused("--output: " + directory + "/none: no such file",
                group.words("receiver", "receiver-1", "--output",
                        directory + "/none/copy"));
    }

    @Test
    void shouldRefuseAFileThatCannotBeRead() {
        assertRefused("none: no such file or directory", group.words("send", "sender", directory + "/none"));
        assertRefused("is a directory", group.words("send", "sender", directory.toString()));
    }

    @Test
    void shouldRefuseToMixAFileWithJson() {
        assertRefused("--output - and --json both want standard output",
                group.words("receiver", "receiver-1", "--output", "-", "--json"));
    }

    private static void assertRefused(String expected, String... words) {
        CliFixture run = CliFixture.run(words);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().startsWith("track " + words[0] + ": ").contains(expected);
        assertThat(run.out()).satisfiesAnyOf(out -> assertThat(out).isEmpty(),
                out -> assertThat(out).startsWith("{\"command\":").contains("\"ok\":false"));
    }
}
