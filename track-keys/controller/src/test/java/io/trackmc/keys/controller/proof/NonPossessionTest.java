package io.trackmc.keys.controller.proof;

import static io.trackmc.keys.controller.proof.TwoAuthorities.gdk;
import static io.trackmc.keys.controller.proof.TwoAuthorities.hash;
import static io.trackmc.keys.controller.proof.TwoAuthorities.member;
import static io.trackmc.keys.controller.proof.TwoAuthorities.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.DamagedLogException;
import io.trackmc.keys.controller.log.KeyEdge;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NonPossessionTest {

    @TempDir
    private Path directory;

    private TwoAuthorities both;
    private Path out;

    @BeforeEach
    void begin() {
        both = new TwoAuthorities(directory).withMembers();
        out = directory.resolve("rh-1.statement");
    }

    @AfterEach
    void end() {
        both.close();
    }

    @Test
    void shouldProveAndVerifyThatARepairHeadCannotRead() {
        NonPossession.Statement proven = prove();
        NonPossession.Statement verified = NonPossession.verify(out);
        assertThat(verified).isEqualTo(proven);
        assertThat(verified.node()).isEqualTo("rh-1");
        assertThat(verified.operator()).isEqualTo("isp");
        assertThat(verified.epochs()).isEqualTo(1);
        assertThat(verified.keys()).isEqualTo(3);
        assertThat(verified.isAnchored(verified.transport(), List.of(both.infrastructure.certificate()))).isTrue();
        assertThat(verified.isAnchored(verified.content(), List.of(both.infrastructure.certificate()))).isFalse();
        assertThat(verified.isAnchored(verified.content(), List.of(both.subscribers.certificate()))).isTrue();
    }

    @Test
    void shouldHoldAgainAfterTheLogsWentOn() {
        prove();
        both.content.append(release(1, "C:B/1/1/0@0"));
        both.transport.append(release(2, "T:region-secret/1@0"));
        assertThat(prove().keys()).isEqualTo(4);
        NonPossession.verify(out);
    }

    @Test
    void shouldNotHoldForAReceiver() {
        both.exchangeHeads();
        assertThatThrownBy(() -> both.prove("receiver-1", out)).isInstanceOf(ProofException.class)
                .hasMessageStartingWith("content log, entry 6: released C:epoch@1 to the operator of receiver-1");
        assertThatThrownBy(() -> both.prove("nobody", out)).hasMessageContaining("admits no node nobody");
    }

    @Test
    void shouldNameAPlantedRelease() {
        both.content.append(release(2, gdk(1)));
        assertReachable("content log, entry 7: released C:epoch@1 to the operator of rh-1");
        assertThat(out).doesNotExist();
    }

    @Test
    void shouldNameAPlantedReleaseInTheOtherLog() {
        both.transport.append(release(2, gdk(1)));
        assertReachable("transport log, entry 8: released C:epoch@1");
    }

    @Test
    void shouldNameAReleaseFromWhichAKeyCanBeUnwrapped() {
        both.content.append(List.of(new LogEntry.Epoch(2, "00000003", true),
                new LogEntry.Rekey(1, 2, "scheduled", List.of(), hash(1),
                        List.of(new KeyEdge("C:B/0/1/0@1", gdk(2)), new KeyEdge("C:M/0/1/0@0", "C:B/0/1/0@1")),
                        List.of()),
                release(2, "C:M/0/1/0@0")));
        assertReachable("content log, entry 9: released C:M/0/1/0@0");
    }

    @Test
    void shouldFollowDerivationsThatBeginInTheTransportLayer() {
        both.content.append(List.of(new LogEntry.Epoch(2, "00000003", true),
                new LogEntry.Rekey(1, 2, "scheduled", List.of(), hash(1), List.of(), List.of()),
                new LogEntry.Wraps(1, List.of(), List.of(new KeyEdge("T:interior-secret@0", gdk(2))))));
        assertReachable("transport log, entry 6: released T:interior-secret@0 to the operator of rh-1,"
                + " which gives C:epoch@2 by entry 9 of the content log");
    }

    @Test
    void shouldCountEveryIdentityOfTheOperator() {
        both.content.append(List.of(member(9, "receiver-9", "receiver", "  ISP "), release(9, gdk(1))));
        assertReachable("content log, entry 8: released C:epoch@1 to the operator of rh-1");
    }

    @Test
    void shouldCountAnIdentityWithTheSameKeyUnderAnotherName() {
        both.content
                .append(List.of(new LogEntry.MemberAdmitted(9, "receiver-9", "receiver", "front", hash(1), hash(202),
                        List.of()), release(9, gdk(1))));
        assertReachable("content log, entry 8: released C:epoch@1");
    }

    @Test
    void shouldCountWhatWasGivenBeforeAnybodyKnewWhoItWas() {
        both.content.append(release(8, gdk(1)));
        both.transport.append(member(8, "rh-8", "repair-head", "isp"));
        assertReachable("content log, entry 7: released C:epoch@1");
    }

    @Test
    void shouldNotTakeACertificateAloneForANodeOfTheOperator() {
        both.content.append(new LogEntry.Release(77, hash(102), "hpke", List.of(gdk(1))));
        assertReachable("content log, entry 7: released C:epoch@1");
    }

    @Test
    void shouldFailWhereContentWasNotProtected() {
        both.content.append(new LogEntry.Epoch(2, "00000003", false));
        assertFails("content log, entry 7: the content of epoch 2 was not protected");
    }

    @Test
    void shouldFailWhereAnEpochWasNeverDeclared() {
        both.content.append(release(3, gdk(2)));
        assertFails("content log, entry 7: names C:epoch@2");
    }

    @Test
    void shouldFailWhenTheAuthoritiesAreNotTwo() throws IOException {
        assertNotTwo("both authorities are run by", "isp", "Isp", false, false);
        assertNotTwo("same trust anchor", "isp", "publisher", true, false);
        assertNotTwo("same key", "isp", "publisher", false, true);
    }

    @Test
    void shouldFailWhenALogWasAltered() throws IOException {
        both.exchangeHeads();
        byte[] bytes = Files.readAllBytes(both.contentFile);
        bytes[bytes.length / 2] ^= 1;
        Files.write(both.contentFile, bytes);
        assertThatThrownBy(() -> both.prove("rh-1", out)).isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("entry ");
    }

    @Test
    void shouldNotLetAnAuthorityTakeBackWhatTheOtherHasSeen() throws IOException {
        both.content.append(release(2, gdk(1)));
        both.exchangeHeads();
        List<String> lines = Files.readAllLines(both.contentFile);
        both.close();
        Files.write(both.contentFile, lines.subList(0, 6));
        Path shorter = Files.createDirectory(directory.resolve("later"));
        TwoAuthorities fresh = new TwoAuthorities(shorter);
        fresh.close();
        assertThatThrownBy(() -> HeadExchange.countersign(KeyLayer.CONTENT, both.contentFile,
                both.transportFile, fresh.transport, both.transportKeys)).isInstanceOf(ProofException.class)
                .hasMessageContaining("had 8 when it was countersigned");
    }

    @Test
    void shouldRefuseAStatementWithAnyByteFlipped() throws IOException {
        prove();
        byte[] whole = Files.readAllBytes(out);
        Path altered = directory.resolve("altered");
        for (int at = 0; at < whole.length; at += at < 2000 || at > whole.length - 500 ? 7 : 29) {
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) (1 << at % 8);
            Files.write(altered, bytes);
            assertThatThrownBy(() -> NonPossession.verify(altered)).as("byte %d", at)
                    .isInstanceOf(ProofException.class);
        }
        for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
            Files.write(altered, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NonPossession.verify(altered)).isInstanceOf(ProofException.class);
        }
        Files.write(altered, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> NonPossession.verify(altered)).isInstanceOf(ProofException.class);
    }

    @Test
    void shouldRefuseAStatementWithoutTheEntryThatOffends() throws IOException {
        prove();
        List<String> lines = new ArrayList<>(Files.readAllLines(out));
        lines.remove(5);
        Files.write(out, lines);
        assertThatThrownBy(() -> NonPossession.verify(out)).isInstanceOf(ProofException.class);
    }

    @Test
    void shouldRefuseAStatementThatNoAuthoritySigned() throws IOException {
        both.exchangeHeads();
        KeyPair stranger = KeyPair.generate(new SecureRandom());
        assertThatThrownBy(
                () -> NonPossession.prove(both.transportFile, both.contentFile, "rh-1", List.of(stranger), out))
                .isInstanceOf(ProofException.class);
        both.prove("rh-1", out);
        List<String> lines = new ArrayList<>(Files.readAllLines(out));
        byte[] header = lines.getFirst().getBytes(StandardCharsets.US_ASCII);
        lines.set(lines.size() - 1, new String(StatementSignatures.sign(header, List.of(stranger)).line(),
                StandardCharsets.US_ASCII));
        Files.write(out, lines);
        assertThatThrownBy(() -> NonPossession.verify(out)).isInstanceOf(ProofException.class)
                .hasMessageContaining("not signed by an authority");
    }

    @Test
    void shouldTellASelfMadeStatementByItsAnchors() throws IOException {
        Path theirs = Files.createDirectory(directory.resolve("theirs"));
        try (TwoAuthorities posing = new TwoAuthorities(theirs).withMembers()) {
            posing.exchangeHeads();
            posing.prove("rh-1", out);
        }
        NonPossession.Statement statement = NonPossession.verify(out);
        assertThat(statement.uses(both.infrastructure.certificate())).isFalse();
        assertThat(statement.uses(both.subscribers.certificate())).isFalse();
    }

    @Test
    void shouldSpeakOfTheTimeOfTheLogThatEndsEarlier() throws IOException {
        both.exchangeHeads();
        both.time = TwoAuthorities.NOW.plus(Duration.ofDays(10));
        HeadExchange.sign(KeyLayer.TRANSPORT, TwoAuthorities.GID, both.transport, both.transportKeys);
        both.transport.append(HeadExchange.countersign(KeyLayer.TRANSPORT, both.transportFile, both.contentFile,
                both.content, both.contentKeys));
        both.transport.append(new LogEntry.Left(3));
        HeadExchange.sign(KeyLayer.TRANSPORT, TwoAuthorities.GID, both.transport, both.transportKeys);
        both.transport.append(HeadExchange.countersign(KeyLayer.TRANSPORT, both.transportFile, both.contentFile,
                both.content, both.contentKeys));
        NonPossession.Statement statement = both.prove("rh-1", out);
        assertThat(statement.at()).isEqualTo(TwoAuthorities.NOW);
        assertThat(statement.contentAt()).isEqualTo(TwoAuthorities.NOW);
        assertThat(statement.transportAt()).isEqualTo(both.time);

        List<String> lines = new ArrayList<>(Files.readAllLines(out));
        String later = lines.getFirst().replace("\"at\":" + TwoAuthorities.NOW.toEpochMilli(),
                "\"at\":" + both.time.toEpochMilli());
        assertThat(later).isNotEqualTo(lines.getFirst());
        lines.set(0, later);
        lines.set(lines.size() - 1, new String(StatementSignatures.sign(later.getBytes(StandardCharsets.US_ASCII),
                List.of(both.transportKeys, both.contentKeys)).line(), StandardCharsets.US_ASCII));
        Files.writeString(out, String.join("\n", lines) + "\n");
        assertThatThrownBy(() -> NonPossession.verify(out)).isInstanceOf(ProofException.class)
                .hasMessageContaining("says something else of rh-1");
    }

    @Test
    void shouldCountOnlyWhenBothAuthoritiesHaveSigned() throws IOException {
        both.exchangeHeads();
        NonPossession.Statement half = NonPossession.prove(both.transportFile, both.contentFile, "rh-1",
                List.of(both.transportKeys), out);
        assertThat(half.signers()).containsExactly(KeyLayer.TRANSPORT);
        assertThatThrownBy(() -> NonPossession.verify(out)).isInstanceOf(ProofException.class)
                .hasMessageContaining("not signed by the content-authority");
        NonPossession.countersign(out, KeyLayer.TRANSPORT, both.transportFile, both.transportKeys, out);
        assertThatThrownBy(() -> NonPossession.verify(out)).isInstanceOf(ProofException.class);
        assertThatThrownBy(() -> NonPossession.countersign(out, KeyLayer.CONTENT, both.contentFile,
                KeyPair.generate(new SecureRandom()), out)).isInstanceOf(ProofException.class);
        try (TwoAuthorities others = new TwoAuthorities(Files.createDirectory(directory.resolve("o"))).withMembers()) {
            assertThatThrownBy(() -> NonPossession.countersign(out, KeyLayer.CONTENT, others.contentFile,
                    both.contentKeys, out)).hasMessageContaining("does not hold the log of");
        }
        NonPossession.Statement whole = NonPossession.countersign(out, KeyLayer.CONTENT, both.contentFile,
                both.contentKeys, out);
        assertThat(NonPossession.verify(out)).isEqualTo(whole);
    }

    @Test
    void shouldCountTheLeavesWithWhichTheOperatorWasAdmitted() {
        both.content.append(List.of(new LogEntry.Epoch(2, "00000003", true),
                new LogEntry.MemberAdmitted(9, "receiver-9", "receiver", "isp", hash(109), hash(209),
                        List.of("C:M/1/0/9@0")),
                new LogEntry.Rekey(1, 2, "scheduled", List.of(), hash(1),
                        List.of(new KeyEdge("C:M/1/0/9@0", gdk(2))), List.of())));
        assertReachable("content log, entry 8: released C:M/1/0/9@0 to the operator of rh-1,"
                + " which gives C:epoch@2 by entry 9");
    }

    @Test
    void shouldFailWhenKeysWentToWhomNoEntryAdmits() {
        both.content.append(release(77, gdk(1)));
        assertFails("content log, entry 7: released keys to id 77, which no entry before it admits");
    }

    @Test
    void shouldFailWhenKeysWentToAnotherCertificateThanWasAdmitted() {
        both.content.append(new LogEntry.Release(3, hash(9), "hpke", List.of(gdk(1))));
        assertFails("content log, entry 7: released keys to id 3, which no entry before it admits with that");
    }

    @Test
    void shouldFailWhenAnAuthorityNamesKeysOfTheOther() {
        both.transport.append(release(3, gdk(7)));
        assertFails("transport log, entry 8: names C:epoch@7, which this authority cannot have");
    }

    @Test
    void shouldFailWhereAWrapComesFromAnUndeclaredEpoch() {
        both.content.append(List.of(new LogEntry.Epoch(2, "00000003", true), new LogEntry.Rekey(1, 2, "scheduled",
                List.of(), hash(1), List.of(new KeyEdge(gdk(3), gdk(2))), List.of())));
        assertFails("content log, entry 8: names C:epoch@3");
    }

    @Test
    void shouldKnowAKeyByOneNameOnly() {
        both.content.append(release(3, "C:epoch@01"));
        assertFails("content log, entry 7: names C:epoch@01, an epoch that no entry before it declares");
    }

    @Test
    void shouldTellACertificateThatCannotBeReadByItsEntry() throws IOException {
        both.close();
        List<String> lines = Files.readAllLines(both.contentFile);
        String created = lines.getFirst();
        int start = created.indexOf("\"certificate\":\"") + 15;
        byte[] good = Base64.getDecoder().decode(created.substring(start, created.indexOf('"', start)));
        for (int at = 0; at < good.length; at++) {
            byte[] odd = good.clone();
            odd[at] ^= (byte) (1 << at % 8);
            Path file = directory.resolve("odd-" + at);
            try (AuditLog log = AuditLog.open(file, () -> TwoAuthorities.NOW, _ -> {}, _ -> {})) {
                log.append(new LogEntry.AuthorityCreated("content", String.format("%016x", TwoAuthorities.GID), "news",
                        "publisher", Base64.getEncoder().encodeToString(odd),
                        Base64.getEncoder().encodeToString(both.subscribers.certificate().der())));
            }
            try {
                LogOwner owner = GivenLog.ownerOf(KeyLayer.CONTENT, file);
                owner.chainsTo(both.subscribers.certificate(), TwoAuthorities.NOW);
                owner.certificate().sha256();
            } catch (ProofException e) {
                assertThat(e).hasMessageStartingWith("content log, entry 1: ");
            }
        }
    }

    private NonPossession.Statement prove() {
        both.exchangeHeads();
        return both.prove("rh-1", out);
    }

    private void assertReachable(String expected) {
        assertFails(expected);
        assertThatThrownBy(this::prove)
                .extracting(e -> ((ProofException) e).isGroupDataKeyReachable()).isEqualTo(true);
    }

    private void assertFails(String expected) {
        assertThatThrownBy(this::prove).isInstanceOf(ProofException.class).hasMessageStartingWith(expected);
    }

    private void assertNotTwo(String expected, String isp, String publisher, boolean oneAnchor, boolean oneKey)
            throws IOException {
        Path own = Files.createTempDirectory(directory, "one");
        try (TwoAuthorities one = new TwoAuthorities(own, isp, publisher, oneAnchor, oneKey).withMembers()) {
            one.exchangeHeads();
            assertThatThrownBy(() -> one.prove("rh-1", out)).isInstanceOf(ProofException.class)
                    .hasMessageContaining(expected);
        }
    }
}
