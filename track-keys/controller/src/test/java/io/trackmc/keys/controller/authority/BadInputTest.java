package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.deploy.CertificateOffice;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.policy.PolicyToken;
import io.trackmc.keys.controller.policy.RekeyPolicy;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.payload.ContentSeal;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever an authority is shown that should not be: refused, in the log, and everybody else goes on. */
@Timeout(120)
class BadInputTest extends DeploymentScene {

    private static final KeyLayer LAYER = KeyLayer.TRANSPORT;
    private static final Ask JOIN = new Ask.Join(TestDeployment.GROUP, Blob.EMPTY);

    private final SecureRandom random = new SecureRandom();

    @Test
    void shouldRefuseInTheHandshakeAndCountIt() throws IOException {
        Authority authority = deployment.open(LAYER);
        CertificateAuthority other = CertificateAuthority.create("Subscriber CA", "demo content", Instant.now(),
                random);
        KeyPair keys = KeyPair.generate(random);
        assertNoHandshake(authority,
                shown("other", other.issuePem("receiver-1", RoleOid.RECEIVER, keys, Instant.now()), keys));
        CertificateAuthority own = deployment.authorities.ca(KeyLayer.CONTENT, _ -> {}, random);
        byte[] expired = own.issuePem("receiver-1", RoleOid.RECEIVER, keys, Instant.now().minus(Duration.ofDays(1000)));
        assertNoHandshake(authority, shown("expired", expired, keys));
        byte[] stolen = Files.readAllBytes(deployment.directory.resolve("receiver-1/certificate.pem"));
        assertNoHandshake(authority, shown("stolen", stolen, keys));
        goesOn(authority);
        authority.close();
        assertThat(refusals()).containsExactly("tls: 3 more");
    }

    @Test
    void shouldRefuseTheWrongRoleTheWrongNameAndTheWrongKey() throws IOException {
        Authority authority = deployment.open(LAYER);
        assertThat(joinAs(authority, KeyLayer.CONTENT, "rh-1", RoleOid.RECEIVER)).isEqualTo(RefusalReason.WRONG_ROLE);
        assertThat(joinAs(authority, KeyLayer.TRANSPORT, "receiver-1", RoleOid.RECEIVER))
                .isEqualTo(RefusalReason.BAD_CERTIFICATE);
        assertThat(joinAs(authority, KeyLayer.CONTENT, "receiver-99", RoleOid.RECEIVER))
                .isEqualTo(RefusalReason.NOT_A_MEMBER);
        assertThat(joinAs(authority, KeyLayer.CONTENT, "receiver-1", RoleOid.RECEIVER))
                .as("a member already, by another key").isEqualTo(RefusalReason.BAD_CERTIFICATE);
        goesOn(authority);
        authority.close();
        assertThat(refusals()).hasSize(4).anySatisfy(r -> assertThat(r).startsWith("bad-certificate: wrong CA"));
    }

    @Test
    void shouldRefuseTheRevoked() throws IOException {
        NodeCertificate certificate = NodeCertificate.read("c",
                Files.readAllBytes(deployment.directory.resolve("receiver-1/certificate.pem")));
        new CertificateOffice(deployment.authorities, InstantSource.system(), _ -> {}).revoke(certificate, "lost");
        Authority authority = deployment.open(LAYER);
        assertThat(refusal(deployment.join(authority, LAYER, "receiver-1"))).isEqualTo(RefusalReason.REVOKED);
        goesOn(authority);
    }

    @Test
    void shouldStopNewcomersAndNotMembersWithoutAFreshRevocationList() throws IOException {
        offer(policy(2, false, Duration.ofMinutes(1)));
        Authority authority = deployment.open(LAYER);
        assertThat(deployment.join(authority, LAYER, "receiver-1")).isInstanceOf(Answer.Joined.class);
        deployment.ask(authority, LAYER, "receiver-1", new Ask.Leave(TestDeployment.GROUP));
        Answer back = deployment.join(authority, LAYER, "receiver-1");
        assertThat(refusal(back)).isEqualTo(RefusalReason.REVOCATIONS_STALE);
    }

    @Test
    void shouldNotTakeBackARevocationForAnOlderListOrNone() throws IOException {
        Instant now = Instant.now();
        Path offered = deployment.authorities.revocationList(KeyLayer.CONTENT);
        revoke("receiver-2", now.minusSeconds(100));
        byte[] older = Files.readAllBytes(offered);
        revoke("receiver-1", now);
        deployment.open(LAYER).close();
        Files.write(offered, older);
        Authority again = deployment.open(LAYER);
        assertThat(refusal(deployment.join(again, LAYER, "receiver-1"))).isEqualTo(RefusalReason.REVOKED);
        again.close();
        assertThat(refusals()).anySatisfy(
                refusal -> assertThat(refusal).contains("revocation-list").contains("not older than that of"));
        Files.delete(offered);
        assertThat(refusal(deployment.join(deployment.open(LAYER), LAYER, "receiver-1")))
                .isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    void shouldLetOnlyTheOtherAuthorityExpelAndNobodyElseOfItsRole() throws IOException {
        Authority authority = deployment.open(LAYER);
        Ask expel = new Ask.Expel(TestDeployment.GROUP, "receiver-1", "has not paid");
        KeyPair other = KeyPair.generate(random);
        byte[] certificate = deployment.authorities.ca(KeyLayer.CONTENT, _ -> {}, random)
                .issuePem("content-authority", RoleOid.CONTENT_AUTHORITY, other, Instant.now());
        assertThat(refusal(AuthorityClient.ask(
                deployment.address(authority, LAYER, shown("other", certificate, other)), expel)))
                .isEqualTo(RefusalReason.POLICY);
        assertThat(refusal(deployment.ask(authority, LAYER, "sender", expel))).isEqualTo(RefusalReason.POLICY);
        goesOn(authority);
        SSLContext owner = deployment.context(deployment.authorities.certificate(KeyLayer.CONTENT),
                deployment.authorities.privateKey(KeyLayer.CONTENT));
        assertThat(AuthorityClient.ask(deployment.address(authority, LAYER, owner), expel))
                .isEqualTo(new Answer.Done());
        assertThat(refusal(deployment.join(authority, LAYER, "receiver-1"))).isEqualTo(RefusalReason.EXPELLED);
    }

    @Test
    void shouldAnswerWhoWaitsForARekeyAndIsExpelledMeanwhile() throws Exception {
        offer(policy(2, true, null));
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            RecordingReply left = ask(parts, "receiver-1", new Ask.Leave(TestDeployment.GROUP));
            assertThat(Frames.answer(left.frames.getFirst())).isEqualTo(new Answer.Done());
            parts.office().rekeyWhenDue(0);
            RecordingReply waiting = ask(parts, "receiver-1", JOIN);
            assertThat(waiting.frames).isEmpty();
            OpenParts.announceExpulsion(parts, "receiver-1", 0);
            assertThat(refusal(Frames.answer(waiting.frames.getFirst()))).isEqualTo(RefusalReason.EXPELLED);
        }
    }

    @Test
    void shouldKeepThePolicyInForceWhenAnOlderOneIsOffered() throws IOException {
        byte[] first = Files.readAllBytes(deployment.authorities.policy());
        deployment.open(LAYER).close();
        offer(policy(2, true, null));
        deployment.open(LAYER).close();
        Files.write(deployment.authorities.policy(), first);
        deployment.open(LAYER).close();
        assertThat(deployment.entries(LAYER)).filteredOn(LogEntry.Token.class::isInstance)
                .extracting(e -> ((LogEntry.Token) e).edition()).containsExactly(1L, 2L);
        assertThat(refusals()).singleElement().asString().contains("policy-token").contains("newer than 2");
    }

    @Test
    void shouldAnswerAReplayedJoinWithNothingNew() throws IOException {
        Authority authority = deployment.open(KeyLayer.CONTENT);
        ContentSeal.OpeningKey key = ContentSeal.OpeningKey.generate();
        Ask recorded = new Ask.Join(TestDeployment.GROUP, Blob.of(key.publicKey()));
        deployment.ask(authority, KeyLayer.CONTENT, "receiver-1", recorded);
        Answer answer = deployment.ask(authority, KeyLayer.CONTENT, "receiver-2", recorded);
        NodeCertificate certificate = NodeCertificate.read("c",
                Files.readAllBytes(deployment.directory.resolve("receiver-1/certificate.pem")));
        ContentSeal.Recipient recipient = new ContentSeal.Recipient(deployment.authorities.gid(KeyLayer.CONTENT),
                deployment.node("receiver-1").id(), certificate.sha256(), RoleOid.RECEIVER.oid());
        assertThatThrownBy(() -> key.open(recipient, ((Answer.Joined) answer).bundle().copy()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(authority.status().members()).isEqualTo(5);
        assertThat(authority.status().rekeys()).isZero();
    }

    @Test
    void shouldHoldOutAgainstACrowdThatSaysNothing() throws IOException {
        Authority authority = deployment.open(LAYER);
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                crowd.add(new Socket(authority.address().getAddress(), authority.address().getPort(),
                        InetAddress.ofLiteral("127.0.0.2"), 0));
            }
            goesOn(authority);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void shouldNotFillTheDiskWhoeverAsksInVain() throws IOException {
        Authority authority = deployment.open(LAYER);
        for (int i = 0; i < 20; i++) {
            assertThat(refusal(deployment.ask(authority, LAYER, "receiver-1", new Ask.Join("other", Blob.EMPTY))))
                    .isEqualTo(RefusalReason.UNKNOWN_GROUP);
        }
        assertThat(authority.status().refusals()).containsEntry("unknown-group", 20L);
        authority.close();
        assertThat(refusals()).containsExactly("unknown-group: other", "unknown-group: 19 more");
    }

    @Test
    void shouldCutHalfARecordOffAndGoOn() throws IOException {
        deployment.open(LAYER).close();
        Files.writeString(deployment.authorities.log(LAYER), "{\"n\":99,\"at\"", StandardOpenOption.APPEND);
        goesOn(deployment.open(LAYER));
        assertThat(deployment.warnings).singleElement().asString().contains("half an entry");
    }

    @Test
    void shouldLetANewcomerInWithARekeyWhenItMustNotReadWhatWasBefore() throws IOException {
        offer(policy(2, true, null));
        Authority authority = deployment.open(KeyLayer.CONTENT);
        deployment.ask(authority, KeyLayer.CONTENT, "receiver-1", new Ask.Leave(TestDeployment.GROUP));
        assertThat(deployment.join(authority, KeyLayer.CONTENT, "receiver-1")).isInstanceOf(Answer.Joined.class);
        long rekeys = authority.status().rekeys();
        authority.close();
        LogEntry.Release release = (LogEntry.Release) deployment.entries(KeyLayer.CONTENT).getLast();
        assertThat(release.keys()).contains("C:epoch@" + (rekeys + 1));
    }

    private RecordingReply ask(AuthorityParts parts, String node, Ask ask) {
        RecordingReply reply = new RecordingReply();
        parts.desk().take(TlsCredentials.certificates(deployment.directory.resolve(node + "/certificate.pem")),
                Frames.encode(ask), reply, Instant.now(), 0);
        parts.desk().finish(0);
        return reply;
    }

    private void revoke(String node, Instant when) throws IOException {
        NodeCertificate certificate = NodeCertificate.read(node,
                Files.readAllBytes(deployment.directory.resolve(node + "/certificate.pem")));
        new CertificateOffice(deployment.authorities, InstantSource.fixed(when), _ -> {}).revoke(certificate, "lost");
    }

    private void goesOn(Authority authority) throws IOException {
        assertThat(deployment.join(authority, LAYER, "receiver-2")).isInstanceOf(Answer.Joined.class);
    }

    private RefusalReason joinAs(Authority authority, KeyLayer ca, String name, RoleOid role) throws IOException {
        KeyPair keys = KeyPair.generate(random);
        byte[] pem = deployment.authorities.ca(ca, _ -> {}, random).issuePem(name, role, keys, Instant.now());
        return refusal(AuthorityClient.ask(deployment.address(authority, LAYER, shown(name, pem, keys)), JOIN));
    }

    private void assertNoHandshake(Authority authority, SSLContext context) {
        assertThatThrownBy(() -> AuthorityClient.ask(deployment.address(authority, LAYER, context), JOIN))
                .isInstanceOf(IOException.class);
    }

    private SSLContext shown(String name, byte[] certificate, KeyPair keys) throws IOException {
        return deployment.context(Files.write(temporary.resolve(name + ".pem"), certificate),
                Files.write(temporary.resolve(name + "-key.pem"), keys.privateKeyPem()));
    }

    private PolicyToken policy(long edition, boolean backwardSecrecy, Duration maxStale) {
        PolicyToken first = PolicyToken.first(deployment.authorities.gid(LAYER), TestDeployment.GROUP);
        RekeyPolicy by = first.rekey();
        return new PolicyToken(edition, first.gid(), first.group(), first.roles(), first.admission(), List.of(),
                new RekeyPolicy(by.everyMillis(), by.afterEvents(), by.notBeforeMillis(), by.hardMillis(),
                        by.overlapMillis(), backwardSecrecy),
                first.convergence(), first.mayExpel(), first.mayDeclareCompromise(), maxStale);
    }

    private void offer(PolicyToken token) throws IOException {
        Path key = deployment.authorities.path().resolve("group-owner-key.pem");
        KeyPair owner = KeyPair.read(key.toString(), Files.readAllBytes(key));
        Files.write(deployment.authorities.policy(), SignedPolicy.sign(token, owner).bytes());
    }

    private List<String> refusals() {
        return deployment.entries(LAYER).stream().filter(LogEntry.Refused.class::isInstance)
                .map(e -> ((LogEntry.Refused) e).reason()).toList();
    }

    private static RefusalReason refusal(Answer answer) {
        return ((Answer.Refused) answer).reason();
    }
}
