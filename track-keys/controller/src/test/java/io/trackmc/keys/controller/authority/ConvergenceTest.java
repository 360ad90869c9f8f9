package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.deploy.PolicyOffice;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.policy.PolicyEdit;
import io.trackmc.keys.controller.proof.AuditCheck;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an authority makes of how far the sender says that the group is. */
@Timeout(120)
class ConvergenceTest extends DeploymentScene {

    private static final KeyLayer LAYER = KeyLayer.TRANSPORT;

    @Test
    void shouldConfirmThatAllHaveAnEpochWhereThePolicyWantsIt() throws IOException {
        wants("all");
        Authority authority = open();
        authority.expel("receiver-4", "test");
        tell(authority, 2, 2);
        assertThat(deployment.ask(authority, LAYER, "rh-1", new Ask.Status(TestDeployment.GROUP)))
                .isInstanceOfSatisfying(Answer.Standing.class, s -> assertThat(s.converged()).isEqualTo(2));
        assertThat(authority.status().converged()).isEqualTo(2);
        authority.close();
        assertThat(said()).containsExactly(new LogEntry.Convergence(2, true));
        assertThat(AuditCheck.of(Map.of(LAYER, deployment.authorities.log(LAYER))).fault()).isNull();
    }

    @Test
    void shouldSayThatSomeLackAnEpochAndStillMakeTheNext() throws IOException {
        wants("all");
        Authority authority = open();
        authority.expel("receiver-4", "test");
        tell(authority, 1, 2);
        assertThat(authority.status().converged()).isOne();
        authority.expel("receiver-3", "test");
        assertThat(authority.status().epoch()).as("nobody is waited for").isEqualTo(3);
        tell(authority, 3, 3);
        authority.close();
        assertThat(said()).containsExactly(new LogEntry.Convergence(2, false), new LogEntry.Convergence(3, true));
    }

    @Test
    void shouldNotBelieveThatAnybodyHasMoreThanThereIs() throws IOException {
        wants("all");
        Authority authority = open();
        tell(authority, 9, 9);
        assertThat(authority.status().converged()).isOne();
        authority.expel("receiver-4", "test");
        authority.close();
        assertThat(said()).doesNotContain(new LogEntry.Convergence(2, true));
    }

    @Test
    void shouldTellInItsStatusAloneWhereThePolicyWantsNoMore() throws IOException {
        Authority authority = open();
        authority.expel("receiver-4", "test");
        tell(authority, 2, 2);
        assertThat(authority.status().converged()).isEqualTo(2);
        authority.close();
        wants("never");
        Authority never = open();
        tell(never, 2, 2);
        assertThat(never.status().converged()).isZero();
        never.close();
        assertThat(said()).isEmpty();
    }

    /** One that goes by what the sender tells, and by no time that passes meanwhile. */
    private Authority open() throws IOException {
        return deployment.open(AuthoritySettings.of(LAYER, deployment.directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).with(
                        new AuthoritySettings.Rekeying(Duration.ZERO, 1, Duration.ZERO, Duration.ZERO,
                                Duration.ofMinutes(1), Duration.ofMinutes(1))));
    }

    private void wants(String convergence) {
        PolicyOffice office = new PolicyOffice(deployment.authorities, _ -> {});
        PolicyEdit edit = office.edit();
        office.issue(edit.set("convergence", convergence));
    }

    private void tell(Authority authority, long installed, long active) throws IOException {
        assertThat(deployment.ask(authority, LAYER, "sender",
                new Ask.Progress(TestDeployment.GROUP, installed, active))).isEqualTo(new Answer.Done());
    }

    private List<LogEntry> said() {
        return deployment.entries(LAYER).stream().filter(LogEntry.Convergence.class::isInstance).toList();
    }
}
