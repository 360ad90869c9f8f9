package io.trackmc.keys.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.DiscoveryCandidates;
import io.trackmc.keys.controller.plan.TreeFile;
import io.trackmc.keys.payload.AesGcmContentOpener;
import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeCatalogue;
import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticDeploymentTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> NODES = List.of("sender", "rh-1", "rh-2", "receiver-1", "receiver-2",
            "receiver-3");

    @TempDir
    private Path temporary;

    private Path directory;

    private final DeploymentPlan plan = DeploymentPlan.of("demo", "239.10.20.30", 5000, DefaultLayout.of(2, 3));

    @BeforeEach
    void writeDeployment() {
        directory = temporary.resolve("deployment");
        StaticDeployment.write(directory, plan, new SecureRandom(), InstantSource.fixed(NOW));
    }

    @Test
    void shouldWriteAFileForEverythingANodeNeedsAndNothingElse() throws IOException {
        List<String> files = new ArrayList<>(List.of("authorities/infrastructure-ca-key.pem",
                "authorities/infrastructure-ca.pem", "authorities/subscriber-ca-key.pem",
                "authorities/subscriber-ca.pem", "authorities/transport-controller-key.pem",
                "authorities/transport-controller.pem", "authorities/transport-controller.p12",
                "authorities/transport-controller.password", "authorities/content-authority.p12",
                "authorities/content-authority.password", "authorities/transport.log", "authorities/transport.log.lock",
                "authorities/content-authority-key.pem", "authorities/content-authority.pem",
                "authorities/content.log", "authorities/content.log.lock", "authorities/group-owner-key.pem",
                "authorities/policy.token", "authorities/transport-controller/tree.state",
                "authorities/transport-controller/group.plan", "authorities/content-authority/tree.state",
                "authorities/content-authority/group.plan", "authorities/transport-controller/policy.token",
                "authorities/content-authority/policy.token", "controller.conf", "content-authority.conf"));
        for (String node : NODES) {
            files.addAll(List.of(node + ".conf", node + "/certificate.pem", node + "/key.pem",
                    node + "/transport.bundle", node + "/infrastructure-ca.pem",
                    node + "/transport-controller.pem"));
            if (!node.startsWith("rh")) {
                files.addAll(List.of(node + "/content.bundle", node + "/subscriber-ca.pem",
                        node + "/content-authority.pem"));
            }
        }
        try (Stream<Path> found = Files.walk(directory)) {
            assertThat(found.filter(Files::isRegularFile).map(p -> directory.relativize(p).toString()))
                    .containsExactlyInAnyOrderElementsOf(files);
        }
    }

    @Test
    void shouldKeepSecretsFromOtherUsers() throws IOException {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX modes here");
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.toList()) {
                String name = String.valueOf(file.getFileName());
                boolean isPublic = name.equals("certificate.pem") || name.endsWith("-ca.pem") || name.endsWith(".conf")
                        || List.of("transport-controller.pem", "content-authority.pem", "policy.token").contains(name);
                String expected = Files.isDirectory(file) ? "rwx------" : isPublic ? "rw-r--r--" : "rw-------";
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldNotHideAGroupDataKeyAnywhereInARepairHeadsFiles() throws IOException {
        ContentBundle content = new ContentBundleFile().read(directory.resolve("sender/content.bundle"), _ -> {});
        byte[] key = secretOf(content.epochs().getFirst().key());
        for (Path file : filesOf("rh-1", "rh-2")) {
            assertThat(holds(Files.readAllBytes(file), key)).as(file.toString()).isFalse();
        }
        assertThat(holds(Files.readAllBytes(directory.resolve("receiver-1/content.bundle")), key)).isTrue();
    }

    @Test
    void shouldGiveSecretsOnlyToThoseWhoHoldThemByTheTable() throws IOException {
        byte[] interior = secretOf(bundle("sender").interiorSecret());
        byte[] masterOfSender = secretOf(bundle("sender").ownRegion().bindMaster());
        for (String node : NODES) {
            boolean isParent = !node.startsWith("receiver");
            byte[] file = Files.readAllBytes(directory.resolve(node + "/transport.bundle"));
            assertThat(holds(file, interior)).as(node).isEqualTo(isParent);
            assertThat(holds(file, masterOfSender)).as(node).isEqualTo(node.equals("sender"));
        }
    }

    @Test
    void shouldTellEachNodeOnlyWhomItMayTalkTo() {
        assertThat(bundle("sender").roster()).extracting(Member::name).containsExactlyElementsOf(NODES);
        assertThat(bundle("rh-1").roster()).extracting(Member::name)
                .containsExactly("sender", "rh-1", "receiver-1", "receiver-2", "receiver-3");
        assertThat(bundle("receiver-2").roster()).extracting(Member::name)
                .containsExactly("sender", "rh-2", "rh-1", "receiver-2");
    }

    @Test
    void shouldMakeFreshSecretsEachTime() {
        Path other = temporary.resolve("other");
        StaticDeployment.write(other, plan, new SecureRandom(), InstantSource.fixed(NOW));
        TransportBundle first = bundle("sender");
        TransportBundle second = new TransportBundleFile().read(other.resolve("sender/transport.bundle"), _ -> {});

        assertThat(first.epochs().getFirst().key()).isNotEqualTo(second.epochs().getFirst().key());
        assertThat(first.interiorSecret()).isNotEqualTo(second.interiorSecret());
        assertThat(first.gid()).isNotEqualTo(second.gid());
    }

    @Test
    void shouldLetEachChildTalkToItsParentAndEveryBackup() {
        for (String node : NODES) {
            TransportBundle child = bundle(node);
            child.parents().forEach(given -> {
                TransportBundle parent = bundle(plan.nodes().get(given.id() - 1).name());
                Incarnation childRun = new Incarnation(7, child.self().id());
                Incarnation parentRun = new Incarnation(8, parent.self().id());
                NodeHopKeys childKeys = new NodeHopKeys(child, childRun);
                NodeHopKeys parentKeys = new NodeHopKeys(parent, parentRun);
                KeyClass pair = childKeys.pairClass();

                exchange(childKeys.upSealer(given.id(), parentRun),
                        parentKeys.upVerifier(child.self().id(), pair, childRun));
                exchange(parentKeys.downSealer(child.self().id(), pair, childRun),
                        childKeys.downVerifier(given.id(), parentRun));
                exchange(parentKeys.regionSealer(), childKeys.regionVerifier(given.id(), parentRun));
            });
        }
    }

    @Test
    void shouldLetReceiversOpenWhatTheSenderSealed() {
        Incarnation run = new Incarnation(1, 2);
        AesGcmContentSealer sealer = new AesGcmContentSealer(contentKeys("sender"), 1, run);
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        byte[] inner = new byte[InnerHeader.LENGTH + content.length + InnerHeader.TAG_LENGTH];
        InnerHeader.write(inner, 0, sealer.suite(), 0, 1, sealer.contentSpi(), 1, run.high(), 1, content.length);
        System.arraycopy(content, 0, inner, InnerHeader.LENGTH, content.length);
        int length = sealer.seal(inner, 0, content.length);
        byte[] opened = new byte[content.length];

        assertThat(new AesGcmContentOpener(contentKeys("receiver-3")).open(run, inner, 0, length, opened, 0))
                .isEqualTo(content.length);
        assertThat(opened).isEqualTo(content);
    }

    @Test
    void shouldCertifyEachNodeForItsOneRole() throws Exception {
        X509Certificate infrastructure = certificate("authorities/infrastructure-ca.pem");
        X509Certificate subscribers = certificate("authorities/subscriber-ca.pem");
        for (String node : NODES) {
            X509Certificate certificate = certificate(node + "/certificate.pem");
            RoleOid role = node.equals("sender") ? RoleOid.SENDER
                    : node.startsWith("rh") ? RoleOid.REPAIR_HEAD : RoleOid.RECEIVER;
            certificate.verify((role.isInfrastructure() ? infrastructure : subscribers).getPublicKey());

            assertThat(certificate.getExtendedKeyUsage()).containsExactly(role.oid(), "1.3.6.1.5.5.7.3.2");
            assertThat(certificate.getSubjectX500Principal().getName())
                    .isEqualTo("CN=" + node + ",O=demo " + (role.isInfrastructure() ? "infrastructure" : "content"));
            assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, node));
            assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
            assertThat(certificate.getNotBefore().toInstant()).isBefore(NOW);
            assertThat(certificate.getNotAfter().toInstant()).isAfter(NOW.plusSeconds(86_400 * 365));
            assertThat(ownsKey(certificate, node)).isTrue();
        }
        assertThat(infrastructure.getBasicConstraints()).isZero();
        assertThatThrownBy(() -> certificate("rh-1/certificate.pem").verify(subscribers.getPublicKey()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void shouldMakeRoomForAllThatMayBecomeChildren() {
        directory = temporary.resolve("large");
        StaticDeployment.write(directory, DeploymentPlan.of("demo", "239.10.20.30", 5000, DefaultLayout.of(2, 70)),
                new SecureRandom(), InstantSource.fixed(NOW));
        assertThat(conf("sender").getInt(NodeConfKeys.TREE_MAX_CHILDREN)).isEqualTo(94);
        assertThat(conf("rh-1").getInt(NodeConfKeys.TREE_MAX_CHILDREN)).isEqualTo(94);
        assertThat(conf("receiver-1").hasPath(NodeConfKeys.TREE_MAX_CHILDREN)).isFalse();
        ProtocolConfig read = NodeConfigFile.read(directory.resolve("rh-1.conf")).protocol();
        assertThat(read.maxChildren() - read.reservedForRepairHeads()).isGreaterThanOrEqualTo(70);
    }

    @Test
    void shouldListenWhereChildrenHaveBeenToldThatTheyReachIt() throws IOException {
        directory = temporary.resolve("addresses");
        Path tree = Files.writeString(temporary.resolve("tree.conf"), """
                nodes {
                  sender { address = "[fd00::1]:7201" }
                  rh-1 { role = repair-head, parent = sender, address = "10.0.0.2:7200" }
                  rh-2 { role = repair-head, parent = sender, address = "10.0.0.3" }
                  receiver-1 { parent = rh-1 }
                }""");
        StaticDeployment.write(directory, DeploymentPlan.of("demo", "239.10.20.30", 5000, TreeFile.read(tree)),
                new SecureRandom(),
                InstantSource.fixed(NOW));
        assertThat(NodeConfigFile.read(directory.resolve("sender.conf")).net().unicastPort()).isEqualTo(7201);
        assertThat(NodeConfigFile.read(directory.resolve("rh-1.conf")).net().unicastPort()).isEqualTo(7200);
        assertThat(conf("rh-2").hasPath(NodeConfKeys.NET_UNICAST_PORT)).isFalse();
        assertThat(conf("receiver-1").hasPath(NodeConfKeys.NET_UNICAST_PORT)).isFalse();
    }

    @Test
    void shouldLetReceiversChooseWhereTheyAreToDiscover() {
        directory = temporary.resolve("discovery");
        DeploymentPlan choosing = DeploymentPlan.of("demo", "239.10.20.30", 5000,
                DiscoveryCandidates.of(DefaultLayout.of(3, 1)), true);
        StaticDeployment.write(directory, choosing, new SecureRandom(), InstantSource.fixed(NOW));

        NodeConfig receiver = NodeConfigFile.read(directory.resolve("receiver-1.conf"));
        assertThat(receiver.protocol().discovery()).isTrue();
        assertThat(receiver.parents()).extracting(NodeConfig.Parent::name)
                .containsExactly("rh-1", "rh-2", "rh-3", "sender");
        assertThat(NodeConfigFile.read(directory.resolve("rh-1.conf")).protocol().discovery()).isFalse();
    }

    @Test
    void shouldWriteAConfigurationWithTheAgreedKeysAndNoOthers() {
        for (String node : NODES) {
            Config conf = conf(node);
            assertThat(conf.withoutPath("roster").withoutPath("tree").entrySet()).extracting(e -> e.getKey())
                    .isSubsetOf(NodeCatalogue.CATALOGUE.entries(conf.getString(NodeConfKeys.NODE_ROLE))
                            .<String>map(KeyEntry::name).toList());
            assertThat(NodeConfigFile.read(directory.resolve(node + ".conf")).self().name()).isEqualTo(node);
            assertThat(conf.getString(NodeConfKeys.NODE_NAME)).isEqualTo(node);
            assertThat(directory.resolve(conf.getString(NodeConfKeys.KEYS_TRANSPORT))).exists();
            assertThat(conf.hasPath(NodeConfKeys.KEYS_CONTENT)).isEqualTo(!node.startsWith("rh"));
            assertThat(conf.hasPath(NodeConfKeys.REGION_ID)).isEqualTo(!node.startsWith("receiver"));
        }
        assertThat(conf("sender").getConfig(NodeConfKeys.ROSTER).root().unwrapped())
                .isEqualTo(Map.of("1", "sender", "2",
                        "rh-1", "3", "rh-2", "4", "receiver-1", "5", "receiver-2", "6", "receiver-3"));
        assertThat(conf("rh-1").getConfig(NodeConfKeys.ROSTER).root().keySet()).containsExactlyInAnyOrder("1", "2", "4",
                "5",
                "6");
        assertThat(conf("receiver-1").hasPath(NodeConfKeys.ROSTER)).isFalse();
        Config receiver = conf("receiver-2");
        assertThat(receiver.getConfigList(NodeConfKeys.TREE_PARENTS)).extracting(p -> p.getString("name"))
                .containsExactly("rh-2", "rh-1", "sender");
        assertThat(receiver.getConfigList(NodeConfKeys.TREE_PARENTS).getFirst().getString(NodeConfKeys.PARENT_ADDRESS))
                .isEqualTo("239.10.20.33");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorities/subscriber-ca.pem", "rh-1/key.pem", "receiver-3.conf"})
    void shouldRefuseToOverwriteAnyPartOfADeployment(String left) throws IOException {
        Path other = temporary.resolve("other");
        Files.createDirectories(other.resolve(left).getParent());
        Files.writeString(other.resolve(left), "precious");

        assertThatThrownBy(() -> StaticDeployment.write(other, plan, new SecureRandom(), InstantSource.fixed(NOW)))
                .isInstanceOf(DeploymentException.class).hasMessageContaining("is there already");
        assertThat(other.resolve(left)).content().isEqualTo("precious");
        assertThat(other.resolve("sender.conf")).doesNotExist();
    }

    @Test
    void shouldLeaveNothingBehindWhenItCannotBeWritten() throws IOException {
        Path other = temporary.resolve("file");
        Files.writeString(other, "not a directory");

        assertThatThrownBy(() -> StaticDeployment.write(other, plan, new SecureRandom(), InstantSource.fixed(NOW)))
                .isInstanceOf(KeyFileException.class).hasMessageContaining("is a file");
        assertThat(other).content().isEqualTo("not a directory");
    }

    private void exchange(HopSealer sealer, HopVerifier verifier) {
        byte[] datagram = new byte[100];
        OuterHeader.write(datagram, 0, MessageType.TRACK, 0, OuterHeader.LENGTH);
        sealer.seal(datagram, 0, OuterHeader.LENGTH);
        assertThat(verifier.verify(datagram, 0, OuterHeader.LENGTH)).isNull();
    }

    private TransportBundle bundle(String node) {
        return new TransportBundleFile().read(directory.resolve(node + "/transport.bundle"), _ -> {});
    }

    private ContentKeys contentKeys(String node) {
        return new ContentKeys(new ContentBundleFile().read(directory.resolve(node + "/content.bundle"), _ -> {}));
    }

    private Config conf(String node) {
        return ConfigFactory.parseFile(directory.resolve(node + ".conf").toFile());
    }

    private List<Path> filesOf(String... nodes) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String node : nodes) {
            files.add(directory.resolve(node + ".conf"));
            try (Stream<Path> found = Files.walk(directory.resolve(node))) {
                found.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }

    private X509Certificate certificate(String file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(directory.resolve(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private boolean ownsKey(X509Certificate certificate, String node) throws IOException, GeneralSecurityException {
        String pem = Files.readString(directory.resolve(node + "/key.pem")).replaceAll("-----[A-Z ]+-----", "");
        byte[] der = Base64.getMimeDecoder().decode(pem);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der)));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(certificate);
        return verifier.verify(signer.sign());
    }

    private static byte[] secretOf(Secret secret) {
        return secret.copy(InsecureSecretAccess.get());
    }

    private static boolean holds(byte[] file, byte[] secret) {
        String bytes = new String(file, StandardCharsets.ISO_8859_1);
        HexFormat hex = HexFormat.of();
        return bytes.contains(new String(secret, StandardCharsets.ISO_8859_1))
                || bytes.contains(hex.formatHex(secret))
                || bytes.contains(hex.withUpperCase().formatHex(secret))
                || bytes.contains(Base64.getEncoder().withoutPadding().encodeToString(secret))
                || bytes.contains(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }
}
