package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.deploy.PolicyOffice;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.proto.protect.KeyLayer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that the owner signs while an authority runs. */
class NewPolicyTest {

    @TempDir
    private Path temporary;

    @Test
    void shouldBeInForceAtAnAuthorityThatRuns() throws Exception {
        TestDeployment deployment = new TestDeployment(temporary.resolve("d"));
        AuthoritySettings settings = AuthoritySettings.of(KeyLayer.TRANSPORT, deployment.directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        long everyMs = Duration.ofDays(1).toMillis();
        try (AuthorityParts parts = AuthorityParts.open(settings, InstantSource.system(), 0, _ -> {})) {
            assertThat(parts.office().dueMs()).isEqualTo(everyMs);
            PolicyOffice office = new PolicyOffice(deployment.authorities, _ -> {});
            office.issue(office.edit().set("rekey.everyMillis", "5000"));
            assertThat(parts.office().dueMs()).as("nobody has looked yet").isEqualTo(everyMs);
            parts.look(1_000, Instant.now(), 0);
            assertThat(parts.office().dueMs()).isEqualTo(5_000);
            assertThat(parts.office().rekeyWhenDue(4_999)).isEmpty();
            assertThat(parts.office().tree().sequence()).isZero();
            parts.office().rekeyWhenDue(5_000);
            assertThat(parts.office().tree().sequence()).isEqualTo(1);
        }
        assertThat(deployment.entries(KeyLayer.TRANSPORT)).filteredOn(LogEntry.Token.class::isInstance).last()
                .isEqualTo(new LogEntry.Token(2, HexFormat.of()
                        .formatHex(new PolicyOffice(deployment.authorities, _ -> {}).current().hash())));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deployment.authorities.policy())))
                .as("an authority may run as another user").isEqualTo("rw-r--r--");
        try (AuthorityParts parts = AuthorityParts.open(settings, InstantSource.system(), 0, _ -> {})) {
            assertThat(parts.office().dueMs()).as("also after a restart").isEqualTo(5_000);
        }
    }
}
