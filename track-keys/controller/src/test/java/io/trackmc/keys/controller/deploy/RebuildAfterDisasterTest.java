package io.trackmc.keys.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group is begun anew whatever became of the old one, with all who were in it and nobody else. */
class RebuildAfterDisasterTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    private Path temporary;

    private final List<String> warnings = new ArrayList<>();
    private Path directory;
    private AuthorityDirectory authorities;

    @BeforeEach
    void deploy() {
        directory = temporary.resolve("d");
        DeploymentPlan plan = DeploymentPlan.of("news", "239.10.20.30", 5000, List.of(NodeSpec.sender(),
                NodeSpec.under("sender", "rh-1", NodeRole.REPAIR_HEAD),
                NodeSpec.under("rh-1", "receiver-1", NodeRole.RECEIVER),
                NodeSpec.under("rh-1", "receiver-2", NodeRole.RECEIVER)));
        StaticDeployment.write(directory, plan, new Operators("ISP", "Publisher"), new SecureRandom(), CLOCK);
        authorities = AuthorityDirectory.of(directory);
    }

    @Test
    void shouldLeaveTheLogsAloneWhenAKeyIsNotTheirs() throws IOException {
        for (KeyLayer layer : KeyLayer.values()) {
            byte[] before = Files.readAllBytes(authorities.log(layer));
            byte[] key = Files.readAllBytes(authorities.privateKey(layer));
            Files.write(authorities.privateKey(layer), KeyPair.generate(new SecureRandom()).privateKeyPem());
            GroupRebuild.Rebuilt made = rebuild();
            assertNothingProved(made, "the log is of another key");
            assertThat(Files.readAllBytes(AuthorityDirectory.of(made.retired()).log(layer))).isEqualTo(before)
                    .isNotEqualTo(Files.readAllBytes(authorities.log(layer)));
            assertThat(Files.readAllBytes(authorities.privateKey(layer))).isNotEqualTo(key);
            warnings.clear();
        }
    }

    @Test
    void shouldGoOnWhenALogIsShorterThanWhatWasCountersigned() throws IOException {
        List<String> lines = Files.readAllLines(authorities.log(KeyLayer.TRANSPORT));
        Files.writeString(authorities.log(KeyLayer.TRANSPORT),
                String.join("\n", lines.subList(0, lines.size() - 5)) + "\n");
        assertNothingProved(rebuild(), "when it was countersigned");
    }

    @Test
    void shouldGoOnWhenAHeadIsBad() {
        log(KeyLayer.TRANSPORT, new LogEntry.Head(3, HASH, HASH + HASH));
        assertNothingProved(rebuild(), "a head that is not that of the entries before it");
    }

    @Test
    void shouldLetReceiversBeAddedAfterwards() {
        add("late-1");
        Path retired = rebuild().retired();

        assertThat(authorities.plan()).doesNotExist();
        assertThat(retired.resolve("offered-group.plan")).exists();
        add("late-2");
        GroupPlanFile inForce = inForce(KeyLayer.CONTENT);
        assertThat(GroupPlanFile.read(authorities.plan()).faultAsGrowthOf(inForce)).isNull();
    }

    @Test
    void shouldAddToNothingThatNoAuthorityWouldTake() throws IOException {
        add("late-1");
        Path retired = rebuild().retired();
        Files.copy(retired.resolve("offered-group.plan"), authorities.plan());

        assertThatThrownBy(() -> add("late-2")).isInstanceOf(DeploymentException.class)
                .hasMessageContaining("group.plan: found another group").hasMessageContaining("move this file away");
        assertThat(directory.resolve("late-2")).doesNotExist();
    }

    @Test
    void shouldKeepReceiversThatNoAuthorityHadTakenOver() throws IOException {
        add("late-1");
        Files.copy(authorities.plan(), authorities.own(KeyLayer.CONTENT).resolve(GroupPlanFile.NAME),
                StandardCopyOption.REPLACE_EXISTING);
        add("late-2");
        assertThat(rebuild().nodes()).endsWith("late-1", "late-2");
        assertThat(warnings).isEmpty();
        assertThat(directory.resolve("late-2/transport.bundle")).exists();
    }

    @Test
    void shouldSayWhichPlanIsNoGrowth() throws IOException {
        Files.writeString(authorities.plan(),
                Files.readString(authorities.own(KeyLayer.CONTENT).resolve(GroupPlanFile.NAME)).replace("receiver-2",
                        "mallory"));
        Files.writeString(authorities.own(KeyLayer.TRANSPORT).resolve(GroupPlanFile.NAME), "damaged");
        assertThat(rebuild().nodes()).containsExactly("sender", "rh-1", "receiver-1", "receiver-2");
        assertThat(warnings).hasSize(2).allMatch(line -> line.endsWith("; who is in it alone is left out"));
    }

    @Test
    void shouldLeaveOutWhoseNewestCertificateIsRevoked() throws IOException {
        for (String node : List.of("receiver-1", "receiver-2")) {
            Path file = directory.resolve(node).resolve(DeploymentFiles.CERTIFICATE);
            new CertificateOffice(authorities, CLOCK, warnings::add)
                    .revoke(NodeCertificate.read(node, Files.readAllBytes(file)), "lost");
        }
        log(KeyLayer.CONTENT, new LogEntry.CertificateIssued("receiver-2", "receiver", HASH));
        GroupRebuild.Rebuilt made = rebuild();
        assertThat(made.leftOut()).containsExactly("receiver-1");
        assertThat(made.nodes()).containsExactly("sender", "rh-1", "receiver-2");
        assertThat(warnings).containsExactly("receiver-1: its certificate was revoked, and it is left out");
        assertThat(directory.resolve("receiver-1/content.bundle")).doesNotExist();
    }

    @Test
    void shouldGoOnFromTheNewestPolicy() throws IOException {
        byte[] old = Files.readAllBytes(authorities.policy());
        PolicyOffice office = new PolicyOffice(authorities, warnings::add);
        office.issue(office.edit().set("rekey.everyMillis", "5000"));
        Files.copy(authorities.policy(), authorities.own(KeyLayer.CONTENT).resolve(DeploymentFiles.POLICY),
                StandardCopyOption.REPLACE_EXISTING);
        Files.write(authorities.policy(), old);
        assertThat(rebuild().edition()).isEqualTo(3);
        assertThat(new PolicyOffice(authorities, _ -> {}).current().token().rekey().everyMillis()).isEqualTo(5_000);

        log(KeyLayer.TRANSPORT, new LogEntry.Token(7, HASH));
        assertThatThrownBy(this::rebuild).isInstanceOf(DeploymentException.class)
                .hasMessageContaining("found edition 3, allowed: edition 7");
        Files.write(authorities.policy(), new byte[3]);
        assertThatThrownBy(this::rebuild).hasMessageContaining("allowed: edition 7");
        assertThat(warnings).anyMatch(line -> line.endsWith("another copy of the policy counts"));
    }

    @Test
    void shouldGiveNoIdAgain() {
        log(KeyLayer.CONTENT, new LogEntry.Expelled(inForce(KeyLayer.CONTENT).plan().highestId(), "did not pay"));
        assertThat(rebuild().leftOut()).containsExactly("receiver-2");
        assertThat(rebuild().leftOut()).isEmpty();
        assertThat(add("late-1").id()).isEqualTo(5);
        assertThat(GroupPlanFile.read(authorities.plan()).faultAsGrowthOf(inForce(KeyLayer.TRANSPORT))).isNull();
    }

    @Test
    void shouldLeaveAloneWhatIsNotTheGroups() throws IOException {
        Path other = Files.writeString(authorities.path().resolve("web-key.pem"), "x");
        Path left = Files.writeString(authorities.path().resolve(".content-authority.p12123.tmp"), "x");
        rebuild();
        assertThat(other).hasContent("x");
        assertThat(left).doesNotExist();
    }

    @Test
    void shouldSayThatAKeyStoreElsewhereIsNotErased() throws IOException {
        Path conf = directory.resolve(DeploymentFiles.CONTENT_CONF);
        Files.writeString(conf,
                Files.readString(conf).replace("\"authorities/content-authority.p12\"", "\"/safe/c.p12\""));
        rebuild();
        assertThat(warnings).singleElement().asString()
                .startsWith(conf + ": authority.key-store is /safe/c.p12, which is not erased");
    }

    private void assertNothingProved(GroupRebuild.Rebuilt made, String why) {
        assertThat(made.nodes()).containsExactly("sender", "rh-1", "receiver-1", "receiver-2");
        assertThat(made.statements()).isEmpty();
        assertThat(warnings).singleElement().asString().contains(why)
                .endsWith("; no statement about the past can be made any more");
    }

    private GroupRebuild.Rebuilt rebuild() {
        return new GroupRebuild(directory, warnings::add, new SecureRandom(), CLOCK).run(Set.of(), false);
    }

    private ReceiverAddition.Added add(String name) {
        return ReceiverAddition.add(directory, new ReceiverAddition.Wanted(name, List.of("rh-1"), "127.0.0.1:47100",
                "127.0.0.1:47101"), new SecureRandom(), CLOCK, warnings::add);
    }

    private GroupPlanFile inForce(KeyLayer layer) {
        return GroupPlanFile.read(authorities.own(layer).resolve(GroupPlanFile.NAME));
    }

    private void log(KeyLayer layer, LogEntry entry) {
        try (AuditLog log = AuditLog.open(authorities.log(layer), CLOCK, _ -> {}, _ -> {})) {
            log.append(entry);
        }
    }
}
