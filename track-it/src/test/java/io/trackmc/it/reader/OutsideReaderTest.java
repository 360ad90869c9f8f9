package io.trackmc.it.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.it.Repository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An implementation in another language, written from docs/wire-format.md and docs/bundles.md alone, reads a recorded session with what one
 * receiver holds. {@code record.sh} beside it makes a new recording when the format changes.
 */
class OutsideReaderTest {

    private static final Path READER = Repository.root().resolve("track-it/src/test/resources/reader");
    private static final Path SESSION = READER.resolve("session.pcap");
    private static final String SHA_256_OF_FILE = "e305d288facf33653dd5b2ed54b54892251fe7c64967f27112dc44fd13a8fa3b";
    private static final int FILE_BYTES = 30_000;

    private static final int PCAP_HEADER_LENGTH = 24;
    private static final int PCAP_RECORD_HEADER_LENGTH = 16;
    private static final int CAPTURED_LENGTH_AT = 8;
    private static final int LONGER_THAN_CONTROL_PACKETS = 1000;

    @BeforeEach
    void findPython() throws IOException, InterruptedException {
        assumeTrue(hasPython(), "needs python3 with the package cryptography (Debian: python3-cryptography)");
    }

    @Test
    void shouldVerifyAndOpenARecordedSession() throws Exception {
        Config report = read(SESSION, 0);
        assertThat(report.getObject("failed")).isEmpty();
        assertThat(report.getObject("verified")).containsKeys("OData", "NullData", "RData", "Heartbeat", "Advertise",
                "BindRequest", "BindConfirm", "Track", "Nack", "NackSuppress", "UnbindRequest", "UnbindConfirm");
        assertThat(report.getLong("closed.lastSequence")).isEqualTo(report.getLong("sequences"));
        Config file = report.getConfigList("files").getFirst();
        assertThat(file.getInt("bytes")).isEqualTo(FILE_BYTES);
        assertThat(file.getString("sha256")).isEqualTo(SHA_256_OF_FILE);
    }

    @Test
    void shouldNoticeOneChangedBit(@TempDir Path directory) throws Exception {
        Path changed = Files.write(directory.resolve("changed.pcap"), withOneBitOfContentChanged());
        Config report = read(changed, 1);
        assertThat(report.getInt("failed.OData")).isEqualTo(1);
    }

    private static byte[] withOneBitOfContentChanged() throws IOException {
        byte[] capture = Files.readAllBytes(SESSION);
        ByteBuffer fields = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        int at = PCAP_HEADER_LENGTH;
        while (fields.getInt(at + CAPTURED_LENGTH_AT) < LONGER_THAN_CONTROL_PACKETS) {
            at += PCAP_RECORD_HEADER_LENGTH + fields.getInt(at + CAPTURED_LENGTH_AT);
        }
        capture[at + PCAP_RECORD_HEADER_LENGTH + LONGER_THAN_CONTROL_PACKETS / 2] ^= 1;
        return capture;
    }

    private static Config read(Path capture, int expectedExitCode) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", READER.resolve("track_reader.py").toString(),
                capture.toString(), READER.resolve("transport.bundle").toString(),
                READER.resolve("content.bundle").toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(expectedExitCode);
        return ConfigFactory.parseString(output);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder(List.of("python3", "-c",
                    "from cryptography.hazmat.primitives.ciphers.aead import AESGCM")).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }
}
