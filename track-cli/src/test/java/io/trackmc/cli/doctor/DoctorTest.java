package io.trackmc.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.cli.CliFixture;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DoctorTest {

    private static final int BUFFER = 4 << 20;
    private static final InetSocketAddress GROUP = new InetSocketAddress("239.255.71.1", 7100);
    private static final InetSocketAddress GROUP_6 = new InetSocketAddress("ff15::71", 7100);

    @TempDir
    private Path directory;
    private final FakeHost host = new FakeHost();
    private NodeConfig node;

    @BeforeEach
    void makeNode() {
        Path deployment = directory.resolve("d");
        assertThat(CliFixture.run("keys", "init", "--dir", deployment.toString(), "--group", "d").code()).isZero();
        node = NodeConfigFile.read(deployment.resolve("receiver-1.conf"));
        NodeConfig.Files files = node.files();
        Stream.of(files.transportBundle(), files.contentBundle(), node.authorities() == null ? files.privateKey()
                : node.authorities().privateKey()).forEach(file -> host.permissions.put(file, "rw-------"));
        host.permissions.put(directory, "rwx------");
    }

    @Test
    void shouldFindNothingWrongWithAHealthyHost() {
        assertThat(all(GROUP)).allMatch(Check::ok).allMatch(check -> check.fix() == null);
        assertThat(all(GROUP_6)).allMatch(Check::ok);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("kernel", h -> h.kernel = "4.15.0", "upgrade the kernel"),
                fault("receive-buffer", h -> h.kernelFiles.put("/proc/sys/net/core/rmem_max", "212992"),
                        "sysctl -w net.core.rmem_max=4194304"),
                fault("send-buffer", h -> h.kernelFiles.put("/proc/sys/net/core/wmem_max", "212992"),
                        "sysctl -w net.core.wmem_max=4194304"),
                fault("java", h -> h.java = 17, "install a JDK"),
                fault("heap", h -> h.heap = h.memory, "-Xmx4096m"),
                fault("cpu-governor", h -> h.kernelFiles.put(
                        "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave"), "cpupower"),
                fault("clock", h -> h.clock = false, "timedatectl set-ntp true"),
                fault("interface", h -> h.link = null, "--interface"),
                fault("interface", h -> h.link = new HostFacts.Link("eth0", 1500, false, true),
                        "ip link set eth0 up multicast on"),
                fault("interface", h -> h.link = new HostFacts.Link("eth0", 1500, true, false),
                        "ip link set eth0 up multicast on"),
                fault("mtu", h -> h.link = new HostFacts.Link("eth0", 1400, true, true),
                        "ip link set eth0 mtu 1436; or net.datagram-bytes = 1372 at most"),
                fault("route", h -> h.routeFault = "Network is unreachable", "ip route add 224.0.0.0/4 dev eth0"),
                fault("igmp-version", h -> h.kernelFiles.put("/proc/sys/net/ipv4/conf/eth0/force_igmp_version", "2"),
                        "sysctl -w net.ipv4.conf.eth0.force_igmp_version=0"),
                fault("rp-filter", h -> h.kernelFiles.put("/proc/sys/net/ipv4/conf/eth0/rp_filter", "1"),
                        "sysctl -w net.ipv4.conf.eth0.rp_filter=2"),
                fault("unicast-port", h -> h.portTaken = true, "ss -ulpn"),
                fault("key-file", h -> h.permissions.replaceAll((file, was) -> "rw-r-----"), "chmod 600"),
                fault("key-file", h -> h.readable = false, "chown"),
                fault("state", h -> h.usableBytes = 1000, "make room"),
                fault("state", h -> h.writable = false, "chown"),
                fault("certificate", h -> h.now = h.now.plus(Duration.ofDays(36500)), "track keys issue"),
                fault("certificate", h -> h.now = h.now.minus(Duration.ofDays(36500)), "timedatectl"));
    }

    private static Arguments fault(String check, Consumer<FakeHost> plant, String fix) {
        return Arguments.of(check, plant, fix);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("faults")
    void shouldFindThePlantedFaultAndSayHowToMendIt(String name, Consumer<FakeHost> plant, String fix) {
        plant.accept(host);
        List<Check> bad = all(GROUP).stream().filter(check -> !check.ok()).toList();
        assertThat(bad).isNotEmpty().allMatch(check -> check.name().equals(name))
                .allMatch(check -> String.valueOf(check.fix()).contains(fix));
    }

    @Test
    void shouldKnowTheRouteThatLoopbackNeedsForIpv6() {
        host.link = new HostFacts.Link("lo", 65536, true, true);
        host.routeFault = "Network is unreachable";
        assertThat(all(GROUP_6)).filteredOn(check -> !check.ok()).singleElement()
                .satisfies(check -> assertThat(check.fix())
                        .isEqualTo("ip -6 route add local ff00::/8 dev lo table local"));
    }

    @Test
    void shouldNoticeAKeyOfAnotherCertificate() throws Exception {
        Path deployment = directory.resolve("d");
        Files.copy(deployment.resolve("sender/key.pem"), deployment.resolve("receiver-1/key.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(all(GROUP)).filteredOn(check -> !check.ok()).extracting(Check::name)
                .containsExactly("certificate-key");
    }

    @Test
    void shouldReportInTheAgreedFields() {
        CliFixture run = CliFixture.run("doctor", "--json", "--config", node.file().toString(), "--interface",
                "127.0.0.1",
                "-Dnet.datagram-bytes=65507", "-Dnet.receive-buffer=1GiB");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.outLines()).hasSize(1);
        Config report = ConfigFactory.parseString(run.out());
        assertThat(report.getBoolean("ok")).isFalse();
        assertThat(report.getConfigList("checks")).isNotEmpty().allSatisfy(check -> assertThat(check.root().keySet())
                .containsExactlyInAnyOrder("name", "ok", "found", "needed", "fix"));
    }

    @Test
    void shouldReadKernelParametersToTheirEnd() {
        assertThat(new LinuxFacts().kernelFile("/proc/sys/kernel/pid_max")).matches("\\d{3,}");
        assertThat(new LinuxFacts().memoryBytes()).isGreaterThan(1L << 20);
        assertThat(new LinuxFacts().kernelFile("/proc/sys/nothing")).isNull();
    }

    private List<Check> all(InetSocketAddress group) {
        return Stream.of(new HostChecks(host).all(BUFFER, BUFFER),
                new NetworkChecks(host).all("eth0", List.of(group), 1408, 7200), new FileChecks(host).all(node))
                .flatMap(List::stream).toList();
    }
}
