package io.trackmc.it.wireshark;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import io.trackmc.it.Repository;
import io.trackmc.net.capture.PcapNgFile;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dissector reads the golden vectors and a recorded session as the wire format says. */
class DissectorTest {

    private static final Path GOLDEN = Repository.root().resolve("track-proto/src/test/resources/golden");
    private static final Path READER = Repository.root().resolve("track-it/src/test/resources/reader");
    private static final Path SESSION = READER.resolve("session.pcap");
    private static final Path BUNDLE = READER.resolve("transport.bundle");
    private static final int PACKETS_IN_SESSION = 100;
    private static final int PORT = 7100;
    private static final String AS_TRACK = "track.ports:" + PORT;
    private static final InetSocketAddress FROM = new InetSocketAddress("10.0.0.1", 40201);
    private static final InetSocketAddress GROUP = new InetSocketAddress("239.255.71.1", PORT);
    private static final int PCAP_HEADER_LENGTH = 24;
    private static final int PCAP_RECORD_HEADER_LENGTH = 16;
    private static final int ETHERNET_AND_IP_AND_UDP = 42;
    private static final int ODATA_HEADERS = 44 + 32;

    @TempDir
    private Path directory;

    @BeforeEach
    void findTshark() {
        Tshark.assumeInstalled();
    }

    @Test
    void shouldShowEveryFieldOfTheGoldenVectors() throws Exception {
        List<Golden> vectors = accepted();
        List<Decoded> decoded = Tshark.decode(captureOf(vectors));
        assertThat(decoded).hasSameSizeAs(vectors);
        for (int i = 0; i < vectors.size(); i++) {
            check(vectors.get(i), decoded.get(i));
        }
    }

    @Test
    void shouldGiveTheReasonForWhichEachMalformedVectorIsDropped() throws Exception {
        Config file = ConfigFactory.parseFile(GOLDEN.resolve("malformed.json").toFile());
        // Of an empty datagram no dissector hears.
        List<Golden> vectors = Golden.in(file, "malformed").stream().filter(golden -> golden.bytes().length > 0)
                .toList();
        List<Decoded> decoded = Tshark.decode(captureOf(vectors), "-o", AS_TRACK, "-o",
                "track.datagram_bytes:" + file.getInt("maxDatagramBytes"));
        assertThat(decoded).hasSameSizeAs(vectors);
        for (int i = 0; i < vectors.size(); i++) {
            String reason = vectors.get(i).vector().getString("fault").toLowerCase(Locale.ROOT);
            assertThat(decoded.get(i).all("track.dropReason")).as(vectors.get(i).toString()).containsExactly(reason);
            assertThat(decoded.get(i).all("track." + reason)).as(vectors.get(i).toString()).hasSize(1);
        }
    }

    @Test
    void shouldFindEveryPacketOfASessionByItsShape() throws Exception {
        List<Decoded> decoded = Tshark.decode(SESSION);
        assertThat(decoded).hasSize(PACKETS_IN_SESSION).allMatch(Decoded::isTrack)
                .allMatch(packet -> packet.all("track.dropReason").isEmpty());
    }

    @Test
    void shouldNotTakeOtherProtocolsForItsOwn() throws Exception {
        byte[] almost = accepted().getFirst().bytes();
        almost[6] = 1; // reserved
        Path capture = captureOf(List.of(almost));
        assertThat(Tshark.decode(capture)).noneMatch(Decoded::isTrack);
        assertThat(Tshark.decode(capture, "-d", "udp.port==" + PORT + ",track")).allMatch(Decoded::isTrack);
    }

    @Test
    void shouldVerifyWithATransportBundleWhatItsNodeCouldVerify() throws Exception {
        Map<String, Integer> counts = statuses(Tshark.decode(SESSION, "-2", "-o", "track.bundles:" + BUNDLE));
        assertThat(counts).isEqualTo(Map.of("verified", 65, "no key", 35));
    }

    @Test
    void shouldNoticeOneChangedBit() throws Exception {
        Path changed = Files.write(directory.resolve("changed.pcap"), withOneBitOfContentChanged());
        List<Decoded> decoded = Tshark.decode(changed, "-2", "-o", "track.bundles:" + BUNDLE);
        assertThat(statuses(decoded)).containsEntry("wrong", 1);
        assertThat(decoded.stream().flatMap(packet -> packet.all("track.dropReason").stream()))
                .containsExactly("bad_icv");
    }

    @Test
    void shouldVerifyNothingWithAContentBundle() throws Exception {
        List<Decoded> decoded = Tshark.decode(SESSION, "-o", "track.bundles:" + READER.resolve("content.bundle"));
        assertThat(statuses(decoded)).isEmpty();
    }

    @Test
    void shouldTellRepairsFromOriginals() throws Exception {
        List<Decoded> repairs = new ArrayList<>();
        for (Decoded packet : Tshark.decode(SESSION)) {
            boolean isRepair = packet.all("track.type").equals(List.of("2"));
            boolean isOriginal = packet.all("track.type").equals(List.of("1"));
            assertThat(packet.all("track.isRepair")).isEqualTo(
                    isRepair ? List.of("1") : isOriginal ? List.of("0") : List.of());
            if (isRepair) {
                repairs.add(packet);
            }
        }
        assertThat(repairs).isNotEmpty().allMatch(packet -> packet.all("track.originalFrame").size() == 1);
    }

    @Test
    void shouldTakeSuperPacketsApart() throws Exception {
        List<byte[]> datagrams = Golden.of("odata").stream().map(Golden::bytes).toList();
        ByteBuffer together = ByteBuffer.allocate(datagrams.stream().mapToInt(bytes -> bytes.length).sum());
        datagrams.forEach(together::put);
        Decoded decoded = Tshark.decode(captureOf(List.of(together.array()))).getFirst();
        assertThat(decoded.all("track.datagrams")).containsExactly(Integer.toString(datagrams.size()));
        assertThat(decoded.all("track.type")).hasSameSizeAs(datagrams).containsOnly("1");
        assertThat(decoded.all("track.dropReason")).isEmpty();
    }

    @Test
    void shouldReadWhatIsThereOfDatagramsThatWereCutByTheCapture() throws Exception {
        Path capture = directory.resolve("cut.pcapng");
        byte[] whole = Golden.of("odata").getFirst().bytes();
        try (PcapNgFile file = new PcapNgFile(capture, "lo", "test")) {
            for (int kept = 1; kept <= ODATA_HEADERS; kept++) {
                file.write(Instant.EPOCH, FROM, GROUP, ByteBuffer.wrap(whole), kept);
            }
        }
        List<Decoded> decoded = Tshark.decode(capture, "-o", AS_TRACK, "-o", "track.bundles:" + BUNDLE);
        assertThat(decoded).allMatch(packet -> packet.all("track.dropReason").isEmpty())
                .allMatch(packet -> packet.all("track.cut").size() == 1);
        assertThat(decoded.getLast().numbers("track.inner.sequence")).containsExactly(BigInteger.valueOf(5000));
    }

    @Test
    void shouldShowNoContent() throws Exception {
        for (Decoded packet : Tshark.decode(SESSION)) {
            packet.all("track.inner.content")
                    .forEach(text -> assertThat(text).matches("(ciphertext|in clear), \\d+ bytes"));
        }
    }

    /** Each field of a vector is shown as that, and in the order of the vector where there are several. */
    private static void check(Golden golden, Decoded decoded) {
        assertThat(decoded.all("track.dropReason")).as(golden.toString()).isEmpty();
        Config vector = golden.vector();
        Config outer = vector.getConfig("outer");
        String prefix = "track." + golden.message() + ".";
        checkNumbers(golden, decoded, "track.", outer.withoutPath("class").withoutPath("direction"));
        assertThat(decoded.numbers("track.keyClass")).as(golden.toString()).containsExactly(number(outer, "class"));
        assertThat(decoded.numbers("track.direction")).as(golden.toString())
                .containsExactly(number(outer, "direction"));
        assertThat(decoded.hex("track.icv")).as(golden.toString()).containsExactly(vector.getString("icv"));
        checkNumbers(golden, decoded, prefix, vector.getConfig("body"));
        if (vector.hasPath("inner")) {
            Config inner = vector.getConfig("inner");
            checkNumbers(golden, decoded, "track.inner.", inner.withoutPath("content").withoutPath("authenticator"));
            String auth = String.join("", decoded.hex("track.inner.authenticator"))
                    + String.join("", decoded.hex("track.inner.signature"))
                    + String.join("", decoded.hex("track.inner.path"));
            assertThat(auth).as(golden.toString()).isEqualTo(inner.getString("authenticator"));
            assertThat(decoded.all("track.inner.content").getFirst()).as(golden.toString())
                    .endsWith(", " + inner.getString("content").length() / 2 + " bytes");
        }
    }

    private static void checkNumbers(Golden golden, Decoded decoded, String prefix, Config expected) {
        expected.root().forEach((name, value) -> {
            String what = golden + ": " + prefix + name;
            if (value.valueType() == ConfigValueType.LIST && ((List<?>) value).stream().noneMatch(e -> e
                    .toString().startsWith("SimpleConfigObject"))) {
                assertThat(decoded.numbers(prefix + name)).as(what)
                        .isEqualTo(expected.getStringList(name).stream().map(BigInteger::new).toList());
            } else if (value.valueType() == ConfigValueType.LIST) {
                checkEntries(golden, decoded, prefix + name, expected.getConfigList(name));
            } else if (name.equals("sourceIncarnation") || name.equals("tag")) {
                assertThat(String.join("", decoded.hex(prefix + name))).as(what).isEqualTo(expected.getString(name));
            } else {
                assertThat(decoded.numbers(prefix + name)).as(what).containsExactly(number(expected, name));
            }
        });
    }

    private static void checkEntries(Golden golden, Decoded decoded, String list, List<? extends Config> entries) {
        Map<String, List<String>> columns = new TreeMap<>();
        entries.forEach(entry -> entry.root().keySet().forEach(
                key -> columns.computeIfAbsent(key, any -> new ArrayList<>()).add(entry.getString(key))));
        columns.forEach((key, values) -> {
            String field = list + "." + key;
            Collection<?> found = key.equals("digest") || key.equals("wrap") ? decoded.hex(field)
                    : decoded.numbers(field).stream().map(BigInteger::toString).toList();
            assertThat(found.toString()).as("%s: %s", golden, field).isEqualTo(values.toString());
        });
    }

    private static BigInteger number(Config config, String name) {
        return new BigInteger(config.getString(name));
    }

    private static Map<String, Integer> statuses(List<Decoded> decoded) {
        Map<String, Integer> counts = new TreeMap<>();
        decoded.forEach(packet -> packet.all("track.icv.status").forEach(one -> counts.merge(one, 1, Integer::sum)));
        return counts;
    }

    private static List<Golden> accepted() throws IOException {
        List<Golden> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(GOLDEN)) {
            for (Path file : files.sorted().toList()) {
                Config config = ConfigFactory.parseFile(file.toFile());
                if (config.hasPath("type")) {
                    all.addAll(Golden.in(config, file.getFileName().toString().replace(".json", "")));
                }
            }
        }
        return all;
    }

    private Path captureOf(List<?> datagrams) throws IOException {
        Path capture = directory.resolve("golden.pcapng");
        try (PcapNgFile file = new PcapNgFile(capture, "lo", "test")) {
            for (Object datagram : datagrams) {
                byte[] bytes = datagram instanceof Golden golden ? golden.bytes() : (byte[]) datagram;
                file.write(Instant.EPOCH, FROM, GROUP, ByteBuffer.wrap(bytes), bytes.length);
            }
        }
        return capture;
    }

    private static byte[] withOneBitOfContentChanged() throws IOException {
        byte[] capture = Files.readAllBytes(SESSION);
        ByteBuffer fields = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        int at = PCAP_HEADER_LENGTH;
        while (capture[at + PCAP_RECORD_HEADER_LENGTH + ETHERNET_AND_IP_AND_UDP + 1] != 1) { // OData
            at += PCAP_RECORD_HEADER_LENGTH + fields.getInt(at + Long.BYTES);
        }
        capture[at + PCAP_RECORD_HEADER_LENGTH + ETHERNET_AND_IP_AND_UDP + ODATA_HEADERS] ^= 1;
        return capture;
    }

    /** One golden vector. */
    private record Golden(String file, Config vector) {

        static List<Golden> of(String file) {
            return in(ConfigFactory.parseFile(GOLDEN.resolve(file + ".json").toFile()), file);
        }

        static List<Golden> in(Config config, String file) {
            return config.getConfigList("vectors").stream().map(vector -> new Golden(file, vector)).toList();
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(vector.getString("hex"));
        }

        /** Name of the message in fields: {@code bind-confirm} is {@code bindConfirm}. */
        String message() {
            StringBuilder name = new StringBuilder();
            for (String word : file.split("-", -1)) {
                name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
            }
            return name.toString();
        }

        @Override
        public String toString() {
            return file + ": " + vector.getString("name");
        }
    }
}
