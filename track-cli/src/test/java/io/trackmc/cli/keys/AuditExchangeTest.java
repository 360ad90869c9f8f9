package io.trackmc.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys audit extract} and {@code countersign}, and a statement of two authorities that never see each other's directory. */
class AuditExchangeTest {

    @TempDir
    Path temporary;

    private Path isp;
    private Path publisher;
    private Path statement;

    @BeforeEach
    void deploy() throws IOException {
        Path both = temporary.resolve("d");
        assertThat(run("init", "--dir", both.toString(), "--group", "news").code()).isZero();
        isp = part(both, "isp", "infrastructure", "transport");
        publisher = part(both, "publisher", "subscriber", "content");
        statement = temporary.resolve("rh-1.statement");
    }

    @Test
    void shouldProveWithLogsThatWereExchanged() {
        append(publisher.resolve("content.log"), new LogEntry.Left(9));
        exchange();
        CliFixture proven = ok(run("prove", "--dir", isp.toString(), "--content-log", extract(publisher).toString(),
                "--node", "rh-1", "--out", statement.toString(), "--json"));
        assertThat(proven.out()).contains("\"signatures\":1");
        CliFixture half = run("verify", statement.toString(), "--json");
        assertThat(half.code()).isEqualTo(1);
        assertThat(half.out()).contains("not signed by the content-authority");

        assertThat(ok(run("countersign", "--dir", publisher.toString(), statement.toString(), "--json")).out())
                .startsWith("{\"command\":\"keys countersign\",\"ok\":true,\"node\":\"rh-1\",\"at\":\"")
                .contains("\"signatures\":2");
        assertThat(ok(run("verify", statement.toString(), "--anchor", isp.resolve("infrastructure-ca.pem").toString(),
                "--anchor", publisher.resolve("subscriber-ca.pem").toString(), "--json")).out())
                .contains("\"anchored\":true,\"node\":\"rh-1\"");
        assertThat(ok(run("audit", "verify", isp.toString())).out()).contains("none altered");
    }

    @Test
    void shouldNotSignAStatementWithAnotherLogOfItsOwn() {
        exchange();
        ok(run("prove", "--dir", isp.toString(), "--content-log", extract(publisher).toString(), "--node", "rh-1",
                "--out", statement.toString()));
        CliFixture foreign = run("countersign", "--dir", other("others").toString(), "--authority",
                "content-authority", statement.toString());
        assertThat(foreign.code()).isEqualTo(1);
        assertThat(foreign.err()).contains("does not hold the log of");
    }

    @Test
    void shouldSignNoOtherAuthorityThanTheFirst() {
        exchange();
        Path theirs = temporary.resolve("theirs.log");
        ok(run("audit", "extract", "--dir", other("others").toString(), "--authority", "transport-controller", "--out",
                theirs.toString()));
        CliFixture refused = run("audit", "countersign", "--dir", publisher.toString(), theirs.toString(), "--json");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("\"ok\":false").contains("is the log of another group");
        CliFixture distrusted = run("audit", "countersign", "--dir", publisher.toString(), "--anchor",
                publisher.resolve("subscriber-ca.pem").toString(), extract(isp).toString());
        assertThat(distrusted.code()).isEqualTo(1);
        assertThat(distrusted.err()).contains("does not chain to");
    }

    @Test
    void shouldNotSignALogThatWasTakenBack() throws IOException {
        Path file = isp.resolve("transport.log");
        List<String> before = Files.readAllLines(file);
        append(file, new LogEntry.Left(9));
        exchange();
        Files.write(file, before);
        CliFixture refused = run("audit", "countersign", "--dir", publisher.toString(), extract(isp).toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("transport log").containsAnyOf("when it was countersigned", "had ");
    }

    @Test
    void shouldWantToKnowWhichAuthorityIsMeant() {
        Path both = temporary.resolve("d");
        assertThat(run("audit", "extract", "--dir", both.toString(), "--out", "f").err()).contains("--authority");
        assertThat(run("audit", "extract", "--dir", both.toString(), "--authority", "king", "--out", "f").code())
                .isEqualTo(2);
        assertThat(run("audit", "extract", "--dir", temporary.toString(), "--out", "f").code()).isEqualTo(2);
        assertThat(run("audit", "countersign", "--dir", isp.toString(), temporary.resolve("none").toString()).code())
                .isEqualTo(2);
    }

    /** Two rounds: after them each log has the other's signature, and knows it. */
    private void exchange() {
        for (int round = 0; round < 2; round++) {
            ok(run("audit", "countersign", "--dir", publisher.toString(), "--anchor",
                    isp.resolve("infrastructure-ca.pem").toString(), extract(isp).toString()));
            assertThat(ok(run("audit", "countersign", "--dir", isp.toString(), "--anchor",
                    publisher.resolve("subscriber-ca.pem").toString(), extract(publisher).toString(), "--json")).out())
                    .contains("\"authority\":\"transport-controller\"").doesNotContain("\"accepted\":0");
        }
        ok(run("audit", "countersign", "--dir", publisher.toString(), extract(isp).toString()));
    }

    private Path extract(Path directory) {
        Path out = temporary.resolve(directory.getFileName() + ".log");
        ok(run("audit", "extract", "--dir", directory.toString(), "--out", out.toString()));
        return out;
    }

    private Path other(String name) {
        Path directory = temporary.resolve(name);
        ok(run("init", "--dir", directory.toString(), "--group", "news"));
        return directory;
    }

    private static void append(Path file, LogEntry entry) {
        try (AuditLog log = AuditLog.open(file, InstantSource.system(), _ -> {}, _ -> {})) {
            log.append(entry);
        }
    }

    private Path part(Path both, String name, String... prefixes) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        try (Stream<Path> files = Files.list(both.resolve("authorities"))) {
            for (Path file : files.toList()) {
                String own = file.getFileName().toString();
                if (Stream.of(prefixes).anyMatch(own::startsWith)) {
                    Files.copy(file, directory.resolve(own), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return directory;
    }

    private static CliFixture ok(CliFixture run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private static CliFixture run(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "keys";
        System.arraycopy(words, 0, all, 1, words.length);
        return CliFixture.run(all);
    }
}
