package io.trackmc.keys.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.controller.policy.PolicyRule;
import io.trackmc.keys.controller.policy.PolicyToken;
import io.trackmc.keys.controller.proof.AuditCheck;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupRebuildTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> NODES = List.of("sender", "rh-1", "rh-2", "receiver-1", "receiver-2");

    @TempDir
    private Path temporary;

    private final List<String> warnings = new ArrayList<>();
    private Path directory;
    private DeploymentPlan plan;

    @BeforeEach
    void deploy() {
        directory = temporary.resolve("d");
        plan = DeploymentPlan.of("news", "239.10.20.30", 5000, List.of(NodeSpec.sender(),
                NodeSpec.under("sender", "rh-1", NodeRole.REPAIR_HEAD),
                NodeSpec.under("sender", "rh-2", NodeRole.REPAIR_HEAD),
                NodeSpec.under("rh-1", "receiver-1", NodeRole.RECEIVER),
                NodeSpec.under("rh-2", "receiver-2", NodeRole.RECEIVER)));
        StaticDeployment.write(directory, plan, new Operators("ISP", "Publisher"), new SecureRandom(),
                InstantSource.fixed(NOW));
    }

    @Test
    void shouldMakeAnotherGroupOfTheSameNodes() throws IOException {
        Map<String, TransportBundle> before = bundles();
        byte[] conf = Files.readAllBytes(directory.resolve("rh-1.conf"));
        Files.createDirectory(directory.resolve("rh-1/state"));
        Files.writeString(directory.resolve("rh-1/state/kept"), "x");
        GroupRebuild.Rebuilt made = rebuild().run(Set.of(), false);

        assertThat(warnings).isEmpty();
        assertThat(made.nodes()).containsExactlyElementsOf(NODES);
        assertThat(made.leftOut()).isEmpty();
        assertThat(made.edition()).isEqualTo(2);
        Map<String, TransportBundle> after = bundles();
        for (String node : NODES) {
            TransportBundle old = bundle(before, node);
            TransportBundle fresh = bundle(after, node);
            assertThat(fresh.gid()).isNotEqualTo(old.gid());
            assertThat(fresh.self()).isEqualTo(old.self());
            assertThat(fresh.roster()).isEqualTo(old.roster());
            assertThat(secrets(fresh)).as(node).isNotEmpty().doesNotContainAnyElementsOf(secrets(old));
        }
        assertThat(Files.readAllBytes(directory.resolve("rh-1.conf"))).as("holds no key").isEqualTo(conf);
        assertThat(directory.resolve("rh-1/state/kept")).exists();
        try (Stream<Path> files = Files.list(directory.resolve("authorities"))) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("retired-1")
                    .doesNotContain("rebuilt", "placing", ".rebuilding");
        }
        assertThat(rebuild().run(Set.of(), false).retired()).isEqualTo(directory.resolve("authorities/retired-2"));
    }

    @Test
    void shouldLetNoOldBundleFollowTheNewGroup() {
        TransportBundle old = bundle(bundles(), "rh-1");
        rebuild().run(Set.of(), false);
        TransportBundle fresh = bundle(bundles(), "rh-1");
        assertThat(fresh.epochs().getFirst().spi()).isNotEqualTo(old.epochs().getFirst().spi());
        TransportTree tree = AuthorityDirectory.of(directory).state(KeyLayer.TRANSPORT)
                .openTransport(new SecureRandom(), _ -> {});
        Rekey rekey = tree.rekey(RekeyTerms.of(RekeyReason.SCHEDULED, NOW, 0, 1_000, 1_000, NOW.plusSeconds(60)), null);
        byte[] header = rekey.header();
        assertThat(follower(fresh).header(header, 0, header.length)).isNull();
        assertThat(follower(old).header(header, 0, header.length)).as("refused").isNotNull();
    }

    @Test
    void shouldKeepWhatCanBeProvedOfThePast() throws IOException {
        Path earlier = temporary.resolve("earlier");
        AuthorityDirectory old = AuthorityDirectory.of(directory);
        NonPossession.prove(old.log(KeyLayer.TRANSPORT), old.log(KeyLayer.CONTENT), "rh-1",
                List.of(old.signingKey(KeyLayer.TRANSPORT, _ -> {}), old.signingKey(KeyLayer.CONTENT, _ -> {})),
                earlier);
        GroupRebuild.Rebuilt made = rebuild().run(Set.of(), false);

        assertThat(made.statements()).containsExactly("rh-1", "rh-2");
        AuthorityDirectory retired = AuthorityDirectory.of(made.retired());
        List<NodeCertificate> anchors = List.of(certificate(retired.caCertificate(KeyLayer.TRANSPORT)),
                certificate(retired.caCertificate(KeyLayer.CONTENT)));
        for (Path statement : List.of(earlier, made.retired().resolve("rh-1.statement"),
                made.retired().resolve("rh-2.statement"))) {
            assertThat(NonPossession.verify(statement).isAnchored(anchors)).as("%s", statement).isTrue();
        }
        assertThat(audit(retired)).isNull();
        assertThat(audit(AuthorityDirectory.of(directory))).isNull();
        byte[] log = Files.readAllBytes(retired.log(KeyLayer.CONTENT));
        log[log.length / 2] ^= 1;
        Files.write(retired.log(KeyLayer.CONTENT), log);
        assertThat(audit(retired)).isNotNull();
        assertThat(made.retired().resolve("group.plan")).exists();
    }

    @Test
    void shouldEraseTheSecretsOfTheOldGroup() throws IOException {
        List<Path> kept = new ArrayList<>();
        List<String> secret = new ArrayList<>(
                List.of("rh-1/key.pem", "sender/content.bundle", "sender/transport.bundle"));
        for (String name : List.of("infrastructure-ca-key.pem", "subscriber-ca-key.pem", "transport-controller-key.pem",
                "content-authority-key.pem", "transport-controller.p12", "content-authority.password",
                "transport-controller/tree.state", "content-authority/tree.state")) {
            secret.add("authorities/" + name);
        }
        for (String name : secret) {
            Path link = temporary.resolve("link" + kept.size());
            Files.createLink(link, directory.resolve(name));
            kept.add(link);
        }
        rebuild().run(Set.of(), false);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(Files.readAllBytes(kept.get(i))).as(secret.get(i)).isNotEmpty().containsOnly(0);
            assertThat(directory.resolve(secret.get(i))).as("of the new group").exists();
        }
        try (Stream<Path> files = Files.list(directory.resolve("authorities/retired-1"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("transport.log",
                    "content.log", "transport-controller.pem", "content-authority.pem", "infrastructure-ca.pem",
                    "subscriber-ca.pem", "policy.token", "group.plan", "rh-1.statement", "rh-2.statement");
        }
    }

    @Test
    void shouldContinueThePolicyWithTheNewKeysInItsRules() {
        PolicyOffice office = office();
        NodeCertificate receiver = certificate(directory.resolve("receiver-1/certificate.pem"));
        office.issue(office.edit().set("rekey.everyMillis", "5000").set("admission",
                "[{ allow = false, roles = [], names = [], certificates = [\"" + receiver.sha256()
                        + "\"], keys = [], operators = [] }]"));
        PolicyToken old = office.current().token();
        rebuild().run(Set.of(), false);
        PolicyToken fresh = office().current().token();
        assertThat(fresh.edition()).isEqualTo(3);
        assertThat(fresh.rekey()).isEqualTo(old.rekey());
        assertThat(fresh.gid()).isEqualTo(AuthorityDirectory.of(directory).gid(KeyLayer.TRANSPORT));
        assertThat(fresh.admission().getFirst().certificates())
                .containsExactly(certificate(directory.resolve("receiver-1/certificate.pem")).sha256());
        assertThat(fresh.mayExpel()).hasSameSizeAs(old.mayExpel()).containsExactly(
                PolicyRule.allowingKey("transport-controller", keyOf(KeyLayer.TRANSPORT)),
                PolicyRule.allowingKey("content-authority", keyOf(KeyLayer.CONTENT)));
    }

    @Test
    void shouldLeaveOutWhoIsExpelledAndWhoIsNamed() {
        try (AuditLog log = AuditLog.open(AuthorityDirectory.of(directory).log(KeyLayer.CONTENT),
                InstantSource.fixed(NOW), _ -> {}, _ -> {})) {
            log.append(new LogEntry.Expelled(Integer.toUnsignedLong(plan.node("receiver-1").id()), "did not pay"));
        }
        GroupRebuild.Rebuilt made = rebuild().run(Set.of("rh-1"), false);
        assertThat(made.leftOut()).containsExactly("receiver-1", "rh-1");
        assertThat(made.nodes()).containsExactly("sender", "rh-2", "receiver-2");
        assertThat(directory.resolve("receiver-1/content.bundle")).doesNotExist();
        assertThat(directory.resolve("rh-1/key.pem")).doesNotExist();
        assertThat(made.statements()).as("also of who was there").containsExactly("rh-1", "rh-2");
    }

    @Test
    void shouldRefuseWhatLeavesNoGroupAndChangeNothing() throws IOException {
        Map<String, String> before = contents(directory);
        refused(Set.of("sender"), "the sender sender is expelled, revoked or left out");
        refused(Set.of("nobody"), "found no node nobody in group news, allowed: receiver-1, ");
        assertThat(contents(directory)).containsAllEntriesOf(before);
        Files.delete(directory.resolve("authorities/group-owner-key.pem"));
        assertThatThrownBy(() -> rebuild().run(Set.of(), false)).hasMessageContaining("group-owner-key.pem");
        assertThat(rebuild().run(Set.of(), true).edition()).isEqualTo(2);
        assertThat(office().current().token().edition()).isEqualTo(2);
    }

    @Test
    void shouldNameWhoHasNoParentLeft() {
        GroupPlan alone = new GroupPlan("news", List.of(
                new GroupPlan.Node(new Member(1, "sender", NodeRole.SENDER), 0, List.of()),
                new GroupPlan.Node(new Member(2, "rh-1", NodeRole.REPAIR_HEAD), 1, List.of("sender")),
                new GroupPlan.Node(new Member(3, "receiver-1", NodeRole.RECEIVER), null, List.of("rh-1"))));
        assertThatThrownBy(() -> alone.without(Set.of("rh-1"))).isInstanceOf(DeploymentException.class).hasMessage(
                "receiver-1: all its parents are expelled, revoked or left out (rh-1), allowed: leave it out too");
        assertThat(alone.without(Set.of("rh-1", "receiver-1")).nodes()).hasSize(1);
    }

    @Test
    void shouldRebuildWhatHasLostAnAuthorityAltogether() throws IOException {
        Path authorities = directory.resolve("authorities");
        for (String lost : List.of("content-authority-key.pem", "content-authority.p12", "content-authority/tree.state",
                "content-authority/group.plan", "content-authority/policy.token", "content.log")) {
            Files.delete(authorities.resolve(lost));
        }
        GroupRebuild.Rebuilt made = rebuild().run(Set.of(), false);
        assertThat(made.nodes()).containsExactlyElementsOf(NODES);
        assertThat(made.statements()).isEmpty();
        assertThat(warnings).hasSize(2).anyMatch(line -> line.contains("content.log"))
                .anyMatch(line -> line.contains("no statement about the past"));
        assertThat(audit(AuthorityDirectory.of(directory))).isNull();
    }

    @Test
    void shouldHaveTheOldGroupOrTheNewOneWhereverItIsInterrupted() throws IOException {
        long old = AuthorityDirectory.of(directory).gid(KeyLayer.TRANSPORT);
        Map<String, String> before = contents(directory);
        interrupted(directory, 0, rebuild -> rebuild.run(Set.of("receiver-2"), false));
        assertThat(rebuild().isUnfinished()).isFalse();
        assertThat(AuthorityDirectory.of(directory).gid(KeyLayer.CONTENT)).isEqualTo(old);
        before.keySet().removeIf(name -> name.endsWith(".log"));
        assertThat(contents(directory)).as("but for last heads").containsAllEntriesOf(before);

        interrupted(directory, 1, rebuild -> rebuild.run(Set.of("receiver-2"), false));
        Path reference = copy(directory, "reference");
        assertThat(rebuild(reference, Integer.MAX_VALUE).isUnfinished()).isTrue();
        rebuild(reference, Integer.MAX_VALUE).finish();
        Map<String, String> whole = contents(reference);
        assertThat(AuthorityDirectory.of(reference).gid(KeyLayer.TRANSPORT)).isNotEqualTo(old);
        int cut = 0;
        for (boolean more = true; more; cut++) {
            Path copy = copy(directory, "cut");
            more = interrupted(copy, cut, GroupRebuild::finish);
            if (more) {
                assertThat(rebuild(copy, Integer.MAX_VALUE).isUnfinished()).as("cut %d", cut).isTrue();
                assertThatThrownBy(() -> AuthorityDirectory.of(copy)).isInstanceOf(DeploymentException.class)
                        .hasMessageContaining("a rebuild was interrupted");
                rebuild(copy, Integer.MAX_VALUE).finish();
            }
            assertThat(contents(copy)).as("cut %d", cut).isEqualTo(whole);
            delete(copy);
        }
        assertThat(cut).isGreaterThan(60);
    }

    private interface Step {
        void run(GroupRebuild rebuild);
    }

    /** Whether it came to that file. */
    private boolean interrupted(Path deployment, int afterFiles, Step step) {
        try {
            step.run(rebuild(deployment, afterFiles));
            return false;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("power cut");
            return true;
        }
    }

    private GroupRebuild rebuild(Path deployment, int afterFiles) {
        int[] files = new int[1];
        return new GroupRebuild(deployment, warnings::add, new SecureRandom(), InstantSource.fixed(NOW), _ -> {
            if (files[0]++ == afterFiles) {
                throw new IllegalStateException("power cut");
            }
        });
    }

    private GroupRebuild rebuild() {
        return rebuild(directory, Integer.MAX_VALUE);
    }

    private void refused(Set<String> without, String message) {
        assertThatThrownBy(() -> rebuild().run(without, false)).isInstanceOf(DeploymentException.class)
                .hasMessageContaining(message);
    }

    private PolicyOffice office() {
        return new PolicyOffice(AuthorityDirectory.of(directory), _ -> {});
    }

    private String keyOf(KeyLayer layer) {
        return certificate(AuthorityDirectory.of(directory).certificate(layer)).keySha256();
    }

    private static String audit(AuthorityDirectory files) {
        Map<KeyLayer, Path> logs = new EnumMap<>(KeyLayer.class);
        for (KeyLayer layer : KeyLayer.values()) {
            logs.put(layer, files.log(layer));
        }
        return AuditCheck.of(logs).fault();
    }

    private static NodeCertificate certificate(Path file) {
        try {
            return NodeCertificate.read(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyUpdates follower(TransportBundle bundle) {
        return TransportRekeys.forRepairHead(bundle, new NodeHopKeys(bundle, new Incarnation(1, 1)));
    }

    private Map<String, TransportBundle> bundles() {
        Map<String, TransportBundle> bundles = new TreeMap<>();
        NODES.forEach(node -> bundles.put(node, new TransportBundleFile()
                .read(directory.resolve(node).resolve(DeploymentFiles.TRANSPORT_BUNDLE), _ -> {})));
        return bundles;
    }

    private static TransportBundle bundle(Map<String, TransportBundle> bundles, String node) {
        TransportBundle found = bundles.get(node);
        assertThat(found).isNotNull();
        return found;
    }

    private static List<Secret> secrets(TransportBundle bundle) {
        List<Secret> secrets = new ArrayList<>();
        bundle.epochs().forEach(epoch -> secrets.add(epoch.key()));
        bundle.parents().forEach(parent -> {
            secrets.add(parent.regionSecret());
            secrets.add(parent.bindKey());
        });
        if (bundle.ownRegion() != null) {
            secrets.add(bundle.ownRegion().bindMaster());
        }
        return secrets;
    }

    private Path copy(Path from, String name) throws IOException {
        Path to = temporary.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Every file by its name and content. */
    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(directory.relativize(file).toString(),
                        Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
