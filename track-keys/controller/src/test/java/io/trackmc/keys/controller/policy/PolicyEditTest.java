package io.trackmc.keys.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.pki.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEditTest {

    private static final String FILE = "d/policy.token";

    private final KeyPair owner = KeyPair.generate(new SecureRandom());
    private final PolicyToken first = PolicyToken.first(7, "news");

    @Test
    void shouldChangeWhatIsNamedAndNothingElse() {
        PolicyEdit edit = edit().set("rekey.everyMillis", "3600000").set("convergence", "all");
        PolicyToken next = edit.next();
        RekeyPolicy rekey = first.rekey();
        assertThat(next).isEqualTo(new PolicyToken(2, 7, "news", first.roles(), first.admission(), first.tenants(),
                new RekeyPolicy(3_600_000, rekey.afterEvents(), rekey.notBeforeMillis(), rekey.hardMillis(),
                        rekey.overlapMillis(), rekey.backwardSecrecy()),
                Convergence.ALL, first.mayExpel(), first.mayDeclareCompromise(), null));
        assertThat(edit.differences()).containsExactly("convergence: \"best-effort\" -> \"all\"",
                "rekey.everyMillis: 86400000 -> 3600000");
        SignedPolicy signed = SignedPolicy.sign(next, owner);
        assertThat(SignedPolicy.read(FILE, signed.bytes(), owner.verificationKey()).token()).isEqualTo(next);
    }

    @Test
    void shouldTakeFieldsOfAFileBeforeThoseThatAreSet() {
        PolicyToken next = edit().merge("edit.conf", """
                rekey { everyMillis = 5, backwardSecrecy = true }
                roles = [sender, receiver]
                mayExpel = [{ allow = true, roles = [sender], names = [], certificates = [], keys = [], operators = [] }]
                """).set("rekey.everyMillis", "6").next();
        assertThat(next.rekey().everyMillis()).isEqualTo(6);
        assertThat(next.rekey().backwardSecrecy()).isTrue();
        assertThat(next.roles()).containsExactly("sender", "receiver");
        assertThat(next.mayExpel()).containsExactly(PolicyRule.allowing("sender"));
        assertThat(next.admission()).isEqualTo(first.admission());
    }

    @Test
    void shouldNotChangeTenants() {
        assertThatThrownBy(() -> edit().set("tenants", "[{ name = acme, regions = [\"1\"] }]").next())
                .isInstanceOf(PolicyException.class).hasMessageContaining("key \"tenants\"")
                .hasMessageContaining("which cannot change");
    }

    @Test
    void shouldTakeAnOptionalFieldAway() {
        SignedPolicy lists = SignedPolicy.sign(edit().set("revocation.maxStaleMillis", "60000").next(), owner);
        assertThat(lists.token().maxStale()).isEqualTo(Duration.ofMinutes(1));
        PolicyEdit set = new PolicyEdit(FILE, lists).set("revocation.maxStaleMillis", "null");
        assertThat(set.next().maxStale()).isNull();
        assertThat(set.next().edition()).isEqualTo(3);
        assertThat(set.differences()).containsExactly("revocation.maxStaleMillis: 60000 -> none");
        assertThat(new PolicyEdit(FILE, lists).merge("f", "revocation { maxStaleMillis = null }").next().maxStale())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rekey.everyMillis | -5 | key \"rekey.everyMillis\": found -5, allowed: a whole number from 0",
        "rekey.evryMillis | 5 | unknown key \"rekey.evryMillis\", nearest is \"everyMillis\"",
        "rekey.afterEvents | soon | key \"rekey.afterEvents\": found a text, allowed: a whole number from 1",
        "changeover.hardMillis | 0 | key \"changeover.hardMillis\": found 0, allowed: a whole number from 1",
        "changeover.notBeforeMillis | 60000 | key \"changeover.hardMillis\": found 10000, allowed: at least notBeforeMillis",
        "keyStore | pkcs11 | key \"keyStore\": found \"pkcs11\", which is not built yet, allowed: \"file\"",
        "convergence | perhaps | key \"convergence\": found \"perhaps\", allowed: never, best-effort, all",
        "edition | 9 | key \"edition\": found 9, allowed: 1, the next one counts by itself",
        "group.id | '\"0000000000000008\"' | key \"group.id\": found \"0000000000000008\", allowed: \"0000000000000007\", which cannot change",
        "rekey.everyMillis | 86400000 | found nothing that is not in edition 1, allowed: a change",
        "rekey..x | 5 | --set rekey..x=5: not a field with a value"})
    void shouldSayWhichFieldWasFoundWrongAndWhatIsAllowed(String path, String value, String message) {
        assertThatThrownBy(() -> edit().set(path, value).next()).isInstanceOf(PolicyException.class)
                .hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    @Test
    void shouldNameTheFileThatIsNoHocon() {
        assertThatThrownBy(() -> edit().merge("edit.conf", "{ secret")).isInstanceOf(PolicyException.class)
                .hasMessageContaining("edit.conf").hasMessageNotContaining("secret");
    }

    @Test
    void shouldTakeNoSignatureFromAFile() {
        assertThatThrownBy(() -> edit().merge("f", "signature = aa, convergence = never").next())
                .isInstanceOf(PolicyException.class).hasMessageContaining("unknown key \"signature\"");
        assertThat(edit().differences()).isEqualTo(List.of());
    }

    private PolicyEdit edit() {
        return new PolicyEdit(FILE, SignedPolicy.sign(first, owner));
    }
}
