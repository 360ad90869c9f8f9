package io.trackmc.net.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapNgFileTest {

    private static final Instant TIME = Instant.ofEpochSecond(1_788_220_800L, 123_456_789L);
    private static final InetSocketAddress FROM = new InetSocketAddress("10.0.0.1", 40201);
    private static final InetSocketAddress GROUP = new InetSocketAddress("239.255.71.1", 7100);

    private static final String SECTION_HEADER = "0a0d0d0a" + "0000002c" + "1a2b3c4d" + "00010000" + "ffffffffffffffff"
            + "00040005" + "747261636b000000" + "00000000" + "0000002c";
    private static final String INTERFACE = "00000001" + "00000030" + "00650000" + "00000000" + "00020002" + "6c6f0000"
            + "00030002" + "68690000" + "00090001" + "09000000" + "00000000" + "00000030";
    private static final String IPV4_PACKET = "00000006" + "00000040" + "00000000" + "18d10957" + "e352cd15"
            + "0000001e" + "00000021"
            + "45000021" + "00000000" + "0011" + "79cb" + "0a000001" + "efff4701" + "9d091bbc" + "000d0000" + "0102"
            + "0000"
            + "00000040";
    private static final String STATISTICS = "00000005" + "00000028" + "00000000" + "18d10957" + "e352cd15"
            + "00050008" + "0000000000000007" + "00000000" + "00000028";

    @TempDir
    private Path directory;

    @Test
    void shouldWriteTheseVeryBytes() throws IOException {
        Path path = directory.resolve("c.pcapng");
        try (PcapNgFile file = new PcapNgFile(path, "lo", "hi")) {
            file.write(TIME, FROM, GROUP, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), 2);
            file.writeStatistics(TIME, 7);
            assertThat(file.size()).isEqualTo(Files.size(path));
        }
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(path)))
                .isEqualTo(SECTION_HEADER + INTERFACE + IPV4_PACKET + STATISTICS);
    }

    @Test
    void shouldWriteIpv6() throws IOException {
        Path path = directory.resolve("c.pcapng");
        int before;
        try (PcapNgFile file = new PcapNgFile(path, "lo", "hi")) {
            before = (int) file.size();
            file.write(TIME, new InetSocketAddress("fe80::1", 1), new InetSocketAddress("ff15::2", 2),
                    ByteBuffer.wrap(new byte[] {9}), 1);
        }
        byte[] bytes = Files.readAllBytes(path);
        assertThat(HexFormat.of().formatHex(bytes, before + 28, before + 28 + 49)).isEqualTo("60000000" + "00091100"
                + "fe800000000000000000000000000001" + "ff150000000000000000000000000002" + "00010002" + "0009f93f"
                + "09");
    }

    @Test
    void shouldKeepThePositionOfWhatItWrites() throws IOException {
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {1, 2, 3});
        try (PcapNgFile file = new PcapNgFile(directory.resolve("c.pcapng"), "lo", "hi")) {
            file.write(TIME, FROM, GROUP, payload, 3);
        }
        assertThat(payload.position()).isZero();
    }

    @Test
    void shouldReplaceNoFile() throws IOException {
        Path path = Files.createFile(directory.resolve("c.pcapng"));
        assertThatThrownBy(() -> new PcapNgFile(path, "lo", "hi")).isInstanceOf(FileAlreadyExistsException.class);
    }

    /** A name that no block has room for is what can be had without a disk that is full. */
    @Test
    void shouldLeaveNoFileBehindWhoseHeaderCannotBeWritten() {
        Path path = directory.resolve("c.pcapng");
        String endless = "x".repeat(1 << 17);
        assertThatThrownBy(() -> new PcapNgFile(path, endless, "hi")).isInstanceOf(BufferOverflowException.class);
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldBeReadByItsOwnerOnly() throws IOException {
        Path path = directory.resolve("c.pcapng");
        new PcapNgFile(path, "lo", "hi").close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
    }
}
