package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authority whose log cannot be written. */
class NotDurableTest {

    @TempDir
    private Path temporary;

    @Test
    void shouldSayThatItCannotWriteAndChangeNoKeyUntilItIsOpenedAgain() throws Exception {
        TestDeployment deployment = new TestDeployment(temporary.resolve("d"));
        Path directory = deployment.authorities.path();
        List<String> heard = new ArrayList<>();
        try (AuthorityParts parts = OpenParts.open(directory, KeyLayer.TRANSPORT)) {
            parts.log().close();
            parts.desk().expel("receiver-1", "test", 0, () -> heard.add("done"), () -> heard.add("not done"));
            parts.desk().finish(0);
            assertThat(heard).containsExactly("not done");
            assertThat(parts.office().rekeyWhenDue(1_000)).isEmpty();
            assertThat(parts.office().tree().sequence()).isZero();
            assertThat(join(parts, deployment, "receiver-2")).isEqualTo(RefusalReason.NOT_DURABLE);
            assertThat(parts.office().fault()).isNotNull();
        }
        try (AuthorityParts again = OpenParts.open(directory, KeyLayer.TRANSPORT)) {
            assertThat(again.office().tree().sequence()).isZero();
            assertThat(again.office().pending().isEmpty()).isTrue();
            OpenParts.expel(again, "receiver-1", 0);
            assertThat(again.office().tree().sequence()).isEqualTo(1);
        }
    }

    private static RefusalReason join(AuthorityParts parts, TestDeployment deployment, String node) throws Exception {
        RecordingReply reply = new RecordingReply();
        parts.desk().take(TlsCredentials.certificates(deployment.directory.resolve(node + "/certificate.pem")),
                Frames.encode(new Ask.Join(TestDeployment.GROUP, Blob.EMPTY)), reply, Instant.now(), 1_000);
        parts.desk().finish(1_000);
        return ((Answer.Refused) Frames.answer(reply.frames.getFirst())).reason();
    }
}
