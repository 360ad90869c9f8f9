package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentSeal;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.proto.protect.KeyLayer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AuthorityTest extends DeploymentScene {

    @Test
    void shouldGiveAMemberItsTransportKeysAnew() throws IOException {
        Authority authority = deployment.open(KeyLayer.TRANSPORT);
        for (String node : List.of("sender", "rh-1", "receiver-1")) {
            Answer answer = deployment.join(authority, KeyLayer.TRANSPORT, node);
            byte[] file = Files.readAllBytes(deployment.directory.resolve(node + "/transport.bundle"));
            assertThat(((Answer.Joined) answer).bundle().copy()).as(node).isEqualTo(file);
        }
        assertThat(authority.status().requests()).isEqualTo(3);
        assertThat(authority.status().members()).isEqualTo(7);
        authority.close();
        assertThat(deployment.entries(KeyLayer.TRANSPORT)).filteredOn(LogEntry.Release.class::isInstance)
                .filteredOn(e -> ((LogEntry.Release) e).how().equals("tls")).hasSize(3);
    }

    @Test
    void shouldNotStartWithAPrivateKeyThatOthersMayRead() throws IOException {
        Path key = deployment.authorities.privateKey(KeyLayer.TRANSPORT);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> deployment.open(KeyLayer.TRANSPORT)).isInstanceOf(KeyFileException.class)
                .hasMessage(key + ": holds secrets and is open to others: mode rw-r-----, should be rw-------");
        deployment.open(KeyLayer.CONTENT);
        assertThat(deployment.warnings).as("the other one is told").singleElement().asString().contains(key.toString());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        deployment.open(KeyLayer.TRANSPORT);
    }

    @Test
    void shouldNotStartWithACertificateThatHasExpired() {
        InstantSource late = () -> Instant.now().plus(CertificateAuthority.NODE_VALIDITY).plusSeconds(1);
        assertThatThrownBy(() -> deployment.open(KeyLayer.TRANSPORT, late)).isInstanceOf(KeyFileException.class)
                .hasMessageStartingWith(deployment.authorities.certificate(KeyLayer.TRANSPORT)
                        + ": found a certificate that expired at ");
    }

    @Test
    void shouldTellWhoseExpiredCertificateItHasRefused() throws IOException {
        AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
        Authority authority = deployment.open(KeyLayer.TRANSPORT, () -> Instant.now().plus(offset.get()));
        offset.set(CertificateAuthority.NODE_VALIDITY.plusSeconds(60));
        assertThatThrownBy(() -> deployment.join(authority, KeyLayer.TRANSPORT, "rh-1"))
                .isInstanceOf(IOException.class);
        while (deployment.warnings.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(deployment.warnings).singleElement().asString()
                .startsWith("refused the connection of 127.0.0.1:")
                .contains(": the certificate of \"rh-1\" expired at ");
    }

    @Test
    void shouldServeAndRekeyWhileItsClockJumpsByAnHour() throws IOException {
        AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(offset.get());
        Authority authority = deployment.open(KeyLayer.TRANSPORT, clock);
        List<Duration> jumps = List.of(Duration.ofHours(1), Duration.ofMinutes(-59), Duration.ZERO);
        for (int i = 0; i < jumps.size(); i++) {
            offset.set(jumps.get(i));
            assertThat(deployment.join(authority, KeyLayer.TRANSPORT, "rh-1")).as("%s", jumps.get(i))
                    .isInstanceOf(Answer.Joined.class);
            authority.expel("receiver-" + (i + 1), "test");
            assertThat(transport(authority, "rh-1").activeEpoch()).isEqualTo(i + 2);
        }
        offset.set(Duration.ofMinutes(-59));
        authority.close();
        assertThat(deployment.open(KeyLayer.TRANSPORT, clock).status().rekeys()).isEqualTo(jumps.size());
    }

    @Test
    void shouldSealContentKeysToWhoAsks() throws IOException {
        Authority authority = deployment.open(KeyLayer.CONTENT);
        ContentBundle bundle = content(authority, "receiver-1");
        assertThat(bundle.activeEpoch()).isEqualTo(1);
        assertThat(bundle.rekey()).isNotNull();
        assertThat(refusal(deployment.ask(authority, KeyLayer.CONTENT, "receiver-1",
                new Ask.Join(TestDeployment.GROUP, Blob.EMPTY)))).isEqualTo(RefusalReason.MALFORMED);
    }

    @Test
    void shouldRefuseARepairHeadAtTheContentAuthority() throws IOException {
        Authority authority = deployment.open(KeyLayer.CONTENT);
        assertThat(refusal(deployment.join(authority, KeyLayer.CONTENT, "rh-1")))
                .isEqualTo(RefusalReason.BAD_CERTIFICATE);
        assertThat(refusal(deployment.ask(authority, KeyLayer.CONTENT, "rh-1",
                new Ask.Feed(TestDeployment.GROUP, 0)))).isEqualTo(RefusalReason.WRONG_ROLE);
        authority.close();
        assertThat(deployment.entries(KeyLayer.CONTENT)).filteredOn(LogEntry.Refused.class::isInstance).hasSize(2);
    }

    @Test
    void shouldExpelAndFeedTheRekeyAndGiveTheSameBytesAgainWhenItIsOpenedAgain() throws IOException {
        Authority authority = deployment.open(KeyLayer.TRANSPORT);
        List<byte[]> first;
        try (AuthorityClient feed = feed(authority, KeyLayer.TRANSPORT, 0)) {
            authority.expel("receiver-2", "has not paid");
            first = rekey(feed, 1);
        }
        assertThat(refusal(deployment.join(authority, KeyLayer.TRANSPORT, "receiver-2")))
                .isEqualTo(RefusalReason.EXPELLED);
        assertThat(authority.status().rekeys()).isEqualTo(1);
        assertThat(authority.status().members()).isEqualTo(6);
        authority.expel("receiver-2", "twice");
        assertThatIllegalArgumentException().isThrownBy(() -> authority.expel("receiver-9", "unknown"));
        authority.close();

        Authority again = deployment.open(KeyLayer.TRANSPORT);
        assertThat(again.status().rekeys()).isEqualTo(1);
        try (AuthorityClient feed = feed(again, KeyLayer.TRANSPORT, 0)) {
            assertThat(rekey(feed, first.size())).containsExactly(first.toArray(byte[][]::new));
        }
        assertThat(refusal(deployment.join(again, KeyLayer.TRANSPORT, "receiver-2")))
                .isEqualTo(RefusalReason.EXPELLED);
        TransportBundle bundle = transport(again, "receiver-1");
        assertThat(bundle.activeEpoch()).isEqualTo(2);
        again.close();
        LogEntry.Release release = (LogEntry.Release) deployment.entries(KeyLayer.TRANSPORT).getLast();
        assertThat(release.keys()).contains("T:epoch@2", "T:M/1/7/0@1", "T:M/1/0/1@0", "T:B/0/1/0@1",
                KeyName.regionSecret(1, 1));
    }

    @Test
    void shouldLetWhoLeftComeBackWithANewLeaf() throws IOException {
        Authority authority = deployment.open(KeyLayer.CONTENT);
        try (AuthorityClient feed = feed(authority, KeyLayer.CONTENT, 0)) {
            assertThat(deployment.ask(authority, KeyLayer.CONTENT, "receiver-1", new Ask.Leave(TestDeployment.GROUP)))
                    .isEqualTo(new Answer.Done());
            rekey(feed, 1);
        }
        ContentBundle bundle = content(authority, "receiver-1");
        assertThat(bundle.activeEpoch()).isEqualTo(2);
        authority.close();
        LogEntry.Release release = (LogEntry.Release) deployment.entries(KeyLayer.CONTENT).getLast();
        assertThat(release.keys()).contains("C:M/1/0/0@1").doesNotContain("C:M/1/0/0@0");
        Authority again = deployment.open(KeyLayer.CONTENT);
        assertThat(again.status().members()).isEqualTo(5);
        assertThat(content(again, "receiver-1").rekey()).isNotNull();
    }

    @Test
    void shouldLeaveAnExpelledParentOutOfWhatItsChildrenAreGiven() throws IOException {
        Authority authority = deployment.open(KeyLayer.TRANSPORT);
        authority.expel("rh-1", "test");
        TransportBundle bundle = transport(authority, "receiver-1");
        assertThat(bundle.parents()).extracting(ParentSecrets::id)
                .containsExactly(deployment.node("rh-2").id(), deployment.node("sender").id());
        assertThat(bundle.activeEpoch()).isEqualTo(2);
        authority.close();
        LogEntry.Release release = (LogEntry.Release) deployment.entries(KeyLayer.TRANSPORT).getLast();
        assertThat(release.keys()).doesNotContain(
                KeyName.bindKey(deployment.node("rh-1").id(), deployment.node("receiver-1").id()));
        assertThat(transport(deployment.open(KeyLayer.TRANSPORT), "receiver-1").parents()).hasSize(2);
    }

    @Test
    void shouldNameTheExpelledToThoseWhoMayBeTheirParentsAlsoWhenItIsOpenedAgain() throws IOException {
        int expelled = deployment.node("receiver-2").id();
        Authority authority = deployment.open(KeyLayer.TRANSPORT);
        assertThat(transport(authority, "rh-1").expelled()).isEmpty();
        authority.expel("receiver-2", "has not paid");
        authority.expel("rh-2", "test");
        authority.close();
        Authority again = deployment.open(KeyLayer.TRANSPORT);
        for (String parent : List.of("rh-1", "sender")) {
            assertThat(transport(again, parent).expelled()).as(parent).contains(expelled);
        }
        assertThat(transport(again, "receiver-1").expelled()).as("it knows its own parents only")
                .containsExactly(deployment.node("rh-2").id());
    }

    @Test
    void shouldRefuseANodeOfWhichNoParentIsLeft() throws IOException {
        Authority authority = deployment.open(KeyLayer.TRANSPORT);
        deployment.ask(authority, KeyLayer.TRANSPORT, "receiver-2", new Ask.Leave(TestDeployment.GROUP));
        List.of("rh-1", "rh-2", "sender").forEach(parent -> authority.expel(parent, "test"));
        assertThat(deployment.join(authority, KeyLayer.TRANSPORT, "receiver-1")).isEqualTo(new Answer.Refused(
                RefusalReason.POLICY,
                "no keys by the plan: none of the parents of receiver-1 is left: rh-1, rh-2, sender"));
        assertThat(refusal(deployment.join(authority, KeyLayer.TRANSPORT, "receiver-2")))
                .as("found out only after it was admitted").isEqualTo(RefusalReason.POLICY);
        authority.close();
        assertThat(deployment.entries(KeyLayer.TRANSPORT)).filteredOn(LogEntry.Refused.class::isInstance).hasSize(2);
    }

    @Test
    void shouldSayThatNothingIsDoneAnyMoreWhenTheHeapIsFull() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
        InstantSource clock = () -> {
            if (full.get()) {
                throw new OutOfMemoryError("as if there were no room");
            }
            return Instant.now();
        };
        AuthoritySettings settings = AuthoritySettings.of(KeyLayer.TRANSPORT, deployment.directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        try (Authority authority = Authority.open(settings, clock, warnings::add)) {
            full.set(true);
            String warning = warnings.take();
            while (!warning.contains("nothing is done any more")) {
                warning = warnings.take();
            }
            assertThat(warning).contains("out of memory");
            full.set(false);
            assertThatThrownBy(() -> authority.expel("receiver-1", "test")).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("out of memory");
        }
    }

    @Test
    void shouldEndTheConnectionOfWhoseQuestionTheHeapHadNoRoomForAndAnswerWhoAsksForItsStatus() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        InstantSource clock = () -> {
            if (full.get()) {
                throw new OutOfMemoryError("as if there were no room");
            }
            return Instant.now();
        };
        AuthoritySettings settings = AuthoritySettings.of(KeyLayer.TRANSPORT, deployment.directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        try (Authority authority = Authority.open(settings, clock, _ -> {});
                AuthorityClient client = AuthorityClient
                        .connect(deployment.address(authority, KeyLayer.TRANSPORT, "receiver-1"))) {
            // Certificates are checked by the same clock.
            assertThat(client.ask(new Ask.Status(TestDeployment.GROUP))).isInstanceOf(Answer.Standing.class);
            full.set(true);
            assertThatThrownBy(() -> client.ask(new Ask.Join(TestDeployment.GROUP, Blob.EMPTY)))
                    .isInstanceOf(EOFException.class);
            assertThat(authority.status().fault()).isEqualTo("out of memory");
        }
    }

    @Test
    void shouldGoOnWhenItsLastMemberHasGone() throws IOException {
        Authority authority = deployment.open(KeyLayer.CONTENT);
        for (String node : List.of("sender", "receiver-1", "receiver-2", "receiver-3")) {
            assertThat(deployment.ask(authority, KeyLayer.CONTENT, node, new Ask.Leave(TestDeployment.GROUP)))
                    .isEqualTo(new Answer.Done());
        }
        authority.expel("receiver-4", "the last one");
        long epoch = authority.status().epoch();
        assertThat(authority.status().fault()).isNull();
        authority.close();
        Authority again = deployment.open(KeyLayer.CONTENT);
        assertThat(refusal(deployment.join(again, KeyLayer.CONTENT, "receiver-4"))).isEqualTo(RefusalReason.EXPELLED);
        content(again, "receiver-1");
        assertThat(again.status().members()).as("the last one has gone too").isOne();
        assertThat(again.status().epoch()).isEqualTo(epoch + 1);
        assertThat(content(again, "receiver-1").activeEpoch()).isEqualTo(epoch + 1);
        assertThat(again.status().fault()).isNull();
    }

    @Test
    void shouldGiveAMemberItsKeysOnlySoOftenInAMinute() throws IOException {
        Authority authority = deployment.open(AuthoritySettings.of(KeyLayer.TRANSPORT, deployment.directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).withReleasesAMinute(2));
        for (int i = 0; i < 2; i++) {
            assertThat(deployment.join(authority, KeyLayer.TRANSPORT, "rh-1")).isInstanceOf(Answer.Joined.class);
        }
        assertThat(refusal(deployment.join(authority, KeyLayer.TRANSPORT, "rh-1"))).isEqualTo(RefusalReason.TOO_OFTEN);
        assertThat(deployment.join(authority, KeyLayer.TRANSPORT, "rh-2")).isInstanceOf(Answer.Joined.class);
        authority.close();
        assertThat(deployment.entries(KeyLayer.TRANSPORT)).filteredOn(LogEntry.Refused.class::isInstance)
                .singleElement().extracting(e -> ((LogEntry.Refused) e).reason())
                .isEqualTo("too-often: rh-1: has asked too often in a minute");
    }

    private ContentBundle content(Authority authority, String node) throws IOException {
        ContentSeal.OpeningKey key = ContentSeal.OpeningKey.generate();
        Answer answer = deployment.ask(authority, KeyLayer.CONTENT, node,
                new Ask.Join(TestDeployment.GROUP, Blob.of(key.publicKey())));
        NodeCertificate certificate = NodeCertificate.read(node,
                Files.readAllBytes(deployment.directory.resolve(node + "/certificate.pem")));
        long gid = AuthorityDirectory.of(deployment.directory).gid(KeyLayer.CONTENT);
        byte[] plain = key.open(new ContentSeal.Recipient(gid, deployment.node(node).id(), certificate.sha256(),
                RoleOid.of(deployment.node(node).member().role()).oid()), ((Answer.Joined) answer).bundle().copy());
        return new ContentBundleFile().read(Files.write(temporary.resolve("content"), plain), _ -> {});
    }

    private TransportBundle transport(Authority authority, String node) throws IOException {
        Answer answer = deployment.join(authority, KeyLayer.TRANSPORT, node);
        return new TransportBundleFile().read(
                Files.write(temporary.resolve("transport"), ((Answer.Joined) answer).bundle().copy()), _ -> {});
    }

    private AuthorityClient feed(Authority authority, KeyLayer layer, long after) throws IOException {
        AuthorityClient client = AuthorityClient.connect(deployment.address(authority, layer, "sender"));
        client.tell(new Ask.Feed(TestDeployment.GROUP, after));
        assertThat(client.receive()).isEqualTo(new Answer.Done());
        return client;
    }

    private static List<byte[]> rekey(AuthorityClient feed, int inners) throws IOException {
        List<byte[]> found = new ArrayList<>();
        for (int i = 0; i < inners; i++) {
            found.add(((Answer.RekeyInner) feed.receive()).inner().copy());
        }
        return found;
    }

    private static RefusalReason refusal(Answer answer) {
        return ((Answer.Refused) answer).reason();
    }
}
