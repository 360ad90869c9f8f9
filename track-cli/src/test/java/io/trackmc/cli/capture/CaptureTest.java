package io.trackmc.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.trackmc.net.capture.PcapNgFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final InetSocketAddress FROM = new InetSocketAddress("10.0.0.1", 40201);
    private static final InetSocketAddress GROUP = new InetSocketAddress("239.255.71.1", 7100);
    private static final int IP_AND_UDP = 28;
    private static final int CAPTURED_AT = 20;
    private static final int BLOCK_LENGTH_AT = 4;
    private static final int OUTER_AND_INNER_HEADER = 44 + 32;

    @TempDir
    private Path directory;
    private Path path;
    private PcapNgFile file;
    private int headers;

    @BeforeEach
    void open() throws IOException {
        path = directory.resolve("c.pcapng");
        file = new PcapNgFile(path, "lo", "test");
        headers = (int) file.size();
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    @Test
    void shouldCountTypesAsMetricsCallThem() throws IOException {
        Capture capture = new Capture(file, CLOCK, Long.MAX_VALUE, Long.MAX_VALUE, false);
        capture.on(FROM, GROUP, golden("odata"));
        capture.on(FROM, GROUP, golden("odata"));
        capture.on(FROM, GROUP, golden("nack-suppress"));
        capture.on(FROM, GROUP, ByteBuffer.wrap(new byte[3]));
        assertThat(capture.types()).isEqualTo(Map.of("odata", 2, "nack_suppress", 1, "other", 1));
        assertThat(capture.packets()).isEqualTo(4);
    }

    @Test
    void shouldEndAtSoManyPackets() throws IOException {
        Capture capture = new Capture(file, CLOCK, 2, Long.MAX_VALUE, false);
        capture.on(FROM, GROUP, golden("odata"));
        assertThat(capture.isFull()).isFalse();
        capture.on(FROM, GROUP, golden("odata"));
        assertThat(capture.isFull()).isTrue();
        capture.on(FROM, GROUP, golden("odata"));
        assertThat(capture.packets()).isEqualTo(2);
    }

    @Test
    void shouldNeverMakeTheFileLongerThanItsLimit() throws IOException {
        Capture capture = new Capture(file, CLOCK, Long.MAX_VALUE, 1000, false);
        while (!capture.isFull()) {
            capture.on(FROM, GROUP, golden("odata"));
        }
        assertThat(Files.size(path)).isLessThanOrEqualTo(1000).isEqualTo(file.size());
        assertThat(capture.packets()).isPositive();
    }

    @Test
    void shouldCutPacketsBehindTheirHeaders() throws IOException {
        Capture capture = new Capture(file, CLOCK, Long.MAX_VALUE, Long.MAX_VALUE, true);
        ByteBuffer whole = golden("odata");
        capture.on(FROM, GROUP, whole);
        capture.on(FROM, GROUP, golden("heartbeat"));
        capture.on(FROM, GROUP,
                ByteBuffer.wrap("somebody else's secret, which is none of ours".getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        int at = headers;
        assertThat(bytes.getInt(at + CAPTURED_AT)).isEqualTo(IP_AND_UDP + OUTER_AND_INNER_HEADER);
        assertThat(bytes.getInt(at + CAPTURED_AT + 4)).isEqualTo(IP_AND_UDP + whole.remaining());
        at += bytes.getInt(at + BLOCK_LENGTH_AT);
        assertThat(bytes.getInt(at + CAPTURED_AT)).isEqualTo(IP_AND_UDP + golden("heartbeat").remaining() - 16);
        at += bytes.getInt(at + BLOCK_LENGTH_AT);
        assertThat(bytes.getInt(at + CAPTURED_AT)).isEqualTo(IP_AND_UDP + 32);
    }

    @Test
    void shouldPassOnThatTheFileCannotBeWritten() throws IOException {
        Capture capture = new Capture(file, CLOCK, Long.MAX_VALUE, Long.MAX_VALUE, false);
        file.close();
        assertThatThrownBy(() -> capture.on(FROM, GROUP, golden("odata"))).isInstanceOf(IOException.class);
        assertThat(capture.packets()).isZero();
    }

    private static ByteBuffer golden(String name) {
        Path vectors = Path.of(System.getProperty("basedir", "")).toAbsolutePath()
                .resolve("../track-proto/src/test/resources/golden/" + name + ".json");
        return ByteBuffer.wrap(HexFormat.of().parseHex(ConfigFactory.parseFile(vectors.toFile())
                .getConfigList("vectors").getFirst().getString("hex")));
    }
}
