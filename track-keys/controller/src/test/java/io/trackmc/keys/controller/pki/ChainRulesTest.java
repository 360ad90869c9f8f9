package io.trackmc.keys.controller.pki;

import static io.trackmc.keys.controller.pki.TestCa.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.identity.RoleOid;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class ChainRulesTest {

    private static final TestCa ISP = TestCa.root("isp");
    private static final TestCa PUBLISHER = TestCa.root("publisher");
    private static final TestCa STRANGER = TestCa.root("stranger");
    private static final String NODE = "O=operator,CN=node-1";

    private final TrustAnchors anchors = new TrustAnchors(List.of(ISP.certificate()), List.of(PUBLISHER.certificate()));
    private final ChainRules rules = new ChainRules(anchors);

    @Test
    void shouldIdentifyEachRoleUnderItsCa() {
        for (RoleOid role : RoleOid.values()) {
            NodeCertificate node = (role.isInfrastructure() ? ISP : PUBLISHER).issue(NODE, role);
            Identity identity = rules.identify(List.of(node), NOW);
            assertThat(identity.role()).isEqualTo(role);
            assertThat(identity.name()).isEqualTo("node-1");
            assertThat(identity.operator()).isEqualTo("operator");
            assertThat(identity instanceof InfrastructureIdentity).isEqualTo(role.isInfrastructure());
        }
    }

    @Test
    void shouldTakeWhatOurOwnAuthoritiesIssue() {
        CertificateAuthority own = CertificateAuthority.create("Subscriber CA", "acme", NOW, new SecureRandom());
        byte[] pem = own.issuePem("receiver-1", RoleOid.RECEIVER, KeyPair.generate(new SecureRandom()), NOW);
        ChainRules with = new ChainRules(new TrustAnchors(List.of(), List.of(own.certificate())));
        assertThat(with.identify(NodeCertificate.readAll("f", pem), NOW).operator()).isEqualTo("acme");
    }

    @Test
    void shouldFollowIntermediatesOfACompany() {
        TestCa department = PUBLISHER.intermediate("department");
        NodeCertificate node = department.issue(NODE, RoleOid.RECEIVER);
        assertThat(rules.identify(List.of(node, department.certificate()), NOW).role()).isEqualTo(RoleOid.RECEIVER);
        assertThat(rules.identify(List.of(node, department.certificate(), PUBLISHER.certificate()), NOW).role())
                .isEqualTo(RoleOid.RECEIVER);
        assertRefused(Refusal.NO_CHAIN, node);
    }

    @Test
    void shouldRefuseARoleUnderTheWrongCa() {
        for (RoleOid role : RoleOid.values()) {
            assertRefused(Refusal.WRONG_CA, (role.isInfrastructure() ? PUBLISHER : ISP).issue(NODE, role));
        }
    }

    @Test
    void shouldRefuseAnyButExactlyOneRole() {
        assertRefused(Refusal.NO_ROLE, PUBLISHER.issue(NODE));
        assertRefused(Refusal.SEVERAL_ROLES, PUBLISHER.issue(NODE, RoleOid.RECEIVER, RoleOid.SENDER));
        assertRefused(Refusal.SEVERAL_ROLES, PUBLISHER.issue(NODE, RoleOid.RECEIVER, RoleOid.REPAIR_HEAD));
        assertRefused(Refusal.ANY_ROLE, PUBLISHER.issue(NODE, TestCa.ecdsa().getPublic(), TestCa.Validity.LONG,
                KeyPurposeId.anyExtendedKeyUsage, RoleOid.RECEIVER.keyPurpose()));
    }

    @Test
    void shouldRefuseWhomNobodyOfOursVouchesFor() {
        assertRefused(Refusal.NO_CHAIN, STRANGER.issue(NODE, RoleOid.RECEIVER));
        TestCa posing = TestCa.root("publisher");
        assertRefused(Refusal.NO_CHAIN, posing.issue(NODE, RoleOid.RECEIVER));
        NodeCertificate parent = PUBLISHER.issue("O=x,CN=parent", RoleOid.RECEIVER);
        assertRefused(Refusal.NO_CHAIN, STRANGER.issue(NODE, RoleOid.RECEIVER), parent);
        assertThatThrownBy(() -> rules.identify(List.of(), NOW)).isInstanceOf(AdmissionException.class);
    }

    @Test
    void shouldRefuseWhoIsOutOfTimeOrNoNode() {
        assertRefused(Refusal.NOT_VALID_NOW, PUBLISHER.issue(NODE, TestCa.ecdsa().getPublic(),
                TestCa.Validity.EXPIRED, RoleOid.RECEIVER.keyPurpose()));
        assertRefused(Refusal.NOT_VALID_NOW, PUBLISHER.issue(NODE, TestCa.ecdsa().getPublic(),
                TestCa.Validity.FUTURE, RoleOid.RECEIVER.keyPurpose()));
        assertRefused(Refusal.NOT_A_NODE, PUBLISHER.intermediate("department").certificate());
        assertRefused(Refusal.NAMELESS, PUBLISHER.issue("CN=node-1", RoleOid.RECEIVER));
        assertRefused(Refusal.NAMELESS, PUBLISHER.issue("O=operator", RoleOid.RECEIVER));
    }

    @Test
    void shouldNotBelieveAnAnchorThatIsOutOfTime() {
        for (TestCa.Validity validity : List.of(TestCa.Validity.EXPIRED, TestCa.Validity.FUTURE)) {
            TestCa old = TestCa.root("old", validity);
            ChainRules with = new ChainRules(new TrustAnchors(List.of(), List.of(old.certificate())));
            assertThatThrownBy(() -> with.identify(List.of(old.issue(NODE, RoleOid.RECEIVER)), NOW))
                    .isInstanceOf(AdmissionException.class)
                    .extracting(e -> ((AdmissionException) e).refusal()).isEqualTo(Refusal.NO_CHAIN);
        }
    }

    @Test
    void shouldRefuseWhoHasSeveralOperatorsOrNames() {
        assertRefused(Refusal.NAMELESS, PUBLISHER.issue("O=publisher,O=isp,CN=node-1", RoleOid.RECEIVER));
        assertRefused(Refusal.NAMELESS, PUBLISHER.issue("O=publisher+O=isp,CN=node-1", RoleOid.RECEIVER));
        assertRefused(Refusal.NAMELESS, PUBLISHER.issue("O=publisher,CN=node-1,CN=node-2", RoleOid.RECEIVER));
        assertThat(rules.identify(List.of(PUBLISHER.issue("OU=x+O=publisher,CN=node-1", RoleOid.RECEIVER)), NOW)
                .operator()).isEqualTo("publisher");
    }

    @Test
    void shouldRefuseOneAnchorForBoth() {
        assertThatThrownBy(() -> new TrustAnchors(List.of(ISP.certificate()), List.of(ISP.certificate())))
                .isInstanceOf(DeploymentException.class).hasMessageContaining("share no key");
    }

    private void assertRefused(Refusal refusal, NodeCertificate... chain) {
        assertThatThrownBy(() -> rules.identify(List.of(chain), NOW)).isInstanceOf(AdmissionException.class)
                .extracting(e -> ((AdmissionException) e).refusal()).isEqualTo(refusal);
    }
}
