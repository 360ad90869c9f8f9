package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.policy.PolicyToken;
import io.trackmc.keys.controller.policy.RekeyPolicy;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.ContentQuestion;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever is given keys while the group is on its way from one epoch to the next gets both, if it may have both. */
@Timeout(120)
class EpochBeforeTest extends DeploymentScene {

    @Test
    void aMemberGetsBothTransportEpochsAsLongAsTheGroupUsesTheOneBefore() throws IOException {
        Authority authority = openWithARekey(KeyLayer.TRANSPORT);
        assertThat(epochs(transport(authority, "receiver-1"))).as("nobody has said what the group uses")
                .containsExactly(2L);

        tell(authority, KeyLayer.TRANSPORT, 1);
        TransportBundle during = transport(authority, "receiver-1");
        TransportBundle head = transport(authority, "rh-1");
        tell(authority, KeyLayer.TRANSPORT, 2);
        TransportBundle after = transport(authority, "receiver-1");
        authority.close();

        assertThat(epochs(during)).containsExactly(1L, 2L);
        assertThat(during.activeEpoch()).isOne();
        assertThat(epochs(head)).containsExactly(1L, 2L);
        assertThat(epochs(after)).as("it goes on to rekey, and that is over").doesNotContain(1L);
        assertThat(releases(KeyLayer.TRANSPORT)).filteredOn(names -> names.contains("T:epoch@2"))
                .filteredOn(names -> names.contains("T:epoch@1")).hasSize(2);
    }

    @Test
    void aMemberGetsBothContentEpochsAsLongAsTheGroupUsesTheOneBefore() throws IOException {
        Authority authority = open(KeyLayer.CONTENT, Duration.ZERO);
        tell(authority, KeyLayer.CONTENT, 1);
        authority.expel("receiver-4", "test");
        ContentBundle during = content(authority, "receiver-1");
        tell(authority, KeyLayer.CONTENT, 2);

        assertThat(during.epochs()).extracting(ContentEpoch::epoch).containsExactly(1L, 2L);
        assertThat(during.activeEpoch()).isOne();
        assertThat(content(authority, "receiver-1").epochs()).extracting(ContentEpoch::epoch).containsExactly(2L);
    }

    @Test
    void aNewcomerWhomThePastIsNotMeantForGetsTheNewestOnlyHoweverOftenItAsks() throws IOException {
        demandBackwardSecrecy();
        Authority authority = open(KeyLayer.CONTENT, Duration.ZERO);
        tell(authority, KeyLayer.CONTENT, 1);
        assertThat(deployment.ask(authority, KeyLayer.CONTENT, "receiver-1", new Ask.Leave(TestDeployment.GROUP)))
                .isEqualTo(new Answer.Done());
        while (authority.status().rekeys() == 0) {
            Thread.onSpinWait();
        }
        tell(authority, KeyLayer.CONTENT, 2);

        for (int i = 0; i < 2; i++) {
            assertThat(content(authority, "receiver-1").epochs()).extracting(ContentEpoch::epoch).containsExactly(3L);
        }

        assertThat(content(authority, "receiver-2").epochs()).extracting(ContentEpoch::epoch).containsExactly(2L, 3L);
    }

    @Test
    void whoeverHadOtherSecretsInTheEpochBeforeGetsTheNewestOnly() throws IOException {
        Authority authority = open(KeyLayer.TRANSPORT, Duration.ZERO);
        tell(authority, KeyLayer.TRANSPORT, 1);

        authority.expel("receiver-2", "test");

        assertThat(epochs(transport(authority, "receiver-1"))).containsExactly(2L);
    }

    @Test
    void whatWasInMemoryOnlyIsGoneWhenTheAuthorityIsOpenedAgain() throws IOException {
        openWithARekey(KeyLayer.TRANSPORT).close();
        Authority again = open(KeyLayer.TRANSPORT, Duration.ZERO);
        tell(again, KeyLayer.TRANSPORT, 1);

        assertThat(epochs(transport(again, "receiver-1"))).containsExactly(2L);
    }

    /** One that makes a rekey at once, and then waits a minute for the group. */
    private Authority openWithARekey(KeyLayer layer) throws IOException {
        Authority authority = open(layer, Duration.ofMillis(1));
        while (authority.status().rekeys() == 0) {
            Thread.onSpinWait();
        }
        return authority;
    }

    private Authority open(KeyLayer layer, Duration every) throws IOException {
        return deployment.open(AuthoritySettings.of(layer, deployment.directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).with(
                        new AuthoritySettings.Rekeying(every, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(30),
                                Duration.ofSeconds(30))));
    }

    private void demandBackwardSecrecy() throws IOException {
        PolicyToken first = PolicyToken.first(deployment.authorities.gid(KeyLayer.CONTENT), TestDeployment.GROUP);
        RekeyPolicy by = first.rekey();
        PolicyToken second = new PolicyToken(2, first.gid(), first.group(), first.roles(), first.admission(),
                List.of(), new RekeyPolicy(by.everyMillis(), by.afterEvents(), by.notBeforeMillis(), by.hardMillis(),
                        by.overlapMillis(), true),
                first.convergence(), first.mayExpel(), first.mayDeclareCompromise(), first.maxStale());
        Path key = deployment.authorities.path().resolve("group-owner-key.pem");
        KeyPair owner = KeyPair.read(key.toString(), Files.readAllBytes(key));
        Files.write(deployment.authorities.policy(), SignedPolicy.sign(second, owner).bytes());
    }

    private void tell(Authority authority, KeyLayer layer, long active) throws IOException {
        assertThat(deployment.ask(authority, layer, "sender", new Ask.Progress(TestDeployment.GROUP, active, active)))
                .isEqualTo(new Answer.Done());
    }

    private TransportBundle transport(Authority authority, String node) throws IOException {
        Answer.Joined joined = (Answer.Joined) deployment.join(authority, KeyLayer.TRANSPORT, node);
        return new TransportBundleFile().decode(node, joined.bundle().copy());
    }

    private ContentBundle content(Authority authority, String node) throws IOException {
        PeerIdentity identity = identity(node);
        ContentQuestion question = ContentQuestion.of(TestDeployment.GROUP,
                deployment.authorities.gid(KeyLayer.CONTENT),
                deployment.node(node).id(), identity.certificateSha256(), identity.role().oid());
        Answer.Joined joined = (Answer.Joined) deployment.ask(authority, KeyLayer.CONTENT, node, question.ask());
        return question.keys(joined.bundle());
    }

    private PeerIdentity identity(String node) {
        try {
            return PeerIdentity
                    .of(TlsCredentials.certificates(deployment.directory.resolve(node + "/certificate.pem"))
                            .getFirst());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<List<String>> releases(KeyLayer layer) {
        return deployment.entries(layer).stream().filter(LogEntry.Release.class::isInstance)
                .map(entry -> ((LogEntry.Release) entry).keys()).toList();
    }

    private static List<Long> epochs(TransportBundle bundle) {
        return bundle.epochs().stream().map(TransportEpoch::epoch).toList();
    }
}
