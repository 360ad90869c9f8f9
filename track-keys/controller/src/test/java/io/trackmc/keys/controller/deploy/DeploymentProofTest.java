package io.trackmc.keys.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.keys.controller.proof.ProofException;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deployment on disk says about who was given what. */
class DeploymentProofTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path temporary;

    private Path directory;
    private AuthorityDirectory authorities;

    @BeforeEach
    void deploy() {
        directory = temporary.resolve("d");
        StaticDeployment.write(directory, DeploymentPlan.of("news", "239.10.20.30", 5000, DefaultLayout.of(2, 3)),
                new SecureRandom(), InstantSource.fixed(NOW));
        authorities = AuthorityDirectory.of(directory);
    }

    @Test
    void shouldWriteDownEachAdmissionAndRelease() {
        List<String> transport = admitted(KeyLayer.TRANSPORT);
        assertThat(transport).containsExactly("sender", "rh-1", "rh-2", "receiver-1", "receiver-2", "receiver-3");
        assertThat(admitted(KeyLayer.CONTENT)).containsExactly("sender", "receiver-1", "receiver-2", "receiver-3");
        assertThat(released(KeyLayer.CONTENT)).hasSize(4)
                .allSatisfy(keys -> assertThat(keys).contains("C:epoch@1", "C:B/0/1/0@0"));
        assertThat(released(KeyLayer.CONTENT).get(1)).as("receiver-1, at home in region 1")
                .contains("C:M/1/0/0@0", "C:M/1/7/0@0", "C:B/1/1/0@0", "C:C/0/1/0@0").doesNotContain("C:M/0/0/0@0");
        assertThat(released(KeyLayer.TRANSPORT).get(1)).startsWith("T:epoch@1", "T:interior-secret@0",
                "T:region-secret/1@0", "T:bind-master/1", "T:region-secret/0@0", "T:bind-key/1/2")
                .contains("T:M/1/0/0@0", "T:I/0/0/1@0", "T:B/0/1/0@0");
    }

    @Test
    void shouldProveOfEachRepairHeadAndOfNoOther() {
        for (String node : List.of("rh-1", "rh-2")) {
            Path statement = temporary.resolve(node);
            assertThat(prove(node, statement).epochs()).isEqualTo(1);
            assertThat(NonPossession.verify(statement).node()).isEqualTo(node);
        }
        for (String node : List.of("sender", "receiver-2")) {
            assertThatThrownBy(() -> prove(node, temporary.resolve(node))).isInstanceOf(ProofException.class);
        }
    }

    @Test
    void shouldFailAfterAPlantedRelease() {
        try (AuditLog content = open(KeyLayer.CONTENT); AuditLog transport = open(KeyLayer.TRANSPORT)) {
            content.append(new LogEntry.Release(2, "0".repeat(64), "hpke", List.of("C:epoch@1")));
            HeadExchange.both(authorities.log(KeyLayer.TRANSPORT), transport, key(KeyLayer.TRANSPORT),
                    authorities.log(KeyLayer.CONTENT), content, key(KeyLayer.CONTENT),
                    authorities.gid(KeyLayer.CONTENT));
        }
        assertThatThrownBy(() -> prove("rh-1", temporary.resolve("out"))).isInstanceOf(ProofException.class)
                .hasMessageMatching("content log, entry [0-9]+: released C:epoch@1 to the operator of rh-1");
    }

    @Test
    void shouldWriteThePolicyThatBothLogsName() throws IOException {
        byte[] token = Files.readAllBytes(directory.resolve("authorities/policy.token"));
        KeyPair owner = KeyPair.read("f", Files.readAllBytes(directory.resolve("authorities/group-owner-key.pem")));
        SignedPolicy policy = SignedPolicy.read("f", token, owner.verificationKey());
        assertThat(policy.token().gid()).isEqualTo(authorities.gid(KeyLayer.TRANSPORT));
        for (KeyLayer layer : KeyLayer.values()) {
            assertThat(entries(layer)).contains(
                    new LogEntry.Token(1, HexFormat.of().formatHex(policy.hash())));
        }
    }

    private NonPossession.Statement prove(String node, Path out) {
        return NonPossession.prove(authorities.log(KeyLayer.TRANSPORT), authorities.log(KeyLayer.CONTENT), node,
                List.of(key(KeyLayer.TRANSPORT), key(KeyLayer.CONTENT)), out);
    }

    private KeyPair key(KeyLayer layer) {
        return authorities.signingKey(layer, _ -> {});
    }

    private AuditLog open(KeyLayer layer) {
        return AuditLog.open(authorities.log(layer), InstantSource.fixed(NOW), _ -> {}, _ -> {});
    }

    private List<String> admitted(KeyLayer layer) {
        return entries(layer).stream().filter(LogEntry.MemberAdmitted.class::isInstance)
                .map(e -> ((LogEntry.MemberAdmitted) e).name()).toList();
    }

    private List<List<String>> released(KeyLayer layer) {
        return entries(layer).stream().filter(LogEntry.Release.class::isInstance)
                .map(e -> ((LogEntry.Release) e).keys()).toList();
    }

    private List<LogEntry> entries(KeyLayer layer) {
        List<LogEntry> entries = new ArrayList<>();
        LogFiles.read(authorities.log(layer), (record, _) -> entries.add(record.entry()));
        return entries;
    }
}
