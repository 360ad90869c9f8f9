package io.trackmc.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys prove}, {@code verify}, {@code audit verify}, {@code issue} and {@code revoke} on a deployment. */
class ProofCommandsTest {

    @TempDir
    Path temporary;

    private Path directory;
    private Path statement;

    @BeforeEach
    void deploy() {
        directory = temporary.resolve("d");
        statement = temporary.resolve("rh-1.statement");
        assertThat(run("init", "--dir", directory.toString(), "--group", "news").code()).isZero();
    }

    @Test
    void shouldProveAndVerifyElsewhere() throws IOException {
        CliFixture proven = prove("rh-1");
        assertThat(proven.code()).as(proven.err()).isZero();
        assertThat(proven.outLines()).singleElement().asString().startsWith("{\"command\":\"keys prove\",\"ok\":true,"
                + "\"node\":\"rh-1\",\"groupDataKeyReachable\":false,\"epochs\":1,");
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere")).resolve("f");
        Files.move(statement, elsewhere);
        Path anchor = anchor("subscriber-ca.pem");
        CliFixture held = run("verify", elsewhere.toString(), "--anchor", anchor.toString(), "--anchor",
                anchor("infrastructure-ca.pem").toString(), "--json");
        assertThat(held.code()).as(held.err()).isZero();
        assertThat(held.outLines()).singleElement().asString().startsWith("{\"command\":\"keys verify\",\"ok\":true,"
                + "\"anchored\":true,\"node\":\"rh-1\",\"epochs\":1,\"reason\":null,");
        CliFixture contentOnly = run("verify", elsewhere.toString(), "--anchor", anchor.toString(), "--json");
        assertThat(contentOnly.code()).isZero();
        assertThat(contentOnly.out()).as("anybody could have named the node and its operator")
                .contains("\"anchored\":false");
        CliFixture onOneSidesWord = run("verify", elsewhere.toString(), "--anchor",
                anchor("infrastructure-ca.pem").toString());
        assertThat(onOneSidesWord.code()).isZero();
        assertThat(onOneSidesWord.out()).contains("the word of the transport controller alone");
        CliFixture unanchored = run("verify", elsewhere.toString());
        assertThat(unanchored.code()).isZero();
        assertThat(unanchored.out()).contains("not anchored").containsPattern("certificate [0-9a-f]{64}");
        assertThat(run("verify", elsewhere.toString(), "--json").out()).contains("\"anchored\":false");
    }

    @Test
    void shouldNameAPlantedReleaseAndWriteNothing() {
        AuthorityDirectory authorities = AuthorityDirectory.of(directory);
        try (AuditLog log = AuditLog.open(authorities.log(KeyLayer.CONTENT), InstantSource.system(), _ -> {},
                _ -> {})) {
            log.append(new LogEntry.Release(2, "0".repeat(64), "hpke", List.of("C:epoch@1")));
        }
        CliFixture run = prove("rh-1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.outLines()).singleElement().asString().contains("\"ok\":false")
                .contains("\"groupDataKeyReachable\":true")
                .containsPattern("content log, entry [0-9]+: released C:epoch@1 to the operator of rh-1");
        assertThat(statement).doesNotExist();
    }

    @Test
    void shouldFailForWhoCanRead() {
        CliFixture run = prove("receiver-1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("\"groupDataKeyReachable\":true");
        assertThat(prove("nobody").err()).contains("admits no node nobody");
    }

    @Test
    void shouldRefuseAStatementWithAFlippedByteAndOneOfOtherSigners() throws IOException {
        assertThat(prove("rh-1").code()).isZero();
        byte[] bytes = Files.readAllBytes(statement);
        Path altered = temporary.resolve("altered");
        for (int at = 0; at < bytes.length; at += bytes.length / 10) {
            byte[] copy = bytes.clone();
            copy[at] ^= 1;
            Files.write(altered, copy);
            CliFixture run = run("verify", altered.toString(), "--json");
            assertThat(run.code()).as("byte %d: %s", at, run.err()).isEqualTo(1);
            assertThat(run.out()).contains("\"ok\":false").containsPattern("\"reason\":\"[^\"]");
        }
        Path theirs = temporary.resolve("theirs");
        assertThat(run("init", "--dir", theirs.toString(), "--group", "news").code()).isZero();
        CliFixture foreign = run("verify", statement.toString(), "--anchor",
                theirs.resolve("authorities/subscriber-ca.pem").toString());
        assertThat(foreign.code()).isEqualTo(1);
        assertThat(foreign.err()).contains("neither signer chains to");
        assertThat(run("verify", temporary.resolve("none").toString()).code()).isEqualTo(2);
    }

    @Test
    void shouldProveNothingWhereOneRunsBothAuthorities() {
        Path one = temporary.resolve("one");
        assertThat(run("init", "--dir", one.toString(), "--group", "news", "--infrastructure-operator", "Acme",
                "--content-operator", "ACME").code()).isZero();
        CliFixture run = run("prove", "--dir", one.toString(), "--node", "rh-1", "--out", statement.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("both authorities are run by");
    }

    @Test
    void shouldNameTheFirstAlteredEntryOfALog() throws IOException {
        CliFixture good = run("audit", "verify", directory.toString(), "--json");
        assertThat(good.code()).as(good.err()).isZero();
        assertThat(good.outLines()).singleElement().asString().contains("\"entries\":")
                .contains("\"firstBad\":null");
        Path log = directory.resolve("authorities/content.log");
        List<String> lines = Files.readAllLines(log);
        Files.writeString(log, String.join("\n", lines).replace("\"edition\":1", "\"edition\":7") + "\n");
        CliFixture bad = run("audit", "verify", directory.toString(), "--json");
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.out()).contains("\"firstBad\":3").contains("content.log");
        Files.write(log, lines.subList(0, 4));
        CliFixture cut = run("audit", "verify", directory.toString(), "--json");
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.out()).contains("has seen").contains("transport.log");
        assertThat(run("audit", "verify", temporary.toString()).code()).isEqualTo(2);
    }

    @Test
    void shouldIssueForARequestAndRevoke() {
        Path node = temporary.resolve("rh-9");
        assertThat(run("issue", "--name", "rh-9", "--out", node.toString()).code()).isZero();
        CliFixture issued = run("issue", "--dir", directory.toString(), "--role", "repair-head", "--request",
                node.resolve("request.pem").toString(), "--out", node.toString(), "--json");
        assertThat(issued.code()).as(issued.err()).isZero();
        assertThat(issued.out()).contains("\"name\":\"rh-9\",\"role\":\"repair-head\"");
        assertThat(run("inspect", node.resolve("certificate.pem").toString()).out()).contains("repair-head");
        for (int times = 0; times < 2; times++) {
            CliFixture revoked = run("revoke", "--dir", directory.toString(),
                    node.resolve("certificate.pem").toString(),
                    "--json");
            assertThat(revoked.code()).as(revoked.err()).isZero();
            assertThat(revoked.out()).contains("\"revoked\":1").contains("infrastructure-ca.crl");
        }
        assertThat(run("audit", "verify", directory.toString()).code()).isZero();
        assertThat(run("issue", "--name", "x", "--role", "sender", "--out", node.toString()).code()).isEqualTo(2);
        assertThat(run("issue", "--dir", directory.toString(), "--role", "king", "--request", "f", "--out", "o").err())
                .contains("repair-head");
    }

    private Path anchor(String name) {
        return directory.resolve("authorities").resolve(name);
    }

    private CliFixture prove(String node) {
        return run("prove", "--dir", directory.toString(), "--node", node, "--out", statement.toString(), "--json");
    }

    private static CliFixture run(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "keys";
        System.arraycopy(words, 0, all, 1, words.length);
        return CliFixture.run(all);
    }
}
