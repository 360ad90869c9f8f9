package io.trackmc.cli.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.keys.transport.receipt.ReceiptChain;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsCommandTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SESSION = "0000000000000007" + "0000000000000008";

    @TempDir
    private Path directory;

    private Path anchor;

    /** A receiver goes from rh-1 to rh-2 in the second minute. */
    @BeforeEach
    void write() throws IOException {
        SecureRandom random = new SecureRandom();
        CertificateAuthority authority = CertificateAuthority.create("ca", "operator", START, random);
        anchor = Files.write(directory.resolve("ca.pem"), authority.certificatePem());
        write(authority, random, "rh-1", 1, "newsco", receipt(1, 1, 0, 100, null),
                receipt(2, 1, 100, 150, ChildLoss.SILENT));
        write(authority, random, "rh-2", 2, "=cmd, inc", receipt(3, 1, 160, 200, null));
    }

    @Test
    void shouldVerify() {
        CliFixture run = CliFixture.run("receipts", "verify", "--anchor", anchor.toString(), directory.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).hasSize(2).allMatch(line -> line.endsWith("all hold"));
        assertThat(CliFixture.run("receipts", "verify", directory.toString()).out()).contains("not anchored");
    }

    @Test
    void shouldExportIntervalsAsCsv() {
        CliFixture run = CliFixture.run("receipts", "export", directory.toString());
        assertThat(run.out()).isEqualTo(String.join("\r\n",
                "group,source,session,begin,end,region,tenant,node,receipt,receiver,receiverId,first,before,confirmed,packets,complete,gone",
                "news,1," + SESSION
                        + ",2026-01-01T00:00:00Z,2026-01-01T00:01:00Z,1,newsco,rh-1,1,r,9,1,0,100,100,false,",
                "news,1," + SESSION
                        + ",2026-01-01T00:01:00Z,2026-01-01T00:02:00Z,1,newsco,rh-1,2,r,9,1,100,150,50,false,silent",
                "news,1," + SESSION
                        + ",2026-01-01T00:02:00Z,2026-01-01T00:03:00Z,2,\"'=cmd, inc\",rh-2,1,r,9,1,160,200,50,false,",
                ""));
    }

    @Test
    void shouldAddUpByReceiverRegionAndTenant() {
        assertThat(lines("receiver")).containsExactly(
                "group,source,session,receiver,receiverId,first,confirmed,packets,complete",
                "news,1," + SESSION + ",r,9,1,200,200,false");
        assertThat(lines("region")).containsExactly("group,source,session,region,tenant,node,receivers,packets",
                "news,1," + SESSION + ",1,newsco,rh-1,1,150", "news,1," + SESSION + ",2,\"'=cmd, inc\",rh-2,1,50");
        assertThat(lines("tenant").getLast()).isEqualTo("news,1," + SESSION + ",\"'=cmd, inc\",1,50");
    }

    @Test
    void shouldExportJsonOfATime() {
        CliFixture run = CliFixture.run("receipts", "export", "--format", "json", "--by", "tenant", "--since",
                "2026-01-01T00:01:00Z", "--until", "2026-01-01T00:02:00Z", directory.toString());
        assertThat(run.out().strip()).isEqualTo("{\"rows\":[{\"group\":\"news\",\"source\":1,\"session\":\"" + SESSION
                + "\",\"tenant\":\"newsco\",\"receivers\":1,\"packets\":50}]}");
    }

    @Test
    void shouldSayAllInOneLineOfJson() throws IOException {
        Path out = directory.resolve("out.csv");
        CliFixture run = CliFixture.run("receipts", "export", "--json", "--by", "receiver", "--out", out.toString(),
                directory.toString());
        assertThat(run.outLines()).singleElement().asString()
                .startsWith(
                        "{\"command\":\"receipts export\",\"ok\":true,\"receipts\":3,\"packets\":200,\"anchored\":false")
                .contains("\"rows\":[{");
        assertThat(Files.readAllLines(out)).hasSize(2);
    }

    @Test
    void shouldRefuseToExportWhatDoesNotHold() throws IOException {
        Path file = directory.resolve("rh-1/1.receipts");
        Files.writeString(file, Files.readString(file).replace("\"confirmed\":150", "\"confirmed\":950"));
        for (String command : List.of("verify", "export")) {
            CliFixture run = CliFixture.run("receipts", command, "--json", directory.toString());
            assertThat(run.code()).isOne();
            assertThat(run.outLines()).singleElement().asString().contains("\"ok\":false",
                    ":3: is not signed by the node");
        }
    }

    @Test
    void shouldTellWrongWordsApartFromWrongReceipts() {
        assertThat(CliFixture.run("receipts", "verify", directory.resolve("nowhere").toString()).code()).isEqualTo(2);
        assertThat(CliFixture.run("receipts", "export", "--format", "xml", directory.toString()))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("found \"xml\", allowed: csv, json"));
        assertThat(CliFixture.run("receipts", "export", "--since", "yesterday", directory.toString()).err())
                .contains("--since: found \"yesterday\", allowed: a time in UTC");
    }

    private List<String> lines(String by) {
        return CliFixture.run("receipts", "export", "--by", by, directory.toString()).outLines();
    }

    private void write(CertificateAuthority authority, SecureRandom random, String node, int region, String tenant,
            Receipt... receipts) throws IOException {
        Path own = Files.createDirectories(directory.resolve(node));
        KeyPair keys = KeyPair.generate(random);
        KeyPairFiles signer = KeyPairFiles.read(
                Files.write(own.resolve("certificate.pem"), authority.issuePem(node, RoleOid.REPAIR_HEAD, keys, START)),
                Files.write(own.resolve("key.pem"), keys.privateKeyPem()));
        ReceiptChain chain = new ReceiptChain(1, ReceiptChain.NOTHING_BEFORE);
        List<String> lines = new ArrayList<>();
        byte[] line = chain.begin(node, signer);
        chain.written(line, false);
        lines.add(new String(line, StandardCharsets.US_ASCII));
        for (Receipt receipt : receipts) {
            Receipt.Parent parent = new Receipt.Parent("news", node, region, region, tenant);
            line = chain.line(new Receipt(parent, receipt.begin(), receipt.end(), receipt.book(), receipt.names()),
                    signer);
            chain.written(line, true);
            lines.add(new String(line, StandardCharsets.US_ASCII));
        }
        Files.write(own.resolve("1.receipts"), lines);
    }

    private static Receipt receipt(int minute, long first, long before, long confirmed,
            @Nullable ChildLoss gone) {
        ReceiptEntry child = new ReceiptEntry(9, new Incarnation(1, 1), false, first, before, confirmed, false, gone);
        return new Receipt(new Receipt.Parent("", "", 1, 1, ""), START.plusSeconds(60L * minute - 60),
                START.plusSeconds(60L * minute), new ReceiptBook(1, new Incarnation(7, 8), false, 0, List.of(child), 0),
                Map.of(9, "r"));
    }
}
