package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.deploy.GroupPlanFile;
import io.trackmc.keys.controller.deploy.PlanGrowth;
import io.trackmc.keys.controller.deploy.ReceiverAddition;
import io.trackmc.keys.controller.deploy.RefusedPlanException;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is offered to an authority: whoever wrote the file, and whoever signed it. */
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
                    good.replace("\"rh-1\"", "\"nobody\""), "[".repeat(16_000) + "\n" + good,
                    good.substring(0, good.lastIndexOf("{\"signature\"")),
                    good + good.lines().toList().getLast() + "\n",
                    signed(good.replace("late-1", "late-2"), KeyPair.generate(RANDOM)),
                    signed(good.replace("\"role\":\"receiver\",\"parents\":[\"rh-1\"]",
                            "\"role\":\"receiver\",\"parents\":[\"nobody\"]"), owner()),
                    signed(good.replaceFirst("\"nodes\":8", "\"nodes\":9"), owner()))) {
                offer(bad);
                parts.look(++looks, Instant.now(), 0);
                assertThat(parts.refusals()).containsEntry("group-plan", (long) looks);
                assertThat(parts.office().fault()).isNull();
            }
            offer(good);
            assertThat(join(parts, "late-1")).isInstanceOf(Answer.Joined.class);
        }
    }

    @Test
    void shouldNotGatherEmptyLinesOfAPlan() throws IOException {
        OpenParts.open(deployment.authorities.path(), LAYER).close();
        String present = Files.readString(kept);
        int end = present.lastIndexOf("{\"signature\"");
        offer(present.substring(0, end) + "\n".repeat(100_000) + present.substring(end));
        assertThatThrownBy(() -> PlanGrowth.read(offered, kept, GroupPlanFile.read(kept)))
                .isInstanceOf(RefusedPlanException.class).hasMessageContaining("found an empty line");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldNotWaitForAPipeThatStandsInThePlaceOfAPlan() throws Exception {
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            assertThat(new ProcessBuilder("mkfifo", offered.toString()).start().waitFor()).isZero();
            parts.look(1, Instant.now(), 0);
            assertThat(parts.office().fault()).isNull();
            Files.delete(offered);
            offer(good);
            assertThat(join(parts, "late-1")).isInstanceOf(Answer.Joined.class);
        }
    }

    @Test
    void shouldAskAgainForWhatTheDiskCouldNotGive() throws Exception {
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            Files.createDirectory(offered); // as good as a disk that gives an error
            for (int look = 1; look <= 3; look++) {
                parts.look(look, Instant.now(), 0);
                assertThat(parts.refusals()).containsEntry("group-plan", (long) look);
            }
            assertThat(parts.office().fault()).isNull();
            Files.delete(offered);
            offer(good);
            assertThat(join(parts, "late-1")).isInstanceOf(Answer.Joined.class);
        }
    }

    @Test
    void shouldNotReadAgainWhatItHasRefused() throws Exception {
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            offer("{");
            parts.look(1, Instant.now(), 0);
            parts.look(2, Instant.now(), 0);
            assertThat(parts.refusals()).containsEntry("group-plan", 1L);
        }
    }

    @Test
    void shouldKeepTheVeryBytesThatTheOwnerHasSigned() throws Exception {
        offer(good);
        OpenParts.open(deployment.authorities.path(), LAYER).close();
        assertThat(kept).hasContent(good);
        String hash = HexFormat.of().formatHex(Sha256.newDigest().digest(Files.readAllBytes(kept)));
        assertThat(deployment.entries(LAYER)).contains(new LogEntry.Plan(8, hash));
    }

    @Test
    void shouldTakeNoStepBackToASmallerPlanOfTheOwner() throws Exception {
        Path first = Files.copy(kept, temporary.resolve("first"));
        offer(good);
        OpenParts.open(deployment.authorities.path(), LAYER).close();
        Files.copy(first, offered, StandardCopyOption.REPLACE_EXISTING);
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            assertThat(parts.refusals()).containsEntry("group-plan", 1L);
            assertThat(join(parts, "late-1")).isInstanceOf(Answer.Joined.class);
        }
        assertThat(kept).hasContent(good);
    }

    /** Another file each time, as a command writes it: two writings of one may have one size and one time. */
    private void offer(String plan) throws IOException {
        Path written = Files.writeString(temporary.resolve("written"), plan);
        Files.move(written, offered, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A plan that is altered and signed again. */
    private static String signed(String plan, KeyPair by) {
        String lines = plan.substring(0, plan.lastIndexOf("{\"signature\""));
        byte[] hash = Sha256.newDigest().digest(lines.getBytes(StandardCharsets.UTF_8));
        byte[] label = "TK1 group plan".getBytes(StandardCharsets.US_ASCII);
        byte[] message = ByteBuffer.allocate(label.length + hash.length).put(label).put(hash).array();
        return lines + "{\"signature\":\"" + HexFormat.of().formatHex(by.sign(message)) + "\"}\n";
    }

    private KeyPair owner() {
        return deployment.authorities.ownerKey(_ -> {});
    }

    @Test
    void shouldAnswerThatItCouldNotKeepALargerPlan() throws Exception {
        byte[] before = Files.readAllBytes(kept);
        try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), LAYER)) {
            offer(good);
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
        offer(good);
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
