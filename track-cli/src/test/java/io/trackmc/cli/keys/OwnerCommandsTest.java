package io.trackmc.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.keys.transport.incarnation.StateLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys policy} and {@code keys rebuild} on a deployment. */
class OwnerCommandsTest {

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void deploy() {
        directory = temporary.resolve("d");
        assertThat(run("init", "--dir", directory.toString(), "--group", "news").code()).isZero();
    }

    @Test
    void shouldSignTheNextEditionAndShowTheDifference() throws IOException {
        Path edit = temporary.resolve("edit.conf");
        Files.writeString(edit, "rekey { backwardSecrecy = true }");
        CliFixture run = run("policy", "--dir", directory.toString(), "--edit", edit.toString(), "--set",
                "rekey.everyMillis=3600000", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).singleElement().asString().startsWith("{\"command\":\"keys policy\",\"ok\":true,"
                + "\"edition\":2,\"changes\":[\"rekey.backwardSecrecy: false -> true\","
                + "\"rekey.everyMillis: 86400000 -> 3600000\"],");
        CliFixture shown = run("policy", "--dir", directory.toString());
        assertThat(shown.out()).contains("\"edition\": 2", "\"everyMillis\": 3600000");
    }

    @Test
    void shouldWriteNothingInADryRunOrWithABadValue() throws IOException {
        Path token = directory.resolve("authorities/policy.token");
        byte[] before = Files.readAllBytes(token);
        CliFixture dry = run("policy", "--dir", directory.toString(), "--set", "convergence=never", "--dry-run");
        assertThat(dry.code()).isZero();
        assertThat(dry.out()).contains("convergence: \"best-effort\" -> \"never\"", "nothing is written");
        CliFixture bad = run("policy", "--dir", directory.toString(), "--set", "rekey.everyMillis=often");
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err())
                .contains("policy.token, edition 2: key \"rekey.everyMillis\": found a text, allowed: a whole"
                        + " number from 0");
        assertThat(run("policy", "--dir", directory.toString(), "--edit", "none").code()).isEqualTo(2);
        assertThat(Files.readAllBytes(token)).isEqualTo(before);
    }

    @Test
    void shouldNotChangeADeploymentOnWhichAnotherCommandWorks() {
        String dir = directory.toString();
        String certificate = directory.resolve("receiver-2/certificate.pem").toString();
        assertThat(run("issue", "--name", "rh-9", "--out", temporary.resolve("rh-9").toString()).code()).isZero();
        List<String[]> commands = List.of(
                new String[] {"add", "--dir", dir, "--node", "receiver-3", "--parent", "rh-1"},
                new String[] {"policy", "--dir", dir, "--set", "convergence=all"},
                new String[] {"rebuild", "--dir", dir},
                new String[] {"revoke", "--dir", dir, certificate},
                new String[] {"issue", "--dir", dir, "--role", "repair-head", "--request",
                    temporary.resolve("rh-9/request.pem").toString(), "--out",
                    temporary.resolve("rh-9").toString()});
        try (StateLock _ = StateLock.take(directory.resolve("authorities"))) {
            for (String[] command : commands) {
                CliFixture refused = run(command);
                assertThat(refused.code()).as(command[0]).isEqualTo(2);
                assertThat(refused.err()).contains("in use by another command that changes this deployment");
            }
            assertThat(run("policy", "--dir", dir).code()).as("only looks").isZero();
        }
        for (String[] command : List.of(commands.get(0), commands.get(1), commands.get(3), commands.get(4))) {
            CliFixture done = run(command);
            assertThat(done.code()).as(command[0] + done.err()).isZero();
        }
    }

    @Test
    void shouldRebuildTheGroupAndKeepThePastVerifiable() {
        CliFixture run = run("rebuild", "--dir", directory.toString(), "--without", "receiver-2", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).singleElement().asString().contains("\"edition\":2",
                "\"nodes\":[\"sender\",\"rh-1\",\"receiver-1\"]", "\"leftOut\":[\"receiver-2\"]",
                "\"statements\":[\"rh-1\"]", "\"resumed\":false");
        Path retired = directory.resolve("authorities/retired-1");
        assertThat(run("audit", "verify", retired.toString()).code()).isZero();
        assertThat(run("audit", "verify", directory.toString()).code()).isZero();
        CliFixture held = run("verify", retired.resolve("rh-1.statement").toString(), "--anchor",
                retired.resolve("subscriber-ca.pem").toString(), "--anchor",
                retired.resolve("infrastructure-ca.pem").toString(), "--json");
        assertThat(held.out()).contains("\"anchored\":true");
        CliFixture byTheNew = run("verify", retired.resolve("rh-1.statement").toString(), "--anchor",
                directory.resolve("authorities/subscriber-ca.pem").toString());
        assertThat(byTheNew.code()).as("of another group").isEqualTo(1);
        assertThat(run("rebuild", "--dir", directory.toString(), "--without", "receiver-2").code()).as("it is gone")
                .isEqualTo(2);
    }

    private static CliFixture run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "keys";
        System.arraycopy(args, 0, all, 1, args.length);
        return CliFixture.run(all);
    }
}
