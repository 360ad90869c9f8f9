package io.trackmc.it.rogue;

import static io.trackmc.it.rogue.Deployment.OTHER_HEAD;
import static io.trackmc.it.rogue.Deployment.OTHER_RECEIVER;
import static io.trackmc.it.rogue.Deployment.OWN_RECEIVER;
import static io.trackmc.it.rogue.Deployment.ROGUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.controller.pki.AdmittedMember;
import io.trackmc.keys.controller.pki.AdmittedReceiver;
import io.trackmc.keys.controller.pki.CertificateRequest;
import io.trackmc.keys.controller.pki.ChainRules;
import io.trackmc.keys.controller.pki.ContentAdmission;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.Refusal;
import io.trackmc.keys.controller.pki.Revocations;
import io.trackmc.keys.controller.pki.TrustAnchors;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeySigner;
import io.trackmc.keys.payload.AesGcmContentOpener;
import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.ContentSeal;
import io.trackmc.keys.payload.KeyTrial;
import io.trackmc.keys.transport.bundle.PathKey;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.AuthorityPin;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repair head that tries everything. It has the files of its node, all that passes through it, and the programs; everybody else is as always. Each
 * attempt fails for the reason that stands here, and one test shows that the keys would be found if it had any.
 */
@Timeout(120)
class RogueRepairHeadTest {

    private static final byte[] CONTENT = "closing prices".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_INNER = {};
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path temporary;

    private Deployment deployment;
    private DeployedNode rogue;
    private DeployedNode sender;
    private DeployedNode receiver;
    private DeployedNode otherHead;
    private DeployedNode otherReceiver;

    @BeforeEach
    void deploy() {
        deployment = new Deployment(temporary.resolve("d"));
        rogue = deployment.node(ROGUE);
        sender = deployment.node("sender");
        receiver = deployment.node(OWN_RECEIVER);
        otherHead = deployment.node(OTHER_HEAD);
        otherReceiver = deployment.node(OTHER_RECEIVER);
    }

    // Getting in where content keys are given out

    @Test
    void shouldNotGetInByItsType() {
        Identity identity = new ChainRules(anchors()).identify(List.of(deployment.certificate(ROGUE)), deployment.now);
        assertThat(identity.role()).isEqualTo(RoleOid.REPAIR_HEAD);
        assertThat(identity).as("a content tree takes an AdmittedMember, and the compiler nothing else")
                .isNotInstanceOf(AdmittedMember.class);
    }

    @Test
    void shouldNotGetInByTheCaThatCertifiesIt() {
        assertRefused(Refusal.NO_CHAIN, deployment.certificate(ROGUE));
        NodeCertificate asReceiver = deployment.ca(KeyLayer.TRANSPORT).issue(request("receiver-9"), RoleOid.RECEIVER,
                deployment.now);
        assertRefused(Refusal.NO_CHAIN, asReceiver);
    }

    @Test
    void shouldNotGetInByTheRoleOfItsCertificate() {
        NodeCertificate honest = deployment.ca(KeyLayer.CONTENT).issue(request(ROGUE), RoleOid.REPAIR_HEAD,
                deployment.now);
        assertRefused(Refusal.WRONG_CA, honest);
    }

    @Test
    void shouldNotGetInWithItsKeyUnderAnotherName() {
        NodeCertificate inDisguise = deployment.ca(KeyLayer.CONTENT).issue(request("receiver-9"), RoleOid.RECEIVER,
                deployment.now);
        assertRefused(Refusal.REPAIR_HEAD_KEY, inDisguise);
        assertThat(door().admit(List.of(deployment.certificate(OWN_RECEIVER)), deployment.now))
                .isInstanceOf(AdmittedReceiver.class);
    }

    @Test
    void shouldGetNothingFromTheContentAuthority() throws IOException {
        try (Authority authority = Authority.open(AuthoritySettings.of(KeyLayer.CONTENT, deployment.directory,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), _ -> {})) {
            Ask join = new Ask.Join("news", Blob.of(ContentSeal.OpeningKey.generate().publicKey()));
            assertThat(refusal(ask(authority, ROGUE, ROGUE, join))).isEqualTo(RefusalReason.BAD_CERTIFICATE);
            assertThat(refusal(ask(authority, ROGUE, ROGUE, new Ask.Feed("news", 0))))
                    .isEqualTo(RefusalReason.WRONG_ROLE);
            assertThat(refusal(ask(authority, ROGUE, ROGUE, new Ask.Expel("news", OWN_RECEIVER, "in my way"))))
                    .isIn(RefusalReason.WRONG_ROLE, RefusalReason.POLICY);
            assertThatThrownBy(() -> ask(authority, OWN_RECEIVER, ROGUE, join))
                    .as("a receiver's certificate, and no key to it").isInstanceOf(IOException.class);
            assertThat(ask(authority, OWN_RECEIVER, OWN_RECEIVER, join)).as("whoever may does")
                    .isInstanceOf(Answer.Joined.class);
        }
    }

    // Touching content

    @Test
    void shouldNotAlterContentUnnoticed() {
        byte[] inner = sealed(1);
        Datagram honest = repair(inner);
        assertThat(honest.verifiedBy(regionAtReceiver())).isNull();
        assertThat(open(receiver, inner)).isEqualTo(CONTENT.length);
        for (int at = 0; at < inner.length; at++) {
            byte[] altered = inner.clone();
            altered[at] ^= 1;
            assertThat(repair(altered).verifiedBy(regionAtReceiver())).as("its own ICV is right").isNull();
            assertThat(open(receiver, altered)).as("byte %d", at).isNegative();
        }
    }

    @Test
    void shouldNotPassOneContentOffAsAnother() {
        byte[] moved = sealed(1);
        moved[InnerHeader.SEQUENCE_OFFSET + 7] = 2;
        assertThat(open(receiver, moved)).isEqualTo(ContentOpener.FORGED);
        byte[] asControl = sealed(2);
        asControl[InnerHeader.STREAM_OFFSET] = InnerHeader.STREAM_CONTROL;
        assertThat(open(receiver, asControl)).isEqualTo(ContentOpener.FORGED);
        byte[] inClear = sealed(3);
        inClear[InnerHeader.SUITE_OFFSET] = InnerHeader.SUITE_NONE;
        assertThat(open(receiver, inClear)).isEqualTo(ContentOpener.FORGED);
    }

    @Test
    void shouldNotSwapContentEpochs() {
        byte[] before = sealed(1);
        Rekey rekey = deployment.rekeyContent();
        for (DeployedNode node : List.of(sender, receiver)) {
            node.follow(KeyLayer.CONTENT, rekey);
        }
        byte[] after = sealed(2);
        assertThat(InnerHeader.contentSpi(after, 0)).isNotEqualTo(InnerHeader.contentSpi(before, 0));
        assertThat(open(receiver, before)).as("still to be repaired").isEqualTo(CONTENT.length);
        assertThat(open(receiver, after)).isEqualTo(CONTENT.length);
        System.arraycopy(after, InnerHeader.CONTENT_SPI_OFFSET, before, InnerHeader.CONTENT_SPI_OFFSET, 4);
        assertThat(open(receiver, before)).isEqualTo(ContentOpener.FORGED);
        byte[] old = sealed(3);
        receiver.updates.retirePrevious(KeyLayer.CONTENT);
        System.arraycopy(sealedBefore(), InnerHeader.CONTENT_SPI_OFFSET, old, InnerHeader.CONTENT_SPI_OFFSET, 4);
        assertThat(open(receiver, old)).isEqualTo(ContentOpener.UNKNOWN_SPI);
    }

    @Test
    void shouldNotGoOnUnderATransportEpochThatIsOver() {
        Datagram early = repair(sealed(1));
        Rekey rekey = deployment.rekeyTransport();
        receiver.follow(KeyLayer.TRANSPORT, rekey);
        assertThat(early.verifiedBy(regionAtReceiver())).as("within the overlap").isNull();
        receiver.updates.retirePrevious(KeyLayer.TRANSPORT);
        assertThat(early.verifiedBy(regionAtReceiver())).isEqualTo(DropReason.UNKNOWN_SPI);
        assertThat(repair(sealed(2)).verifiedBy(regionAtReceiver())).as("it did not follow, and stays behind")
                .isEqualTo(DropReason.UNKNOWN_SPI);
    }

    @Test
    void shouldNotOpenContentWithAnyOfItsKeys() {
        List<Secret> held = keysOf(rogue);
        List<byte[]> inners = new ArrayList<>(List.of(sealed(1)));
        Rekey transport = deployment.rekeyTransport();
        Rekey content = deployment.rekeyContent();
        for (DeployedNode node : List.of(sender, rogue)) {
            node.follow(KeyLayer.TRANSPORT, transport);
            node.follow(KeyLayer.CONTENT, content);
        }
        inners.add(sealed(2));
        held.addAll(keysOf(rogue));
        held.add(rogue.hopKeys.keyRing().newest().key());
        KeyTrial trial = new KeyTrial(rogue.transportBundle().gid(), DeployedNode.run(sender.id()),
                InsecureSecretAccess.get());
        assertThat(held).hasSizeGreaterThan(20);
        assertThat(rogue.updates.applied(KeyLayer.CONTENT)).as("it has seen the whole rekey").isEqualTo(1);
        for (byte[] inner : inners) {
            assertThat(held).noneMatch(key -> trial.opens(key, inner));
            assertThat(List.of(sender.contentKeys().keyRing().current(), previousOf(sender)))
                    .as("the trial finds what opens").anyMatch(epoch -> trial.opens(epoch.key(), inner));
        }
    }

    // Speaking for others

    @Test
    void shouldNotSpeakOnAnothersControlChannel() {
        HopVerifier atVictim = otherReceiver.hopKeys.regionVerifier(otherHead.id(), otherHead.hopKeys.incarnation());
        Datagram own = new Datagram(MessageType.HEARTBEAT, NO_INNER).sealedBy(rogue.hopKeys.regionSealer(),
                rogue.hopKeys);
        assertThat(own.verifiedBy(atVictim)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
        assertThat(own.inTheNameOf(otherHead.id(), otherHead.hopKeys.incarnation()).verifiedBy(atVictim))
                .isEqualTo(DropReason.BAD_ICV);
        assertThat(new Datagram(MessageType.HEARTBEAT, NO_INNER).sealedBy(otherHead.hopKeys.regionSealer(),
                otherHead.hopKeys).verifiedBy(atVictim)).as("whoever may does").isNull();
        assertThat(rogue.hopKeys.holdsRegion(regionOf(otherHead))).isFalse();
    }

    @Test
    void shouldNotSpeakToAnothersChildAlone() {
        HopVerifier atVictim = otherReceiver.hopKeys.downVerifier(otherHead.id(), otherHead.hopKeys.incarnation());
        for (DeployedNode child : List.of(receiver, otherReceiver)) {
            Datagram eject = new Datagram(MessageType.EJECT_REQUEST, NO_INNER).sealedBy(rogue.hopKeys
                    .downSealer(child.id(), KeyClass.LEAF_PAIR, child.hopKeys.incarnation()), rogue.hopKeys);
            assertThat(eject.inTheNameOf(otherHead.id(), otherHead.hopKeys.incarnation()).verifiedBy(atVictim))
                    .as("by keys that it has for %s", child.id()).isEqualTo(DropReason.BAD_ICV);
        }
        assertThat(otherReceiver.hopKeys.canBindTo(rogue.id())).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> otherReceiver.hopKeys.downVerifier(rogue.id(), rogue.hopKeys.incarnation()));
    }

    @Test
    void shouldNotReportForAnothersChild() {
        Incarnation parent = otherHead.hopKeys.incarnation();
        HopVerifier atHead = otherHead.hopKeys.upVerifier(otherReceiver.id(), KeyClass.LEAF_PAIR,
                otherReceiver.hopKeys.incarnation());
        assertThatIllegalArgumentException().as("it has no pair key with the other head")
                .isThrownBy(() -> rogue.hopKeys.upSealer(otherHead.id(), parent));
        Datagram track = new Datagram(MessageType.TRACK, NO_INNER)
                .sealedBy(rogue.hopKeys.upSealer(sender.id(), sender.hopKeys.incarnation()), rogue.hopKeys);
        assertThat(track.verifiedBy(atHead)).isEqualTo(DropReason.WRONG_KEY_CLASS);
    }

    @Test
    void shouldNotSpeakForTheOtherHeadToTheSender() {
        HopVerifier atSender = sender.hopKeys.upVerifier(otherHead.id(), KeyClass.INTERIOR_PAIR,
                otherHead.hopKeys.incarnation());
        Datagram track = new Datagram(MessageType.TRACK, NO_INNER)
                .sealedBy(rogue.hopKeys.upSealer(sender.id(), sender.hopKeys.incarnation()), rogue.hopKeys);
        assertThat(track.inTheNameOf(otherHead.id(), otherHead.hopKeys.incarnation()).verifiedBy(atSender))
                .isEqualTo(DropReason.BAD_ICV);
    }

    // Rekeys, which pass through it

    @Test
    void shouldNotForgeARekey() {
        RekeySigner ownSigner = RekeySigner.generate(new SecureRandom());
        ContentTree ownTree = ContentTree.create(rogue.transportBundle().gid(), ownSigner, new SecureRandom());
        ownTree.join(receiver.id(), 0);
        ownTree.settle();
        Rekey forged = ownTree.rekey(deployment.terms(), null);
        assertThat(receiver.header(forged.header())).isEqualTo(DropReason.BAD_REKEY);
        assertThat(otherHead.header(forged.header())).as("no other repair head passes it on")
                .isEqualTo(DropReason.BAD_REKEY);
        assertUntouched(receiver);
    }

    @Test
    void shouldNotExpelAnybodyByAlteringATrueHeader() {
        byte[] header = deployment.expelFromContent(OTHER_RECEIVER).header();
        int expelled = InnerHeader.LENGTH + RekeyHeader.EXPELLED_OFFSET;
        byte[] another = header.clone();
        another[expelled + 3] = (byte) receiver.id();
        assertThat(receiver.header(another)).isEqualTo(DropReason.BAD_REKEY);
        assertThat(receiver.updates.isExpelled(receiver.id())).isFalse();
        for (int at = InnerHeader.LENGTH; at < header.length; at++) {
            byte[] altered = header.clone();
            altered[at] ^= 1;
            assertThat(receiver.header(altered)).as("byte %d", at).isEqualTo(DropReason.BAD_REKEY);
        }
        assertThat(receiver.header(header)).isNull();
        assertThat(otherHead.header(header)).isNull();
        assertThat(otherHead.updates.isExpelled(otherReceiver.id())).isTrue();
    }

    @Test
    void shouldNotBringAnEarlierRekeyAgain() {
        Rekey first = deployment.rekeyContent();
        Rekey second = deployment.rekeyContent();
        receiver.follow(KeyLayer.CONTENT, first);
        receiver.follow(KeyLayer.CONTENT, second);
        long epoch = receiver.contentKeys().keyRing().current().epoch();
        receiver.follow(KeyLayer.CONTENT, first);
        assertThat(receiver.updates.applied(KeyLayer.CONTENT)).isEqualTo(2);
        assertThat(receiver.contentKeys().keyRing().current().epoch()).isEqualTo(epoch);
        for (int i = 0; i < KeyUpdates.KEPT_REKEYS; i++) {
            receiver.follow(KeyLayer.CONTENT, deployment.rekeyContent());
        }
        assertThat(receiver.header(first.header())).isEqualTo(DropReason.STALE_REKEY);
        assertThat(receiver.chunk(first.chunk(1))).isEqualTo(DropReason.STALE_REKEY);
    }

    @Test
    void shouldNotPassSlicesOfOneRekeyOffAsAnothers() {
        Rekey first = deployment.rekeyContent();
        Rekey second = deployment.rekeyContent();
        receiver.header(first.header());
        assertThat(receiver.chunk(second.chunk(1))).as("its header is not known").isEqualTo(DropReason.STALE_REKEY);
        byte[] moved = second.chunk(1);
        System.arraycopy(first.chunk(1), InnerHeader.SEQUENCE_OFFSET, moved, InnerHeader.SEQUENCE_OFFSET, 8);
        assertThat(receiver.chunk(moved)).isEqualTo(DropReason.BAD_REKEY);
        assertUntouched(receiver);
    }

    @Test
    void shouldNotServeASliceOfAnotherRegion() {
        Rekey rekey = deployment.expelFromContent(OTHER_RECEIVER);
        int others = regionOf(otherHead);
        int own = regionOf(rogue);
        byte[] slice = Deployment.chunks(rekey).stream()
                .filter(chunk -> RekeyChunk.slice(chunk, InnerHeader.LENGTH) == others).findFirst().orElseThrow();
        assertThat(receiver.header(rekey.header())).isNull();
        assertThat(receiver.chunk(slice)).as("true, and of no use here").isNull();
        assertUntouched(receiver);
        byte[] relabelled = slice.clone();
        relabelled[InnerHeader.LENGTH + RekeyChunk.SLICE_OFFSET + 3] = (byte) own;
        assertThat(receiver.chunk(relabelled)).isEqualTo(DropReason.BAD_REKEY);
        byte[] altered = slice.clone();
        altered[InnerHeader.LENGTH + RekeyChunk.FIXED_LENGTH + 10] ^= 1;
        assertThat(receiver.chunk(altered)).isEqualTo(DropReason.BAD_REKEY);
        assertUntouched(receiver);
        Deployment.chunks(rekey).forEach(receiver::chunk);
        assertThat(receiver.updates.applied(KeyLayer.CONTENT)).as("the true ones are still taken").isEqualTo(1);
    }

    @Test
    void shouldLearnNothingFromAContentRekeyThatItPassesOn() {
        Rekey rekey = deployment.rekeyContent();
        rogue.follow(KeyLayer.CONTENT, rekey);
        receiver.follow(KeyLayer.CONTENT, rekey);
        KeyTrial trial = new KeyTrial(rogue.transportBundle().gid(), DeployedNode.run(sender.id()),
                InsecureSecretAccess.get());
        sender.follow(KeyLayer.CONTENT, rekey);
        byte[] inner = sealed(1);
        assertThat(open(receiver, inner)).isEqualTo(CONTENT.length);
        assertThat(keysOf(rogue)).noneMatch(key -> trial.opens(key, inner));
    }

    private TrustAnchors anchors() {
        return new TrustAnchors(List.of(deployment.ca(KeyLayer.TRANSPORT).certificate()),
                List.of(deployment.ca(KeyLayer.CONTENT).certificate()));
    }

    private ContentAdmission door() {
        ContentAdmission door = new ContentAdmission(anchors(), Revocations.none());
        door.useRepairHeadKeys(deployment.repairHeadKeys());
        return door;
    }

    private void assertRefused(Refusal refusal, NodeCertificate certificate) {
        assertThatThrownBy(() -> door().admit(List.of(certificate), deployment.now))
                .isInstanceOf(AdmissionException.class)
                .extracting(e -> ((AdmissionException) e).refusal()).isEqualTo(refusal);
    }

    /** A request with the rogue's own key, whose possession it can show. */
    private CertificateRequest request(String name) {
        KeyPair own = deployment.privateKey(ROGUE);
        return CertificateRequest.read("request", CertificateRequest.pem(name, own));
    }

    /** Asks as a node would, with a certificate and with a key. */
    private Answer ask(Authority authority, String certificate, String key, Ask ask) throws IOException {
        TlsCredentials shown = new TlsCredentials(
                TlsCredentials.certificates(
                        deployment.directory.resolve(certificate).resolve(DeploymentFiles.CERTIFICATE)),
                TlsCredentials.privateKey(deployment.directory.resolve(key).resolve(DeploymentFiles.PRIVATE_KEY)),
                TlsCredentials.certificates(deployment.authorities().resolve("subscriber-ca.pem")));
        return AuthorityClient.ask(new AuthorityAddress(authority.address(), TlsContexts.create(shown),
                contentAuthority(), "news", PATIENCE), ask);
    }

    private AuthorityPin contentAuthority() {
        try {
            return AuthorityPin.of(RoleOid.CONTENT_AUTHORITY,
                    TlsCredentials.certificates(deployment.authorities().resolve("content-authority.pem")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RefusalReason refusal(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).reason();
    }

    private byte[] sealed(long sequence) {
        return sealed(sender, sequence);
    }

    /** Of a sender that did not follow. */
    private byte[] sealedBefore() {
        return sealed(deployment.node("sender"), 9);
    }

    private static byte[] sealed(DeployedNode source, long sequence) {
        AesGcmContentSealer sealer = new AesGcmContentSealer(source.contentKeys(), source.id(),
                source.hopKeys.incarnation());
        byte[] inner = new byte[InnerHeader.LENGTH + CONTENT.length + InnerHeader.TAG_LENGTH];
        InnerHeader.write(inner, 0, InnerHeader.SUITE_AES_256_GCM, InnerHeader.STREAM_DATA, InnerHeader.TYPE_MESSAGES,
                sealer.contentSpi(), source.id(), source.hopKeys.incarnation().high(), sequence, CONTENT.length);
        System.arraycopy(CONTENT, 0, inner, InnerHeader.LENGTH, CONTENT.length);
        sealer.seal(inner, 0, CONTENT.length);
        return inner;
    }

    private int open(DeployedNode node, byte[] inner) {
        return new AesGcmContentOpener(node.contentKeys()).open(sender.hopKeys.incarnation(), inner, 0, inner.length,
                new byte[100], 0);
    }

    /** A repair under the rogue's own region, as it may make one. */
    private Datagram repair(byte[] inner) {
        return new Datagram(MessageType.RDATA, inner).sealedBy(rogue.hopKeys.regionSealer(), rogue.hopKeys);
    }

    private HopVerifier regionAtReceiver() {
        return receiver.hopKeys.regionVerifier(rogue.id(), rogue.hopKeys.incarnation());
    }

    private static int regionOf(DeployedNode head) {
        return head.transportBundle().ownRegion().id();
    }

    private static ContentEpoch previousOf(DeployedNode node) {
        return node.contentKeys().keyRing().at(0);
    }

    private static void assertUntouched(DeployedNode node) {
        assertThat(node.updates.applied(KeyLayer.CONTENT)).isZero();
        assertThat(node.contentKeys().keyRing().newest().epoch()).isEqualTo(1);
    }

    /** All keys in a node's files, and its path in the key tree. */
    private static List<Secret> keysOf(DeployedNode node) {
        var bundle = node.transportBundle();
        List<Secret> keys = new ArrayList<>();
        bundle.epochs().forEach(epoch -> keys.add(epoch.key()));
        keys.add(bundle.interiorSecret());
        keys.add(bundle.ownRegion().secret());
        keys.add(bundle.ownRegion().bindMaster());
        bundle.parents().forEach(parent -> {
            keys.add(parent.regionSecret());
            keys.add(parent.bindKey());
        });
        node.transportBundleAsGiven().rekey().keys().stream().map(PathKey::key).forEach(keys::add);
        return keys;
    }
}
