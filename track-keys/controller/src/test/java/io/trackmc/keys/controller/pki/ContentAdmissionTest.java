package io.trackmc.keys.controller.pki;

import static io.trackmc.keys.controller.pki.TestCa.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.identity.RoleOid;
import java.io.StringWriter;
import java.net.URI;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Each of the four ways in which a repair head stays outside, alone. */
class ContentAdmissionTest {

    private static final TestCa ISP = TestCa.root("isp");
    private static final TestCa PUBLISHER = TestCa.root("publisher");
    private static final String REPAIR_HEAD = "O=isp,CN=rh-1";

    private final ContentAdmission admission = new ContentAdmission(
            new TrustAnchors(List.of(ISP.certificate()), List.of(PUBLISHER.certificate())), Revocations.none());

    @Test
    void shouldAdmitSendersAndReceivers() {
        assertThat(admission.admit(List.of(PUBLISHER.issue("O=a,CN=s", RoleOid.SENDER)), NOW))
                .isInstanceOf(AdmittedSender.class);
        assertThat(admission.admit(List.of(PUBLISHER.issue("O=a,CN=r", RoleOid.RECEIVER)), NOW))
                .isInstanceOf(AdmittedReceiver.class);
    }

    @Test
    void shouldRefuseARepairHeadByType() {
        String takesMember = "static void tree(AdmittedMember member) {} ";
        assertThat(compiles(takesMember + "static void ok(AdmittedReceiver r) { tree(r); }")).isTrue();
        assertThat(compiles(takesMember + "static void no(InfrastructureIdentity rh) { tree(rh); }")).isFalse();
        assertThat(compiles(takesMember + "static void no(SubscriberIdentity s) { tree(s); }")).isFalse();
        assertThat(compiles("static Object no(SubscriberIdentity s) { return new AdmittedReceiver(s); }")).isFalse();
        assertThat(compiles("static Object no(NodeCertificate c) {"
                + " return new InfrastructureIdentity(RoleOid.REPAIR_HEAD, \"\", \"\", c); }")).isFalse();
        assertThat(compiles("record Own(SubscriberIdentity identity) implements AdmittedMember {}")).isFalse();
    }

    @Test
    void shouldRefuseARepairHeadByCa() {
        assertRefused(Refusal.NO_CHAIN, ISP.issue(REPAIR_HEAD, RoleOid.REPAIR_HEAD));
        assertRefused(Refusal.NO_CHAIN, ISP.issue(REPAIR_HEAD, RoleOid.RECEIVER));
    }

    @Test
    void shouldRefuseARepairHeadByEku() {
        assertRefused(Refusal.WRONG_CA, PUBLISHER.issue(REPAIR_HEAD, RoleOid.REPAIR_HEAD));
        assertRefused(Refusal.SEVERAL_ROLES, PUBLISHER.issue(REPAIR_HEAD, RoleOid.RECEIVER, RoleOid.REPAIR_HEAD));
    }

    @Test
    void shouldRefuseARepairHeadByList() {
        PublicKey key = TestCa.ecdsa().getPublic();
        NodeCertificate repairHead = ISP.issue(REPAIR_HEAD, key, TestCa.Validity.LONG,
                RoleOid.REPAIR_HEAD.keyPurpose());
        NodeCertificate asReceiver = PUBLISHER.issue("O=somebody,CN=receiver-9", key, TestCa.Validity.LONG,
                RoleOid.RECEIVER.keyPurpose());
        assertThat(admission.admit(List.of(asReceiver), NOW)).isInstanceOf(AdmittedReceiver.class);
        admission.useRepairHeadKeys(Set.of(repairHead.keySha256()));
        assertRefused(Refusal.REPAIR_HEAD_KEY, asReceiver);
    }

    @Test
    void shouldGiveAuthoritiesNothing() {
        assertRefused(Refusal.NOT_A_SUBSCRIBER, PUBLISHER.issue("O=a,CN=ca", RoleOid.CONTENT_AUTHORITY));
    }

    private void assertRefused(Refusal refusal, NodeCertificate certificate) {
        assertThatThrownBy(() -> admission.admit(List.of(certificate), NOW)).isInstanceOf(AdmissionException.class)
                .extracting(e -> ((AdmissionException) e).refusal()).isEqualTo(refusal);
    }

    /** Whether a class of another package with this in it compiles. */
    private static boolean compiles(String body) {
        String source = "import io.trackmc.keys.controller.pki.*; import io.trackmc.keys.transport.identity.RoleOid; class Other { "
                + body + " }";
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
        return compiler.getTask(new StringWriter(), null, _ -> {},
                List.of("-proc:none", "-classpath", System.getProperty("java.class.path"), "-d",
                        System.getProperty("java.io.tmpdir"), "-implicit:none", "-Xlint:none"),
                null, List.of(new SimpleJavaFileObject(URI.create("string:///Other.java"),
                        javax.tools.JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                })).call();
    }
}
