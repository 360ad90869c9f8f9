package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class AdmissionRuleTest extends DeploymentScene {

    @ParameterizedTest
    @EnumSource(KeyLayer.class)
    void shouldRefuseWhomTheRuleRefusesAndNobodyElse(KeyLayer layer) throws IOException {
        List<Applicant> asked = new ArrayList<>();
        Authority authority = open(layer, applicant -> {
            asked.add(applicant);
            if (applicant.name().equals("receiver-2")) {
                throw new AdmissionRule.Refused("has not paid");
            }
        });
        assertThat(deployment.join(authority, layer, "receiver-1")).isInstanceOf(Answer.Joined.class);
        assertRefused(deployment.join(authority, layer, "receiver-2"), "receiver-2: has not paid");
        assertThat(asked).extracting(Applicant::name).containsExactly("receiver-1", "receiver-2");
        assertThat(asked).allSatisfy(applicant -> {
            assertThat(applicant.layer()).isEqualTo(layer);
            assertThat(applicant.group()).isEqualTo(TestDeployment.GROUP);
            assertThat(applicant.role()).isEqualTo(NodeRole.RECEIVER);
            assertThat(applicant.isMember()).as("keys init has made it one").isTrue();
            assertThat(applicant.certificate().getSubjectX500Principal().getName()).contains(applicant.name());
        });
        authority.close();
        assertThat(deployment.entries(layer)).filteredOn(LogEntry.Refused.class::isInstance).singleElement()
                .asString().contains("policy: receiver-2: has not paid");
        assertThat(deployment.warnings).isEmpty();
    }

    @Test
    void shouldAskOfANewcomerTooAndMakeNobodyAMemberWhomItRefuses() throws IOException {
        List<Boolean> members = new ArrayList<>();
        AtomicReference<String> refused = new AtomicReference<>("");
        Authority authority = open(KeyLayer.TRANSPORT, applicant -> {
            members.add(applicant.isMember());
            if (applicant.name().equals(refused.get())) {
                throw new AdmissionRule.Refused("not today");
            }
        });
        assertThat(deployment.ask(authority, KeyLayer.TRANSPORT, "receiver-1", new Ask.Leave(TestDeployment.GROUP)))
                .isInstanceOf(Answer.Done.class);
        refused.set("receiver-1");
        int before = authority.status().members();
        assertRefused(deployment.join(authority, KeyLayer.TRANSPORT, "receiver-1"), "receiver-1: not today");
        assertThat(authority.status().members()).isEqualTo(before);
        refused.set("");
        assertThat(deployment.join(authority, KeyLayer.TRANSPORT, "receiver-1")).isInstanceOf(Answer.Joined.class);
        assertThat(members).containsExactly(false, false);
    }

    @Test
    void shouldNotBeAskedOfWhomOtherRulesRefuse() throws IOException {
        List<String> asked = new ArrayList<>();
        Authority authority = open(KeyLayer.CONTENT, applicant -> asked.add(applicant.name()));
        authority.expel("receiver-2", "test");
        assertThat(((Answer.Refused) deployment.join(authority, KeyLayer.CONTENT, "receiver-2")).reason())
                .isEqualTo(RefusalReason.EXPELLED);
        assertThat(((Answer.Refused) deployment.join(authority, KeyLayer.CONTENT, "rh-1")).reason())
                .as("a rule that lets everybody in lets no repair head in").isEqualTo(RefusalReason.BAD_CERTIFICATE);
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldRefuseWhateverTheRuleThrowsAndTellTheOperatorAlone() throws IOException {
        List<Throwable> faults = new ArrayList<>(List.of(new IOException("password is\nsecret"),
                new IllegalStateException("again"), new AssertionError(), new NoClassDefFoundError("x"),
                new StackOverflowError()));
        int count = faults.size();
        Authority authority = open(KeyLayer.TRANSPORT, _ -> {
            if (!faults.isEmpty()) {
                throwAny(faults.removeFirst());
            }
        });
        for (int i = 0; i < count; i++) {
            assertRefused(deployment.join(authority, KeyLayer.TRANSPORT, "rh-1"),
                    "rh-1: the admission rule has failed");
        }
        assertThat(deployment.warnings).as("one line a minute").singleElement().asString()
                .isEqualTo("the admission rule has failed for rh-1, which gets no keys: "
                        + "java.io.IOException: password is?secret");
        assertThat(authority.status().fault()).isNull();
        assertThat(deployment.join(authority, KeyLayer.TRANSPORT, "rh-1")).isInstanceOf(Answer.Joined.class);
    }

    @Test
    void shouldGiveNobodyAnythingAfterAnErrorThatIsNotTheRulesAlone() throws IOException {
        AtomicReference<Error> fault = new AtomicReference<>(new OutOfMemoryError("test"));
        Authority authority = open(KeyLayer.TRANSPORT, _ -> {
            Error error = fault.getAndSet(null);
            if (error != null) {
                throw error;
            }
        });
        try {
            assertThat(deployment.join(authority, KeyLayer.TRANSPORT, "rh-1")).isInstanceOf(Answer.Refused.class);
        } catch (IOException _) {
            // the connection was ended: no keys either
        }
        assertThat(authority.status().fault()).isNotNull();
        assertThat(((Answer.Refused) deployment.join(authority, KeyLayer.TRANSPORT, "rh-1")).reason())
                .isEqualTo(RefusalReason.NOT_DURABLE);
    }

    @Test
    void shouldRefuseInsteadOfWaitingForItselfWhenTheRuleCallsTheAuthority() throws IOException {
        AtomicReference<Authority> own = new AtomicReference<>();
        Authority authority = open(KeyLayer.TRANSPORT, _ -> own.get().status());
        own.set(authority);
        assertRefused(deployment.join(authority, KeyLayer.TRANSPORT, "rh-1"), "rh-1: the admission rule has failed");
        assertThat(deployment.warnings).singleElement().asString().contains("cannot call the authority");
    }

    @Test
    void shouldCutAReasonThatIsTooLong() {
        assertThat(new AdmissionRule.Refused("x".repeat(1000))).hasMessage("x".repeat(200));
    }

    private Authority open(KeyLayer layer, AdmissionRule rule) throws IOException {
        return deployment.open(AuthoritySettings.of(layer, deployment.directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).with(TestDeployment.atOnce())
                .withAdmission(rule));
    }

    private static void assertRefused(Answer answer, String detail) {
        assertThat(answer).isEqualTo(new Answer.Refused(RefusalReason.POLICY, detail));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAny(Throwable fault) throws T {
        throw (T) fault;
    }
}
