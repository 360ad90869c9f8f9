package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.keys.controller.proof.ProofException;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What running authorities write down is what a statement can be made of. */
@Timeout(120)
class AuthorityProofTest {

    @TempDir
    private Path temporary;

    @Test
    void shouldProveAfterMembersCameAndWent() throws IOException {
        try (TestDeployment deployment = new TestDeployment(temporary.resolve("d"))) {
            Authority transport = deployment.open(KeyLayer.TRANSPORT);
            Authority content = deployment.open(KeyLayer.CONTENT);
            for (String node : List.of("rh-1", "receiver-1")) {
                assertThat(deployment.join(transport, KeyLayer.TRANSPORT, node)).isInstanceOf(Answer.Joined.class);
            }
            assertThat(deployment.join(content, KeyLayer.CONTENT, "rh-1")).isInstanceOf(Answer.Refused.class);
            assertThat(deployment.join(content, KeyLayer.CONTENT, "receiver-1")).isInstanceOf(Answer.Joined.class);
            transport.expel("receiver-2", "has not paid");
            content.expel("receiver-2", "has not paid");
            assertThat(deployment.ask(content, KeyLayer.CONTENT, "receiver-1", new Ask.Leave(TestDeployment.GROUP)))
                    .isInstanceOf(Answer.Done.class);
            assertThat(deployment.join(content, KeyLayer.CONTENT, "receiver-1")).isInstanceOf(Answer.Joined.class);
            transport.close();
            content.close();

            signHeads(deployment);
            Path out = temporary.resolve("statement");
            assertThat(prove(deployment, "rh-1", out).epochs()).isGreaterThan(1);
            NonPossession.verify(out);
            assertThatThrownBy(() -> prove(deployment, "receiver-1", out)).isInstanceOf(ProofException.class)
                    .hasMessageContaining("to the operator of receiver-1");
        }
    }

    private static NonPossession.Statement prove(TestDeployment deployment, String node, Path out) {
        return NonPossession.prove(deployment.authorities.log(KeyLayer.TRANSPORT),
                deployment.authorities.log(KeyLayer.CONTENT), node,
                List.of(key(deployment, KeyLayer.TRANSPORT), key(deployment, KeyLayer.CONTENT)), out);
    }

    private static void signHeads(TestDeployment deployment) {
        try (AuditLog transport = log(deployment, KeyLayer.TRANSPORT);
                AuditLog content = log(deployment, KeyLayer.CONTENT)) {
            HeadExchange.both(deployment.authorities.log(KeyLayer.TRANSPORT), transport,
                    key(deployment, KeyLayer.TRANSPORT), deployment.authorities.log(KeyLayer.CONTENT), content,
                    key(deployment, KeyLayer.CONTENT), deployment.authorities.gid(KeyLayer.TRANSPORT));
        }
    }

    private static AuditLog log(TestDeployment deployment, KeyLayer layer) {
        return AuditLog.open(deployment.authorities.log(layer), InstantSource.system(), _ -> {}, _ -> {});
    }

    private static KeyPair key(TestDeployment deployment, KeyLayer layer) {
        return deployment.authorities.signingKey(layer, _ -> {});
    }
}
