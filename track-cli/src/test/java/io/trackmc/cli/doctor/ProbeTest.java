package io.trackmc.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.capture.GroupListener;
import io.trackmc.cli.task.Background;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.net.InterfaceChoice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {

    private static final long FOR_LONG = 600;
    private static final long POLL_MS = 100;
    private static final InetSocketAddress SENDER = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4711);

    @TempDir
    Path directory;

    private Path deployment;
    private NodeConfig config;

    @BeforeEach
    void deploy() {
        deployment = directory.resolve("d");
        assertThat(CliFixture.run("keys", "init", "--dir", deployment.toString(), "--group", "news").code()).isZero();
        config = NodeConfigFile.read(deployment.resolve("receiver-1.conf"), Map.of("net.interface", "lo"));
    }

    @Test
    void shouldReadWhatItWrote() {
        Probe probe = new Probe(0x8000_0000_0000_0001L, 255, 1408);
        assertThat(Probe.of(probe.toBytes())).isEqualTo(probe);
    }

    @Test
    void shouldTakeNothingElseForAProbe() {
        assertThat(Probe.of(ByteBuffer.allocate(1408))).isNull();
        assertThat(Probe.of(ByteBuffer.allocate(3))).isNull();
        ByteBuffer cut = new Probe(1, 1, 1408).toBytes();
        assertThat(Probe.of(cut.limit(1407))).isNull();
    }

    @Test
    void shouldTryEachTtlThatMightDo() {
        assertThat(Prober.ttls(1)).containsExactly(1);
        assertThat(Prober.ttls(8)).containsExactly(1, 2, 4, 8);
        assertThat(Prober.ttls(255)).hasSize(9).endsWith(128, 255);
    }

    @Test
    void shouldTellWhichTtlIsEnoughAndThatLongDatagramsAreLost() {
        Answerer answerer = new Answerer(config);
        hear(answerer, new Probe(7, 4, 64));
        hear(answerer, new Probe(7, 8, 64));
        assertThat(answerer.checks(1)).singleElement().satisfies(check -> {
            assertThat(check.ok()).isFalse();
            assertThat(check.found())
                    .isEqualTo("127.0.0.1, run 7: 2 datagrams, the longest of 64 bytes; a TTL of 4 is enough");
            assertThat(check.fix()).contains("smaller MTU");
        });
        hear(answerer, new Probe(7, 8, config.protocol().datagramBytes()));
        assertThat(answerer.checks(1)).allMatch(Check::ok);
    }

    @Test
    void shouldSayWhenNothingArrives() {
        assertThat(new Answerer(config).checks(3)).singleElement()
                .satisfies(check -> assertThat(check.found()).isEqualTo("no probe in 3 s"));
    }

    @Test
    void shouldHearOverLoopbackWhatIsSent() throws Exception {
        Answerer answerer = new Answerer(config);
        try (GroupListener listener = GroupListener.open(InterfaceChoice.find("lo", true), config);
                Background<Check> sending = Background.start("test-probe", () -> new Prober(config).send(FOR_LONG))) {
            while (!answerer.checks(FOR_LONG).getFirst().ok()) {
                assertThat(sending.result()).isNotDone();
                listener.poll(POLL_MS, answerer);
            }
        }
    }

    @Test
    void shouldRefuseToDoBothAtOnce() {
        String file = deployment.resolve("receiver-1.conf").toString();
        assertThat(CliFixture.run("doctor", "--config", file, "--probe", "--answer", "--seconds", "1").code())
                .isEqualTo(2);
        assertThat(CliFixture.run("doctor", "--config", file, "--probe").code()).isEqualTo(2);
    }

    private void hear(Answerer answerer, Probe probe) {
        answerer.on(SENDER, config.data(), probe.toBytes());
    }
}
