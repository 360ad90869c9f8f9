package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.keys.transport.incarnation.StateLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    void shouldRefuseToSendAFileInASessionThatIsNotOneForFiles() {
        assertRefused("key \"session.order\": found unordered, allowed: ordered",
                group.words("send", "sender", "-Dsession.order=unordered", file.toString()));
        assertRefused("key \"session.confirm\": found application, allowed: receive or delivery",
                group.words("send", "sender", "-Dsession.confirm=application", file.toString()));
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
        assertRefused("key \"node.role\": found sender, allowed: receiver", group.words("receiver", "sender"));
        assertRefused("key \"node.role\": found receiver, allowed: sender",
                group.words("send", "receiver-1", file.toString()));
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
        assertRefused("no such file or directory",
                group.words("send", "sender", directory.toString(), directory + "/none"));
        assertRefused("standard input goes alone and once", group.words("send", "sender", "--passes", "2", "-"));
        assertRefused("--passes: found 0, allowed: 1 or more", group.words("send", "sender", "--passes", "0", "file"));
        assertRefused("--status: " + directory + "/none/status: no such file or directory",
                group.words("send", "sender", "--status", directory + "/none/status", "file"));
    }

    @Test
    void shouldTellNothingOfAPrivateKeyThatWasNamedInstead() throws IOException {
        Path key = directory.resolve("group/receiver-1/key.pem");
        String secret = Files.readAllLines(key).get(1);
        for (String[] words : new String[][] {{"receiver", "--config", key.toString()},
            {"send", "--config", key.toString(), file.toString()}}) {
            for (String option : new String[] {"--json", "--debug"}) {
                CliFixture run = CliFixture.run(with(words, option));
                assertThat(run.code()).isEqualTo(2);
                assertThat(run.err() + run.out()).contains(key + ":2: not HOCON").doesNotContain(secret)
                        .doesNotContain("PRIVATE");
            }
        }
        CliFixture init = CliFixture.run("keys", "init", "--dir", directory.resolve("other").toString(), "--group", "g",
                "--tree", key.toString(), "--debug", "--json");
        assertThat(init.code()).isEqualTo(2);
        assertThat(init.err() + init.out()).contains(key + ":2: not HOCON").doesNotContain(secret);
    }

    @Test
    void shouldRefuseToReplaceWhatIsNoRegularFile() throws Exception {
        Path pipe = pipe();
        assertRefused("--output: " + pipe + ": found no regular file", group.words("receiver", "receiver-1", "--output",
                pipe.toString()));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertRefused("--output: " + link + ": found a symbolic link", group.words("receiver", "receiver-1", "--output",
                link.toString()));
        assertRefused("--output: /dev/null: ", group.words("receiver", "receiver-1", "--output", "/dev/null"));
        assertThat(file).hasContent("content");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void shouldRefuseToSendAPipeByItsName() throws Exception {
        assertRefused("found no regular file, allowed: one, or - for standard input",
                group.words("send", "sender", pipe().toString()));
    }

    @Test
    void shouldRefuseToWaitForMoreReceiversThanThereAre() {
        assertRefused("--await: found 2, allowed: at most 1",
                group.words("send", "sender", "--await", "2", file.toString()));
    }

    @Test
    void shouldRefuseASecondNodeOfOneDirectory() {
        try (StateLock _ = StateLock.take(directory.resolve("group/receiver-1/state"))) {
            assertRefused("in use by another process", group.words("receiver", "receiver-1"));
        }
    }

    @Test
    void shouldTellTheMisspeltKeyBeforeTheOneThatIsMissing() throws IOException {
        Path conf = group.config("receiver-1");
        Files.writeString(conf, Files.readString(conf).replace("node.name", "node.nam"));
        assertRefused(":4: unknown key \"node.nam\", nearest is \"node.name\"",
                group.words("receiver", "receiver-1"));
    }

    @Test
    void shouldRefuseToMixAFileWithJson() {
        assertRefused("--output - and --json both want standard output",
                group.words("receiver", "receiver-1", "--output", "-", "--json"));
    }

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        return pipe;
    }

    private static String[] with(String[] words, String last) {
        String[] more = Arrays.copyOf(words, words.length + 1);
        more[words.length] = last;
        return more;
    }

    private static void assertRefused(String expected, String... words) {
        CliFixture run = CliFixture.run(words);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().startsWith("track " + words[0] + ": ").contains(expected);
        assertThat(run.out()).satisfiesAnyOf(out -> assertThat(out).isEmpty(),
                out -> assertThat(out).startsWith("{\"command\":").contains("\"ok\":false"));
    }
}
