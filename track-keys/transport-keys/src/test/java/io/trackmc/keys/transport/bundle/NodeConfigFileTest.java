package io.trackmc.keys.transport.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.FlowConfig.SlowReceiver;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.DeliveryOrder;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigFileTest {

    @TempDir
    Path directory;

    private static final Path FILE = Path.of("/etc/track/rh-1.conf");

    private static final String COMMON = """
            group { name = g, address = "239.1.1.1", port = 5000 }
            net { datagram-bytes = 1408, ttl = 1 }
            window.packets = 2048
            """;

    private static final String REPAIR_HEAD = """
            node { name = rh-1, id = 2, role = repair-head }
            keys { transport = "rh-1/transport.bundle" }
            state.directory = "rh-1/state"
            region { id = 1, address = "239.1.1.3" }
            tree.parents = [
              { name = sender, id = 1, region = 0, address = "239.1.1.2" }
            ]
            roster { "1" = sender, "4294967295" = rh-1 }
            """ + COMMON;

    private static final String RECEIVER = """
            node { name = receiver-1, id = 3, role = receiver }
            keys { transport = t.bundle, content = /keys/c.bundle, certificate = c.pem, private-key = k.pem }
            state.directory = state
            tree.parents = [
              { name = rh-1, id = 2, region = 1, address = "239.1.1.3", unicast = "10.0.0.2:6000" }
              { name = sender, id = 1, region = 0, address = "239.1.1.2" }
            ]
            """ + COMMON;

    private static final String SENDER = """
            node { name = sender, id = 1, role = sender }
            keys { transport = t.bundle, content = c.bundle }
            state.directory = state
            region { id = 0, address = "239.1.1.2" }
            """ + COMMON;

    @Test
    void shouldServeMetricsNowhereUnlessToldWhere() {
        assertThat(read(REPAIR_HEAD).management()).isNull();
        NodeConfig.Management management = read(RECEIVER + "management.address = \"127.0.0.1:9464\"\n").management();
        assertThat(management.address()).hasToString("/127.0.0.1:9464");
        assertThat(management.tokenFile()).isNull();
        assertThat(management.certificate()).isNull();
    }

    @Test
    void shouldServeMetricsToOthersOnlyUnderTlsAndForAToken() {
        String address = "management.address = \"[2001:db8::1]:9464\"\n";
        String certificate = "management { certificate = m.pem, private-key = m.key }\n";
        String token = "management.token-file = m.token\n";
        assertThat(read(SENDER + address + certificate + token).management().tokenFile())
                .isEqualTo(Path.of("/etc/track/m.token"));
        for (String lacking : List.of(address, address + certificate, address + token)) {
            assertThatExceptionOfType(NodeConfigException.class).isThrownBy(() -> read(SENDER + lacking))
                    .withMessageContaining("allowed: an address of loopback; any other only with management.token-file,"
                            + " management.certificate and management.private-key");
        }
    }

    @Test
    void shouldRefuseAManagementAddressThatIsNone() {
        for (String address : List.of("localhost:9464", "127.0.0.1", "127.0.0.1:65536", "[::1", "1.2.3:80", ":80")) {
            assertThatExceptionOfType(NodeConfigException.class)
                    .isThrownBy(() -> read(SENDER + "management.address = \"" + address + "\"\n"))
                    .withMessageContaining("key \"management.address\": found \"" + address + "\"");
        }
        assertThatExceptionOfType(NodeConfigException.class)
                .isThrownBy(() -> read(SENDER + "management.token-file = t\n"))
                .withMessageContaining("only with management.address");
        assertThatExceptionOfType(NodeConfigException.class)
                .isThrownBy(() -> read(SENDER + "management { address = \"[::1]:0\", certificate = c }\n"))
                .withMessageContaining("management.certificate and management.private-key together");
    }

    @Test
    void shouldReadWhoIsBelow() {
        NodeConfig.Management management = read(SENDER + """
                management { address = "127.0.0.1:0", below = [
                  { url = "http://127.0.0.1:9465" }, { url = "http://[::1]:9465" }
                  { url = "https://rh-2.example:9464", token-file = t, certificate = c.pem } ] }
                """).management();
        assertThat(management.below()).containsExactly(
                new NodeConfig.Below(URI.create("http://127.0.0.1:9465"), null, null),
                new NodeConfig.Below(URI.create("http://[::1]:9465"), null, null),
                new NodeConfig.Below(URI.create("https://rh-2.example:9464"), Path.of("/etc/track/t"),
                        Path.of("/etc/track/c.pem")));
    }

    /** A token would go over the network in clear. */
    @Test
    void shouldRefuseToAskInClearOffLoopback() {
        for (String url : List.of("http://10.0.0.2:9464", "http://localhost:9464", "https://rh-2.example",
                "https://u:p@rh-2:1", "ftp://127.0.0.1:1", "https://rh-2:99999", "https://rh-2:1/tree", "rh-2:9464")) {
            assertThatExceptionOfType(NodeConfigException.class)
                    .isThrownBy(() -> read(SENDER + "management { address = \"127.0.0.1:0\", below = [ { url = \"" + url
                            + "\" } ] }\n"))
                    .withMessageContaining("allowed: https://HOST:PORT, or http://ADDRESS:PORT");
        }
    }

    @Test
    void shouldHaveNobodyBelowAReceiverOrANodeThatTellsNothing() {
        String below = "management.below = [ { url = \"http://127.0.0.1:1\" } ]\n";
        assertThatExceptionOfType(NodeConfigException.class)
                .isThrownBy(() -> read(RECEIVER + "management.address = \"127.0.0.1:0\"\n" + below))
                .withMessageContaining("\"management.below\"").withMessageContaining("sender and repair-head");
        assertThatExceptionOfType(NodeConfigException.class).isThrownBy(() -> read(SENDER + below))
                .withMessageContaining("only with management.address");
    }

    @Test
    void shouldReadARepairHead() {
        NodeConfig config = read(REPAIR_HEAD);
        assertThat(config.self()).isEqualTo(new Member(2, "rh-1", NodeRole.REPAIR_HEAD));
        assertThat(config.groupName()).isEqualTo("g");
        assertThat(config.data()).hasToString("/239.1.1.1:5000");
        assertThat(config.region().id()).isOne();
        assertThat(config.region().channel()).hasToString("/239.1.1.3:5000");
        assertThat(config.parents()).hasSize(1);
        assertThat(config.parents().getFirst().unicast()).isNull();
        assertThat(config.files().transportBundle()).hasToString("/etc/track/rh-1/transport.bundle");
        assertThat(config.files().contentBundle()).isNull();
        assertThat(config.files().stateDirectory()).hasToString("/etc/track/rh-1/state");
        assertThat(config.protocol().windowPackets()).isEqualTo(2048);
        assertThat(config.nameOf(1)).isEqualTo("sender");
        assertThat(config.nameOf(-1)).isEqualTo("rh-1");
        assertThat(config.nameOf(7)).isEqualTo("7");
    }

    @Test
    void shouldReadAReceiverAndASender() {
        NodeConfig receiver = read(RECEIVER);
        assertThat(receiver.region()).isNull();
        assertThat(receiver.parents()).extracting(NodeConfig.Parent::name).containsExactly("rh-1", "sender");
        assertThat(receiver.parents().getFirst().unicast()).isEqualTo("10.0.0.2:6000");
        assertThat(receiver.files().contentBundle()).hasToString("/keys/c.bundle");
        assertThat(receiver.files().privateKey()).hasToString("/etc/track/k.pem");
        NodeConfig sender = read(SENDER);
        assertThat(sender.parents()).isEmpty();
        assertThat(sender.region().id()).isZero();
    }

    @Test
    void shouldHaveDefaultsForAllTuning() {
        NodeConfig config = read(SENDER);
        assertThat(config.net()).isEqualTo(new NodeConfig.Net("", 1, 0, null, 0, 4 << 20, 4 << 20, "auto"));
        assertThat(config.protocol().rateBytesPerSecond()).isZero();
        assertThat(config.protocol().maxChildren()).isEqualTo(64);
        assertThat(config.protocol().reservedForRepairHeads()).isEqualTo(16);
        assertThat(config.session()).isEqualTo(SessionRules.DEFAULT);
    }

    @Test
    void shouldReadEveryTuningKeyAlsoFromTheCommandLine() {
        Map<String, String> tuning = Map.ofEntries(
                Map.entry("net.unicast-port", "7000"), Map.entry("net.dscp", "46"),
                Map.entry("net.receive-buffer", "8MiB"),
                Map.entry("net.send-buffer", "131072"), Map.entry("net.transport", "nio"),
                Map.entry("rate.data", "200m"), Map.entry("rate.repair", "1000"),
                Map.entry("tree.max-children", "200"),
                Map.entry("tree.reserved-for-repair-heads", "150"), Map.entry("tree.heartbeat", "20ms"),
                Map.entry("tree.parent-misses", "5"), Map.entry("tree.track", "2ms"),
                Map.entry("tree.receiver-silence", "1s"), Map.entry("tree.repair-head-silence", "2 s"),
                Map.entry("rate.total", "400m"),
                Map.entry("flow.slow-receiver", "eject"), Map.entry("flow.stall-timeout", "3s"),
                Map.entry("session.mode", "timely"), Map.entry("session.hold", "250ms"),
                Map.entry("session.late-join", "now"), Map.entry("session.order", "unordered"),
                Map.entry("session.confirm", "application"), Map.entry("flow.congestion-control", "tfmcc"),
                Map.entry("rekey.cache-bytes", "16MiB"),
                Map.entry("management.address", "0.0.0.0:9464"), Map.entry("management.token-file", "m.token"),
                Map.entry("management.certificate", "m.pem"), Map.entry("management.private-key", "m.key"),
                Map.entry("drills.longest", "30s"));
        assertThat(tuning.keySet()).containsExactlyInAnyOrderElementsOf(NodeCatalogue.CATALOGUE.entries("sender")
                .filter(entry -> !entry.isNeeded()).<String>map(KeyEntry::name)
                .filter(key -> !key
                        .matches("net.interface|roster|management[.]below|keys[.].*|authorities[.].*|receipts[.].*"))
                .toList());
        String asText = tuning.entrySet().stream()
                .map(e -> e.getKey() + " = \"" + e.getValue() + "\"\n")
                .map(line -> line.replaceAll("\"(\\d+)\"", "$1"))
                .collect(Collectors.joining());
        NodeConfig fromLine = NodeConfigFile.parse(FILE, SENDER, tuning);
        assertThat(fromLine).isEqualTo(read(SENDER + asText));
        assertThat(fromLine.net()).isEqualTo(new NodeConfig.Net("", 1, 46, null, 7000, 8 << 20, 131_072, "nio"));
        assertThat(fromLine.session()).isEqualTo(SessionRules.timely(250_000_000, LateJoin.NOW)
                .withOrder(DeliveryOrder.UNORDERED).withConfirmOn(ConfirmOn.APPLICATION).with(CongestionControl.TFMCC));
        assertThat(fromLine.rekeyCacheBytes()).isEqualTo(16 << 20);
        assertThat(fromLine.protocol().rateBytesPerSecond()).isEqualTo(25_000_000);
        assertThat(fromLine.protocol().repairBytesPerSecond()).isEqualTo(1000);
        assertThat(fromLine.protocol().tree().heartbeatNs()).isEqualTo(20_000_000);
        assertThat(fromLine.protocol().tree().interiorSilenceNs()).isEqualTo(2_000_000_000);
        assertThat(fromLine.protocol().flow())
                .isEqualTo(new FlowConfig(SlowReceiver.EJECT, 3_000_000_000L, 50_000_000));
    }

    @Test
    void shouldReadWhereAParentWritesReceiptsAndHowOften() {
        assertThat(read(SENDER).receipts()).as("unless it is asked for").isNull();
        String signed = "keys { certificate = c.pem, private-key = c.key }\nreceipts.interval = 1m\n";

        assertThat(read(SENDER + signed).receipts()).isEqualTo(new NodeConfig.Receipts(60_000_000_000L,
                read(SENDER).files().stateDirectory().resolve("receipts"), 1 << 30, ""));
        assertThat(read(SENDER + signed + "receipts { directory = told, keep = 2MiB, tenant = acme }\n").receipts())
                .isEqualTo(new NodeConfig.Receipts(60_000_000_000L, read(SENDER).files().stateDirectory()
                        .resolveSibling("told"), 2 << 20, "acme"));
        assertThatThrownBy(() -> read(SENDER + "receipts.interval = 1m\n")).hasMessageContaining("keys.certificate");
    }

    @Test
    void shouldReadFromWhomChannelsAreHeard() {
        NodeConfig config = NodeConfigFile.parse(FILE,
                RECEIVER.replace("region = 1,", "region = 1, source = \"10.0.0.3\","),
                Map.of("group.source", "10.0.0.2"));
        assertThat(config.net().dataSource()).isEqualTo(InetAddress.ofLiteral("10.0.0.2"));
        assertThat(config.parents().getFirst().source()).isEqualTo(InetAddress.ofLiteral("10.0.0.3"));
    }

    @Test
    void shouldRefuseASourceThatCannotBe() {
        assertThat(faults(RECEIVER, Map.of("group.source", "239.1.2.3"))).singleElement().asString()
                .contains("allowed: an IP address of one host");
        assertThat(faults(RECEIVER, Map.of("group.source", "fd00::1"))).singleElement().asString()
                .contains("allowed: an address of the same family as the group 239.1.1.1");
    }

    @Test
    void shouldPreferTheCommandLineAndNameItInFaults() {
        assertThat(NodeConfigFile.parse(FILE, SENDER, Map.of("net.ttl", "4")).net().ttl()).isEqualTo(4);
        assertThat(NodeConfigFile.parse(FILE, SENDER, Map.of("net.interface", "fe80::1%eth0")).net().networkInterface())
                .isEqualTo("fe80::1%eth0");
        assertThat(NodeConfigFile.parse(FILE, RECEIVER, Map.of("tree.parents",
                "[{ name = x, id = 9, region = 4, address = \"239.1.1.9\" }]")).parents()).hasSize(1);
        assertThat(faults(SENDER, Map.of("net.ttl", "many")))
                .containsExactly("-Dnet.ttl: key \"net.ttl\": found \"many\", allowed: a whole number from 0 to 255");
        assertThat(faults(SENDER, Map.of("net..ttl", "1"))).singleElement().asString().startsWith("-Dnet..ttl=1: ");
    }

    @Test
    void shouldTellAllFaultsAtOnceWithLineKeyFoundAndAllowed() {
        String text = SENDER.replace("239.1.1.1", "10.1.1.1").replace("2048", "1000").replace("ttl", "tll")
                .replace("id = 1,", "id = 0,").replace("5000", "70000");
        assertThat(faults(text, Map.of())).containsExactlyInAnyOrder(
                FILE + ":1: key \"node.id\": found 0, allowed: a whole number from 1 to 4294967295",
                FILE + ":5: key \"group.port\": found 70000, allowed: a whole number from 1 to 65535",
                FILE + ":5: key \"group.address\": found \"10.1.1.1\", allowed: a multicast address, 224.0.0.0 to"
                        + " 239.255.255.255 or ff00::/8",
                FILE + ": key \"net.ttl\" is missing, allowed: a whole number from 0 to 255",
                FILE + ":7: key \"window.packets\": found 1000, allowed: a power of two from 64 to 1048576",
                FILE + ":6: unknown key \"net.tll\", nearest is \"net.ttl\"");
    }

    @Test
    void shouldRefuseKeysThatMeanNothingToTheRole() {
        assertThat(faults(REPAIR_HEAD + "keys.content = x\n", Map.of())).containsExactly(FILE
                + ":12: unknown key \"keys.content\" for the role repair-head, it is one of sender and receiver");
        assertThat(faults(RECEIVER + "region.id = 4\n", Map.of())).singleElement().asString()
                .contains("unknown key \"region.id\"");
        assertThat(faults(SENDER + "tree.parents = []\n", Map.of())).singleElement().asString()
                .contains("unknown key \"tree.parents\"");
    }

    @Test
    void shouldSayWhereTheAuthoritiesAreAndWhoTheNodeIs() {
        String transport = "authorities { transport-controller = \"10.0.0.9:47100\", infrastructure-ca = i.pem, "
                + "transport-controller-certificate = tc.pem }\n";
        NodeConfig.Authorities known = read(RECEIVER + transport).authorities();
        assertThat(known).isEqualTo(new NodeConfig.Authorities(false,
                new NodeConfig.Authority("10.0.0.9:47100", Path.of("/etc/track/i.pem"),
                        Path.of("/etc/track/tc.pem")),
                null,
                Path.of("/etc/track/c.pem"), Path.of("/etc/track/k.pem")));
        assertThat(read(RECEIVER).authorities()).isNull();
        NodeConfig.Authorities both = read(SENDER + transport + """
                authorities { join = true, content-authority = "ca.example:1", subscriber-ca = s.pem,
                  content-authority-certificate = ca.pem, certificate = other.pem, private-key = /k/other-key.pem }
                """).authorities();
        assertThat(both.join()).isTrue();
        assertThat(both.contentAuthority())
                .isEqualTo(new NodeConfig.Authority("ca.example:1", Path.of("/etc/track/s.pem"),
                        Path.of("/etc/track/ca.pem")));
        assertThat(both.certificate()).isEqualTo(Path.of("/etc/track/other.pem"));
        assertThat(both.privateKey()).isEqualTo(Path.of("/k/other-key.pem"));
    }

    @Test
    void shouldTellWhatIsMissingOrWrongAboutAuthorities() {
        assertThat(faults(RECEIVER + "authorities.join = true\n", Map.of())).hasSize(6)
                .anySatisfy(fault -> assertThat(fault).endsWith(
                        "key \"authorities.transport-controller\" is missing, allowed: host:port, the port from 1 to 65535"))
                .anySatisfy(fault -> assertThat(fault).contains("\"authorities.subscriber-ca\" is missing"))
                .anySatisfy(fault -> assertThat(fault)
                        .contains("\"authorities.transport-controller-certificate\" is missing"));
        assertThat(
                faults(SENDER + "authorities { content-authority = \"a:70000\", subscriber-ca = s.pem }\n", Map.of()))
                .hasSize(4).anySatisfy(fault -> assertThat(fault).contains("found \"a:70000\", allowed: host:port"))
                .anySatisfy(fault -> assertThat(fault).contains("\"authorities.private-key\" is missing"));
        assertThat(faults(RECEIVER + "authorities.join = maybe\n", Map.of())).singleElement().asString()
                .contains("found \"maybe\", allowed: false, true");
        assertThat(faults(REPAIR_HEAD + "authorities.content-authority = \"a:1\"\n", Map.of())).singleElement()
                .asString().contains("unknown key \"authorities.content-authority\"");
    }

    @Test
    void shouldReserveAQuarterOfThePlacesForRepairHeadsAndNeverMoreThanThereAre() {
        String ten = SENDER + "tree.max-children = 10\n";
        assertThat(read(ten).protocol().reservedForRepairHeads()).isEqualTo(2);
        assertThat(read(ten + "tree.reserved-for-repair-heads = 10\n").protocol().reservedForRepairHeads())
                .isEqualTo(10);
        assertThat(faults(SENDER + "tree.reserved-for-repair-heads = 65\n", Map.of())).singleElement().asString()
                .contains("key \"tree.reserved-for-repair-heads\": found 65")
                .endsWith("allowed: 0 to 64, which is tree.max-children");
    }

    @Test
    void shouldLetChildrenDiscoverAndNotTheSender() {
        assertThat(read(RECEIVER).protocol().discovery()).isFalse();
        assertThat(read(RECEIVER + "tree.discovery = on\n").protocol().discovery()).isTrue();
        assertThat(faults(RECEIVER + "tree.discovery = maybe\n", Map.of())).singleElement().asString()
                .contains("key \"tree.discovery\"").contains("off").contains("on");
        assertThat(faults(SENDER + "tree.discovery = on\n", Map.of())).singleElement().asString()
                .contains("unknown key \"tree.discovery\"");
    }

    @Test
    void shouldRefuseRulesOfASessionThatContradictEachOther() {
        assertThat(faults(SENDER + "session.hold = 1s\n", Map.of())).singleElement().asString()
                .contains("key \"session.hold\"").contains("allowed: only with session.mode = timely");
        assertThat(faults(SENDER + "session.mode = timely\n", Map.of())).singleElement().asString()
                .contains("key \"session.hold\"").contains("1ms to 35m in a timely session");
        assertThat(faults(SENDER + "session.mode = timely\nsession.hold = 1h\n", Map.of())).hasSize(1);
        assertThat(faults(SENDER + "session.mode = fast\n", Map.of())).singleElement().asString()
                .contains("reliable").contains("timely");
        assertThat(faults(SENDER + "session.late-join = never\n", Map.of())).hasSize(1);
        assertThat(faults(SENDER + "flow.congestion-control = tcp\n", Map.of())).singleElement().asString()
                .contains("none").contains("tfmcc");
        assertThat(faults(RECEIVER + "flow.congestion-control = tfmcc\n", Map.of())).singleElement().asString()
                .contains("unknown key \"flow.congestion-control\"");
        assertThat(faults(RECEIVER + "session.late-join = now\n", Map.of())).singleElement().asString()
                .contains("unknown key \"session.late-join\"");
    }

    @Test
    void shouldRefuseParentsThatAreTheNodeItselfOrThereTwice() {
        assertThat(faults(REPAIR_HEAD.replace("name = sender, id = 1", "name = sender, id = 2"), Map.of()))
                .singleElement().asString().endsWith(
                        "allowed: each parent once, and never the node itself (node.id); 2 is there again");
        assertThat(faults(RECEIVER.replace("name = sender, id = 1", "name = sender, id = 2"), Map.of())).hasSize(1);
        assertThat(faults(REPAIR_HEAD.replace("\"239.1.1.2\"", "\"239.1.1.3\""), Map.of())).singleElement()
                .asString().contains("another than region.address; that of sender is there again");
        assertThat(faults(RECEIVER.replace("\"239.1.1.2\"", "\"239.1.1.3\""), Map.of())).hasSize(1);
    }

    @Test
    void shouldRefuseHalfOfAPairOfCertificateAndKey() {
        assertThat(faults(RECEIVER + "authorities.certificate = x.pem\n", Map.of())).singleElement().asString()
                .contains("allowed: authorities.certificate and authorities.private-key together, or none of them");
    }

    @Test
    void shouldRefuseAStallThatIsOverBeforeAnybodyLooks() {
        assertThat(faults(SENDER + "flow { slow-receiver = eject, stall-timeout = 20ms }\n", Map.of()))
                .singleElement().asString()
                .endsWith("key \"flow.stall-timeout\": found \"20ms\", allowed: at least 50ms, which is tree.heartbeat:"
                        + " children are judged once in that time");
        assertThat(faults(SENDER + "flow { slow-receiver = eject, stall-timeout = 50ms }\n", Map.of())).isEmpty();
    }

    @Test
    void shouldWarnOfWhatWorksAndIsHardlyMeant() {
        assertThat(warnings("")).isEmpty();
        assertThat(warnings("rate { data = 200m, total = 100m }")).singleElement().asString().contains(
                ":8: key \"rate.data\": found \"200m\", which is never reached: rate.total = 100m limits");
        assertThat(warnings("flow.stall-timeout = 9s")).singleElement().asString()
                .contains("means nothing unless flow.slow-receiver = eject");
        assertThat(warnings("tree.parent-misses = 40")).singleElement().asString().contains(
                "key \"tree.repair-head-silence\": default 1200ms, which gives a dead repair head up before its children"
                        + " look for another parent, after 2s (tree.heartbeat times tree.parent-misses)");
        assertThat(warnings("net.receive-buffer = 1MiB")).singleElement().asString()
                .contains("window.packets times net.datagram-bytes, 2883584 bytes");
        assertThat(warnings("session { mode = timely, hold = 5ms }")).singleElement().asString()
                .contains("Tracks ask for them each 5ms (tree.track)");
    }

    private List<String> warnings(String more) {
        try {
            Path file = Files.writeString(directory.resolve("sender.conf"), SENDER + more + "\n");
            return NodeConfigFile.readWhole(file, Map.of()).warnings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldRefuseWrongParents() {
        assertThat(faults(without(REPAIR_HEAD, "tree.parents", "]"), Map.of())).singleElement().asString()
                .isEqualTo(FILE + ": key \"tree.parents\": found nothing, allowed: 1 to 64 parents, primary first");
        assertThat(faults(REPAIR_HEAD.replace("name = sender,", "nam = sender,"), Map.of())).containsExactly(
                FILE + ": key \"tree.parents[0].name\" is missing, allowed: " + Member.NAME_ALLOWED,
                FILE + ":6: unknown key \"tree.parents[0].nam\", nearest is \"tree.parents[0].name\"");
        assertThat(faults(REPAIR_HEAD.replace("\"239.1.1.2\"", "\"239.1.1.1\""), Map.of())).singleElement().asString()
                .contains("another multicast address than 239.1.1.1");
        assertThat(faults(REPAIR_HEAD + "tree.parents = 5\n", Map.of())).singleElement().asString()
                .contains("key \"tree.parents\": found 5, allowed: a list of objects");
    }

    @Test
    void shouldRefuseWrongNamesInTheRoster() {
        assertThat(faults(REPAIR_HEAD.replace("\"1\" = sender", "\"0\" = sender"), Map.of())).singleElement()
                .asString().contains("roster.\"0\"");
    }

    @Test
    void shouldSayWhatIsNoHoconAndWhatIsNoFile() {
        assertThat(faults("node { name = ", Map.of())).singleElement().asString().startsWith(FILE + ":1: not HOCON, ");
        assertThatExceptionOfType(NodeConfigException.class).isThrownBy(() -> NodeConfigFile.read(Path.of("/no/file")))
                .withMessage("/no/file: cannot be read: no such file");
    }

    @Test
    void shouldTellNothingOfAPrivateKeyThatWasNamedInstead() {
        String key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v\n-----END PRIVATE KEY-----\n";
        assertThat(faults(key, Map.of())).singleElement().asString()
                .isEqualTo(FILE + ":2: not HOCON, allowed: key = value, and blocks in braces");
    }

    @Test
    void shouldSayThatAFileIsNotText() throws IOException {
        Path file = Files.write(directory.resolve("x.conf"), new byte[] {(byte) 0xc3, (byte) 0x28});
        assertThatExceptionOfType(NodeConfigException.class).isThrownBy(() -> NodeConfigFile.read(file))
                .withMessage(file + ": cannot be read: not text in UTF-8");
    }

    @Test
    void shouldKeepEachFaultOnOneLine() {
        List<String> faults = faults(SENDER.replace("name = sender", "name = \"se\\nnder\\u0007\""), Map.of());
        assertThat(faults).singleElement().asString().contains("found \"se?nder?\"").doesNotContain("\n");
    }

    @Test
    void shouldFindFaultsAndNeverThrowAnythingElseWhateverALineHolds() {
        List<String> lines = REPAIR_HEAD.lines().toList();
        List<String> odd = List.of("", "{", "}", "a = 1", "net = 5", "net.ttl = null", "tree.parents = [5]",
                "group = []", "roster = 7", "node.id = 1e300", "window.packets = -1", "net.interface = [x]",
                "tree.heartbeat = 5", "rate.data = \"-3m\"", "net.receive-buffer = \"99999999999999999999TiB\"");
        for (int i = 0; i < lines.size(); i++) {
            for (String line : odd) {
                String text = Stream.concat(lines.subList(0, i).stream(),
                        Stream.concat(Stream.of(line), lines.subList(i + 1, lines.size()).stream()))
                        .collect(Collectors.joining("\n"));
                try {
                    NodeConfigFile.parse(FILE, text, Map.of());
                } catch (NodeConfigException e) {
                    assertThat(e.faults()).isNotEmpty().allMatch(fault -> fault.startsWith(FILE.toString()));
                }
            }
        }
    }

    private static NodeConfig read(String text) {
        return NodeConfigFile.parse(FILE, text, Map.of());
    }

    private static List<String> faults(String text, Map<String, String> overrides) {
        try {
            NodeConfigFile.parse(FILE, text, overrides);
            return List.of();
        } catch (NodeConfigException e) {
            return e.faults();
        }
    }

    private static String without(String text, String from, String to) {
        int start = text.indexOf(from);
        return text.substring(0, start) + text.substring(text.indexOf(to, start) + to.length());
    }
}
