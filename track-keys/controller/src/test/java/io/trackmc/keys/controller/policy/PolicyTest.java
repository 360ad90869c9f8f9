package io.trackmc.keys.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.ChainRules;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.TrustAnchors;
import io.trackmc.keys.transport.identity.RoleOid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String FILE = "policy.token";

    private final KeyPair owner = KeyPair.generate(new SecureRandom());
    private final KeyPair other = KeyPair.generate(new SecureRandom());

    @Test
    void shouldReadBackWhatTheOwnerSigned() {
        PolicyToken token = new PolicyToken(3, 0xff, "news", List.of("sender", "receiver"),
                List.of(new PolicyRule(false, List.of(), List.of("mallory"), List.of("00"), List.of("11"),
                        List.of("x")),
                        PolicyRule.allowing("receiver")),
                List.of(new Tenant("a", List.of(1, 2))), new RekeyPolicy(0, 1, 5, 10, 20, true), Convergence.NEVER,
                List.of(PolicyRule.allowingKey("content-authority", "00")), List.of(), Duration.ofHours(1));
        SignedPolicy signed = SignedPolicy.sign(token, owner);
        SignedPolicy read = SignedPolicy.read(FILE, signed.bytes(), owner.verificationKey());
        assertThat(read.token()).isEqualTo(token);
        assertThat(read.hash()).isEqualTo(signed.hash());
        PolicyToken first = PolicyToken.first(1, "news");
        assertThat(SignedPolicy.read(FILE, SignedPolicy.sign(first, owner).bytes(), owner.verificationKey()).token())
                .isEqualTo(first);
    }

    @Test
    void shouldRefuseAWrongSignerAndAnyFlippedByte() {
        byte[] bytes = edition(1);
        assertThatThrownBy(() -> SignedPolicy.read(FILE, bytes, other.verificationKey()))
                .isInstanceOf(PolicyException.class).hasMessageContaining("not signed by the owner");
        for (int at = 0; at < bytes.length; at++) {
            byte[] altered = bytes.clone();
            altered[at] ^= 0x20;
            assertThatThrownBy(() -> SignedPolicy.read(FILE, altered, owner.verificationKey()))
                    .isInstanceOf(PolicyException.class);
        }
        assertThatThrownBy(() -> SignedPolicy.read(FILE, new byte[3], owner.verificationKey()))
                .isInstanceOf(PolicyException.class);
    }

    @Test
    void shouldNeverGoBackToAnOlderEdition() {
        PolicyEditions editions = new PolicyEditions(owner.verificationKey());
        assertThat(editions.accept(FILE, edition(2))).isTrue();
        assertThat(editions.accept(FILE, edition(2))).isFalse();
        assertThat(editions.accept(FILE, edition(5))).isTrue();
        for (long old : new long[] {1, 2, 4}) {
            assertThatThrownBy(() -> editions.accept(FILE, edition(old))).isInstanceOf(PolicyException.class)
                    .hasMessageContaining("newer than 5");
        }
        byte[] sameEdition = SignedPolicy.sign(with(5, 7, "other-name"), owner).bytes();
        assertThatThrownBy(() -> editions.accept(FILE, sameEdition)).hasMessageContaining("newer than 5");
        byte[] otherGroup = SignedPolicy.sign(with(6, 8, "news"), owner).bytes();
        assertThatThrownBy(() -> editions.accept(FILE, otherGroup)).hasMessageContaining("another group");
        assertThat(editions.current()).isNotNull();
        assertThat(editions.current().token().edition()).isEqualTo(5);
    }

    @Test
    void shouldKeepTheTenantsOfTheEditionBefore() {
        List<Tenant> tenants = List.of(new Tenant("acme", List.of(1)), new Tenant("bolt", List.of(2)));
        PolicyEditions editions = new PolicyEditions(owner.verificationKey());
        editions.accept(FILE, SignedPolicy.sign(with(1, 7, "news").with(tenants), owner).bytes());

        byte[] other = SignedPolicy.sign(with(2, 7, "news").with(List.of(tenants.getFirst())), owner).bytes();
        assertThatThrownBy(() -> editions.accept(FILE, other)).isInstanceOf(PolicyException.class)
                .hasMessageContaining("found other tenants, allowed: those of edition 1");
        assertThat(editions.accept(FILE, SignedPolicy.sign(with(2, 7, "news").with(tenants), owner).bytes())).isTrue();
    }

    @Test
    void shouldNotGoBackToAnOlderEditionOverARestart() {
        VerificationKey key = owner.verificationKey();
        String hash = HexFormat.of().formatHex(SignedPolicy.read(FILE, edition(5), key).hash());
        PolicyEditions editions = PolicyEditions.resumed(key, FILE, edition(5), 5, hash);
        assertThatThrownBy(() -> editions.accept(FILE, edition(4))).hasMessageContaining("newer than 5");
        assertThat(editions.accept(FILE, edition(6))).isTrue();
        assertThatThrownBy(() -> PolicyEditions.resumed(key, FILE, edition(4), 5, hash))
                .isInstanceOf(PolicyException.class).hasMessageContaining("found edition 4, allowed: edition 5");
        byte[] another = SignedPolicy.sign(with(5, 7, "other-name"), owner).bytes();
        assertThatThrownBy(() -> PolicyEditions.resumed(key, FILE, another, 5, hash))
                .isInstanceOf(PolicyException.class);
        assertThatThrownBy(() -> PolicyEditions.resumed(other.verificationKey(), FILE, edition(5), 5, hash))
                .isInstanceOf(PolicyException.class);
        assertThat(PolicyEditions.resumed(key, FILE, edition(7), 5, hash).current()).as("stored, not yet logged")
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"contentProtection,aead,none", "sourceAuthentication,none,manifest", "dissemination,controller,peer",
        "dissemination,controller,delegated", "replication,single,ratis", "keyStore,file,pkcs11", "emcon,off,on",
        "senderKeyAgreement,off,burmester-desmedt"})
    void shouldRefuseByNameWhatIsNotBuilt(String field, String served, String wanted) {
        String text = PolicyFields.write(PolicyToken.first(1, "news")).unclosed();
        String asking = text.replace("\"" + field + "\": \"" + served + "\"", "\"" + field + "\": \"" + wanted + "\"");
        assertThat(asking).isNotEqualTo(text);
        assertThatThrownBy(() -> SignedPolicy.read(FILE, sign(asking), owner.verificationKey()))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("\"" + field + "\"").hasMessageContaining("\"" + wanted + "\"")
                .hasMessageContaining("not built yet");
    }

    @Test
    void shouldRefuseUnknownFieldsAndValues() {
        String text = PolicyFields.write(PolicyToken.first(1, "news")).unclosed();
        assertRefused(text + ",\n  \"more\": 1", "unknown key \"more\"");
        assertRefused(text.replace("\"edition\": 1", "\"edition\": 0"), "edition");
        assertRefused(text.replace("TK1", "TK9"), "suites");
        assertRefused(text.replace("\"aead\"", "\"rot13\""), "contentProtection");
        assertRefused(text.replace("\"hardMillis\": 10000", "\"hardMillis\": 0"), "hardMillis");
        assertRefused(text.replace("track-policy-2", "track-policy-1"), "format");
        assertRefused("{ x", "not JSON");
    }

    @Test
    void shouldAdmitByIdentityAndByAttribute() {
        Identity alice = identity("alice", "acme");
        Identity bob = identity("bob", "acme");
        Identity eve = identity("eve", "evil");
        PolicyRule notBob = new PolicyRule(false, List.of(), List.of("bob"), List.of(), List.of(), List.of());
        PolicyRule acme = new PolicyRule(true, List.of("receiver"), List.of(), List.of(), List.of(), List.of("acme"));
        PolicyToken token = rules(notBob, acme);
        assertThatCode(() -> token.checkNewcomer(alice)).doesNotThrowAnyException();
        assertRefused(token, bob);
        assertRefused(token, eve);
        PolicyToken byCertificate = rules(new PolicyRule(true, List.of(), List.of(),
                List.of(eve.certificate().sha256()), List.of(), List.of()));
        assertThatCode(() -> byCertificate.checkNewcomer(eve)).doesNotThrowAnyException();
        assertRefused(byCertificate, alice);
        assertRefused(rules(), alice);
        PolicyToken byKey = rules(PolicyRule.allowingKey("receiver", eve.certificate().keySha256()));
        assertThatCode(() -> byKey.checkNewcomer(eve)).doesNotThrowAnyException();
        assertRefused(byKey, alice);
    }

    @Test
    void shouldLetThoseExpelWhomTheRulesDescribe() {
        Identity alice = identity("alice", "acme");
        Identity bob = identity("bob", "acme");
        Identity eve = identity("eve", "evil");
        PolicyRule acme = new PolicyRule(true, List.of(), List.of(), List.of(), List.of(), List.of("acme"));
        PolicyRule notBob = new PolicyRule(false, List.of(), List.of("bob"), List.of(), List.of(), List.of());
        PolicyToken token = PolicyToken.first(1, "news", List.of(notBob, acme));
        assertThat(token.mayExpel(alice)).isTrue();
        assertThat(token.mayExpel(bob)).isFalse();
        assertThat(token.mayExpel(eve)).isFalse();
        assertThat(token.mayDeclareCompromise(alice)).isTrue();
        assertThat(token.mayDeclareCompromise(eve)).isFalse();
        PolicyToken byRole = PolicyToken.first(1, "news", List.of(PolicyRule.allowing("content-authority")));
        assertThat(byRole.mayExpel(alice)).isFalse();
        assertThat(PolicyToken.first(1, "news").mayExpel(alice)).as("where no rule says so").isFalse();
    }

    private static PolicyToken rules(PolicyRule... rules) {
        PolicyToken first = PolicyToken.first(1, "news");
        return new PolicyToken(1, 1, "news", first.roles(), List.of(rules), List.of(), first.rekey(),
                first.convergence(), first.mayExpel(), List.of(), null);
    }

    private static void assertRefused(PolicyToken token, Identity identity) {
        assertThatThrownBy(() -> token.checkNewcomer(identity)).isInstanceOf(AdmissionException.class)
                .hasMessageContaining("not admitted by the policy");
    }

    private void assertRefused(String text, String expected) {
        assertThatThrownBy(() -> SignedPolicy.read(FILE, sign(text), owner.verificationKey()))
                .isInstanceOf(PolicyException.class).hasMessageContaining(expected);
    }

    private static Identity identity(String name, String operator) {
        CertificateAuthority authority = CertificateAuthority.create("ca", operator, NOW, new SecureRandom());
        byte[] pem = authority.issuePem(name, RoleOid.RECEIVER, KeyPair.generate(new SecureRandom()), NOW);
        return new ChainRules(new TrustAnchors(List.of(), List.of(authority.certificate())))
                .identify(NodeCertificate.readAll(name, pem), NOW);
    }

    private byte[] edition(long edition) {
        return SignedPolicy.sign(with(edition, 7, "news"), owner).bytes();
    }

    private static PolicyToken with(long edition, long gid, String group) {
        PolicyToken first = PolicyToken.first(gid, group);
        return new PolicyToken(edition, gid, group, first.roles(), first.admission(), List.of(), first.rekey(),
                first.convergence(), first.mayExpel(), first.mayDeclareCompromise(), null);
    }

    /** Signs any text as the owner would. */
    private byte[] sign(String head) {
        byte[] label = "TK1 policy token".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        byte[] message = ByteBuffer.allocate(label.length + bytes.length).put(label).put(bytes).array();
        return (head + ",\n  \"signature\": \"" + HexFormat.of().formatHex(owner.sign(message)) + "\"\n}\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
