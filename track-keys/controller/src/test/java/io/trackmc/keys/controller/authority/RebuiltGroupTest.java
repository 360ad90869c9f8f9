package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.deploy.GroupRebuild;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorities of a group that was begun anew. */
class RebuiltGroupTest {

    @TempDir
    private Path temporary;

    @Test
    void shouldServeItsNodesByTheirNewPapersAndNobodyByTheOldOnes() throws IOException {
        try (TestDeployment deployment = new TestDeployment(temporary.resolve("d"))) {
            SSLContext oldReceiver = deployment.context("receiver-1");
            try (AuthorityParts parts = OpenParts.open(deployment.authorities.path(), KeyLayer.TRANSPORT)) {
                OpenParts.expel(parts, "receiver-4", 0);
            }
            rebuild(deployment);
            Authority controller = deployment.open(KeyLayer.TRANSPORT);
            Authority content = deployment.open(KeyLayer.CONTENT);
            assertThat(controller.status().members()).as("without the one that is expelled").isEqualTo(6);
            assertThat(content.status().members()).isEqualTo(4);
            assertThat(controller.status().rekeys()).isZero();
            assertThat(deployment.join(controller, KeyLayer.TRANSPORT, "receiver-1")).isInstanceOf(Answer.Joined.class);
            assertThat(deployment.join(content, KeyLayer.CONTENT, "receiver-1")).isInstanceOf(Answer.Joined.class);
            AuthorityAddress byOldPapers = deployment.address(controller, KeyLayer.TRANSPORT, oldReceiver);
            assertThatThrownBy(() -> AuthorityClient.ask(byOldPapers, new Ask.Join(TestDeployment.GROUP, Blob.EMPTY)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldWaitUntilNoAuthorityRuns() throws IOException {
        try (TestDeployment deployment = new TestDeployment(temporary.resolve("d"))) {
            Authority running = deployment.open(KeyLayer.CONTENT);
            byte[] log = Files.readAllBytes(deployment.authorities.log(KeyLayer.TRANSPORT));
            assertThatThrownBy(() -> rebuild(deployment)).isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("in use by an authority that runs");
            assertThat(Files.readAllBytes(deployment.authorities.log(KeyLayer.TRANSPORT))).isEqualTo(log);
            running.close();
            rebuild(deployment);
        }
    }

    private static void rebuild(TestDeployment deployment) {
        new GroupRebuild(deployment.directory, _ -> {}, new SecureRandom(), InstantSource.system()).run(Set.of(),
                false);
    }
}
