package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.deploy.GroupPlanFile;
import io.trackmc.keys.controller.deploy.ReceiverAddition;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is offered to an authority, which nobody has signed. */
class OfferedPlanTest {

    private static final KeyLayer LAYER = KeyLayer.TRANSPORT;
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path temporary;

    private TestDeployment deployment;
    private Path offered;
    private Path kept;
    private String good;

    @BeforeEach
    void deploy() throws IOException {
        deployment = new TestDeployment(temporary.resolve("d"));
        ReceiverAddition.add(deployment.directory, new ReceiverAddition.Wanted("late-1", List.of("rh-1"),
                "127.0.0.1:47100", "127.0.0.1:47101"), RANDOM, InstantSource.system(), _ -> {});
        offered = deployment.authorities.plan();
        good = Files.readString(offered);
        Files.delete(offered);
        kept = deployment.authorities.own(LAYER).resolve(GroupPlanFile.NAME);
    }

    @Test
    void shouldRefuseABadOneAndGoOn() throws Exception {
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            int looks = 0;
            for (String bad : List.of("", "{",
                    good.replaceFirst("\"contentSpi\":\"[0-9a-f]{8}", "\"contentSpi\":\"00000000"),
                    good.replace("\"rh-1\"", "\"nobody\""), "[".repeat(16_000) + "\n" + good)) {
                Files.writeString(offered, bad);
                parts.look(++looks, Instant.now(), 0);
                assertThat(parts.refusals()).containsEntry("group-plan", (long) looks);
                assertThat(parts.office().fault()).isNull();
            }
            Files.writeString(offered, good);
            assertThat(join(parts, "late-1")).isInstanceOf(Answer.Joined.class);
        }
    }

    @Test
    void shouldAnswerThatItCouldNotKeepALargerPlan() throws Exception {
        byte[] before = Files.readAllBytes(kept);
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            Files.writeString(offered, good);
            Files.delete(kept);
            Files.createFile(Files.createDirectory(kept).resolve("in the way"));
            assertThat(refusal(join(parts, "late-1"))).isEqualTo(RefusalReason.NOT_DURABLE);
            assertThat(parts.office().fault()).isNotNull();
            assertThat(refusal(join(parts, "receiver-1"))).isEqualTo(RefusalReason.NOT_DURABLE);
        }
        Files.delete(kept.resolve("in the way"));
        Files.delete(kept);
        Files.write(kept, before);
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            assertThat(join(parts, "late-1")).isInstanceOf(Answer.Joined.class);
        }
    }

    @Test
    void shouldAdmitFirstWhomThePlanCertifies() throws Exception {
        CertificateAuthority ca = deployment.authorities.ca(KeyLayer.CONTENT, _ -> {}, RANDOM);
        Path other = Files.write(temporary.resolve("other.pem"),
                ca.issuePem("late-1", RoleOid.RECEIVER, KeyPair.generate(RANDOM), Instant.now()));
        Files.writeString(offered, good);
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            assertThat(refusal(join(parts, "late-1", other))).isEqualTo(RefusalReason.BAD_CERTIFICATE);
            assertThat(join(parts, "late-1")).isInstanceOf(Answer.Joined.class);
        }
        assertThat(deployment.entries(LAYER)).filteredOn(LogEntry.MemberAdmitted.class::isInstance)
                .extracting(entry -> ((LogEntry.MemberAdmitted) entry).name()).containsOnlyOnce("late-1");
    }

    private Answer join(AuthorityParts parts, String node) throws Exception {
        return join(parts, node, deployment.directory.resolve(node + "/certificate.pem"));
    }

    private static Answer join(AuthorityParts parts, String node, Path certificate) throws Exception {
        RecordingReply reply = new RecordingReply();
        parts.desk().take(TlsCredentials.certificates(certificate),
                Frames.encode(new Ask.Join(TestDeployment.GROUP, Blob.EMPTY)), reply, Instant.now(), 1_000);
        parts.desk().finish(1_000);
        parts.desk().give(parts.office().fault() == null ? parts.office().rekeyWhenDue(1_000) : List.of());
        assertThat(reply.frames).as(node).hasSize(1);
        return Frames.answer(reply.frames.getFirst());
    }

    private static RefusalReason refusal(Answer answer) {
        return ((Answer.Refused) answer).reason();
    }
}
