package io.trackmc.sim.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The drills of keys, each as it comes with the program, and what else is to be found with changes in them. */
class KeyDrillTest {

    @ParameterizedTest
    @ValueSource(strings = {"revoke-receiver", "expel-under-load", "rekey-under-loss", "authority-down",
        "wrong-clock", "compromised-region"})
    void shouldKeepWhatItPromises(String name) throws InterruptedException {
        DrillReport report = new DrillRun(DrillLibrary.get(name), 1).run();
        assertThat(report.findings()).isEmpty();
        assertThat(broken(report)).isEmpty();
    }

    @Test
    void shouldFindWhoHasMissedMoreRekeysThanParentsRemember() throws InterruptedException {
        DrillReport report = run("rekey-under-loss", "{ at = 1s, rekey",
                "{ at = 1500ms, kill = receiver-1, for = 6s }, { at = 1s, rekey");
        assertThat(broken(report)).contains("keys-behind", "without-parent");
    }

    @Test
    void shouldCountWhoeverAsksAnAuthority() throws InterruptedException {
        DrillReport report = run("authority-down", "join = false", "join = true");
        assertThat(report.authorityRequests()).isGreaterThan(4);
    }

    @Test
    void shouldKeepWhoMustAskOutWhileTheAuthoritiesTakeItsCertificateForExpired() throws InterruptedException {
        DrillReport asking = run("wrong-clock", "{ at = 16s, kill = rh-3, for = 1s }",
                "{ at = 16s, kill = rh-3, for = 1s }, { at = 16s, clock-skew = authorities, offset = 3650d, for = 12s }",
                "join = false", "join = true");
        assertThat(asking.authorityRequests()).as("once a second each, in vain").isGreaterThan(10);
    }

    @Test
    void shouldNotTakeSilenceForSafety() throws InterruptedException {
        String text = DrillLibrary.text("compromised-region").replace("{ at = 3s, compromise = rh-2, for = 1s }",
                "{ at = 3s, rekey = authorities }");
        assertThat(broken(new DrillRun(DrillFile.parse("silent.conf", text), 1).run()))
                .contains("forged-within", "stolen-in-force");
    }

    @Test
    void shouldBeTheSameRunWithTheSameSeed() throws InterruptedException {
        DrillRun first = new DrillRun(DrillLibrary.get("compromised-region"), 7);
        DrillRun second = new DrillRun(DrillLibrary.get("compromised-region"), 7);
        assertThat(first.run().promises()).isEqualTo(second.run().promises());
        assertThat(first.world().eventHash()).isEqualTo(second.world().eventHash());
    }

    private static DrillReport run(String name, String... changes) throws InterruptedException {
        String text = DrillLibrary.text(name);
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(text).contains(changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        return new DrillRun(DrillFile.parse(name + ".conf", text), 1).run();
    }

    private static List<String> broken(DrillReport report) {
        return report.promises().stream().filter(each -> !each.held()).map(PromiseResult::name).toList();
    }
}
