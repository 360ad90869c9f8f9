package io.trackmc.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.service.ServiceManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {

    private static final String RIGHT = """
            node { name = rh-1, id = 2, role = repair-head }
            group { name = news, address = "239.255.71.1", port = 7100 }
            net { datagram-bytes = 1408, ttl = 1 }
            keys { transport = transport.bundle, certificate = certificate.pem, private-key = key.pem }
            state.directory = state
            region { id = 1, address = "239.255.71.3" }
            tree.parents = [{ name = sender, id = 1, region = 0, address = "239.255.71.2" }]
            window.packets = 2048
            """;

    private final List<String> said = new ArrayList<>();
    private final List<NodeConfig> taken = new ArrayList<>();
    private String refusal = "";
    private Path file = Path.of("");

    @TempDir
    Path directory;

    @BeforeEach
    void writeTheConfigurationThatItHas() throws IOException {
        file = Files.writeString(directory.resolve("rh-1.conf"), RIGHT);
    }

    @Test
    void shouldSayThatNoKeyHasChangedAndReadFilesAgainAllTheSame() {
        reload().run();
        assertThat(said).containsExactly(
                "reload: no key has changed; certificates, their keys and the token were read again");
        assertThat(taken).hasSize(1);
    }

    @Test
    void shouldTakeEveryKeyThatReloadsAndTellBothValues() throws IOException {
        Reload reload = reload();
        Files.writeString(file, RIGHT + "rate.repair = 200m\ntree.max-children = 32\nflow.slow-receiver = eject\n");
        reload.run();
        assertThat(said).containsExactly("reload: tree.max-children: 64 -> 32",
                "reload: tree.reserved-for-repair-heads: 16 -> 8", "reload: rate.repair: 0 -> 200m",
                "reload: flow.slow-receiver: wait -> eject",
                "reload: done; certificates, their keys and the token were read again");
        assertThat(taken).singleElement().satisfies(
                config -> assertThat(config.protocol().repairBytesPerSecond()).isEqualTo(25_000_000));
    }

    @Test
    void shouldCompareWithWhatItTookTheLastTime() throws IOException {
        Reload reload = reload();
        Files.writeString(file, RIGHT + "rate.repair = 200m\n");
        reload.run();
        Files.writeString(file, RIGHT);
        reload.run();
        assertThat(said).contains("reload: rate.repair: 0 -> 200m", "reload: rate.repair: 200m -> 0");
    }

    @Test
    void shouldChangeNothingWhereOneKeyTakesARestart() throws IOException {
        Reload reload = reload();
        Files.writeString(file, RIGHT + "rate.repair = 200m\nnet.ttl = 2\nnet.transport = nio\n");
        reload.run();
        assertThat(said).containsExactly("reload: refused, and it goes on with what it had: a restart is needed for"
                + " net.ttl: 1 -> 2, net.transport: auto -> nio");
        assertThat(taken).isEmpty();
        Files.writeString(file, RIGHT + "rate.repair = 200m\n");
        reload.run();
        assertThat(said).contains("reload: rate.repair: 0 -> 200m");
    }

    @Test
    void shouldNoticeAnotherParentOfTheSameName() throws IOException {
        Reload reload = reload();
        Files.writeString(file, RIGHT.replace("239.255.71.2", "239.255.71.9"));
        reload.run();
        assertThat(said).singleElement().asString().contains("refused", "tree.parents");
    }

    @Test
    void shouldChangeNothingWhereAValueIsWrong() throws IOException {
        Reload reload = reload();
        Files.writeString(file, RIGHT + "rate.repair = 200m\nnet.ttl = 700\n");
        reload.run();
        assertThat(said).singleElement().asString().startsWith("reload: refused, and it goes on with what it had:")
                .contains("found 700").hasLineCount(1);
        assertThat(taken).isEmpty();
    }

    @Test
    void shouldGoOnWithWhatItHadWhereWhatIsToGoOnCannot() throws IOException {
        refusal = "keys/m.key: found another key";
        Reload reload = reload();
        Files.writeString(file, RIGHT + "rate.repair = 200m\n");
        reload.run();
        refusal = "";
        reload.run();
        assertThat(said).containsExactly(
                "reload: refused, and it goes on with what it had: keys/m.key: found another key",
                "reload: rate.repair: 0 -> 200m",
                "reload: done; certificates, their keys and the token were read again");
    }

    @Test
    void shouldKeepASignalThatComesBeforeAnythingCanBeDoneAboutIt() {
        ReloadSignal signal = new ReloadSignal();
        signal.request();
        signal.onRequest(() -> said.add("now"));
        assertThat(said).containsExactly("now");
        signal.request();
        assertThat(said).hasSize(2);
    }

    private Reload reload() {
        return new Reload(read(), this::read, this::take, ServiceManager.none(), said::add);
    }

    private void take(NodeConfigFile.Read other) {
        if (!refusal.isEmpty()) {
            throw new ConfigurationException(List.of(refusal));
        }
        taken.add(other.config());
    }

    private NodeConfigFile.Read read() {
        return NodeConfigFile.readWhole(file, Map.of());
    }
}
