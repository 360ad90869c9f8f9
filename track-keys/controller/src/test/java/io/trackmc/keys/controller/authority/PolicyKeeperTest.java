package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.policy.PolicyException;
import io.trackmc.keys.controller.policy.PolicyToken;
import io.trackmc.keys.controller.policy.SignedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which policy is in force after a restart. */
class PolicyKeeperTest {

    @TempDir
    private Path temporary;

    private final KeyPair owner = KeyPair.generate(new SecureRandom());
    private Path offered;
    private Path kept;

    @BeforeEach
    void name() {
        offered = temporary.resolve("offered");
        kept = temporary.resolve("kept");
    }

    @Test
    void shouldGoOnWithWhatWasInForce() throws IOException {
        Files.write(offered, edition(1).bytes());
        assertThat(open(edition(1)).look((_, _) -> {})).isEmpty();
        Files.write(offered, edition(2).bytes());
        PolicyKeeper keeper = open(edition(1));
        assertThat(keeper.current().token().edition()).isEqualTo(1);
        assertThat(keeper.look((_, _) -> {})).containsExactly(token(edition(2)));
        assertThat(open(edition(2)).current().token().edition()).isEqualTo(2);
    }

    @Test
    void shouldNotTakeAnOlderOneThanTheLogKnowsFromEitherFile() throws IOException {
        Files.write(offered, edition(1).bytes());
        assertThatThrownBy(() -> open(edition(2))).isInstanceOf(PolicyException.class)
                .hasMessageContaining("found edition 1, allowed: edition 2");
        Files.write(offered, edition(3).bytes());
        Files.write(kept, edition(1).bytes());
        assertThatThrownBy(() -> open(edition(2))).isInstanceOf(PolicyException.class);
    }

    @Test
    void shouldWriteDownWhatWasKeptAndNotYetWrittenDown() throws IOException {
        Files.write(offered, edition(3).bytes());
        Files.write(kept, edition(3).bytes());
        PolicyKeeper keeper = open(edition(2));
        assertThat(keeper.look((_, _) -> {})).containsExactly(token(edition(3)));
        assertThat(keeper.look((_, _) -> {})).isEmpty();
    }

    private PolicyKeeper open(SignedPolicy logged) {
        return PolicyKeeper.open(offered, kept, owner.verificationKey(), token(logged));
    }

    private static LogEntry.Token token(SignedPolicy policy) {
        return new LogEntry.Token(policy.token().edition(), HexFormat.of().formatHex(policy.hash()));
    }

    private SignedPolicy edition(long edition) {
        PolicyToken first = PolicyToken.first(7, "news");
        return SignedPolicy.sign(new PolicyToken(edition, first.gid(), first.group(),
                first.roles(), first.admission(), first.tenants(), first.rekey(), first.convergence(),
                first.mayExpel(), first.mayDeclareCompromise(), first.maxStale()), owner);
    }
}
