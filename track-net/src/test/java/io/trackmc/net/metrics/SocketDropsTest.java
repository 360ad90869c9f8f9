package io.trackmc.net.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketDropsTest {

    private static final String HEAD = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n";

    /** 192.168.1.1:8080 and [ff02::1:203]:8080. */
    private static final String IPV4 = kernel("C0A80101") + ":1F90";
    private static final String IPV6 = kernel("FF020000") + kernel("00000000") + kernel("00000000") + kernel("00010203")
            + ":1F90";
    private static final String ANOTHER = kernel("C0A80102") + ":1F90";
    private static final List<InetSocketAddress> BOUND = List.of(
            new InetSocketAddress(InetAddress.ofLiteral("192.168.1.1"), 8080),
            new InetSocketAddress(InetAddress.ofLiteral("ff02::1:203"), 8080));

    @TempDir
    Path proc;

    private SocketDrops drops;

    @BeforeEach
    void ownSockets() throws IOException {
        Path descriptors = Files.createDirectories(proc.resolve("self/fd"));
        Files.createSymbolicLink(descriptors.resolve("4"), Path.of("socket:[1001]"));
        Files.createSymbolicLink(descriptors.resolve("5"), Path.of("socket:[1002]"));
        Files.createSymbolicLink(descriptors.resolve("6"), Path.of("/dev/null"));
        Files.createDirectories(proc.resolve("net"));
        drops = new SocketDrops(proc, BOUND);
    }

    @Test
    void shouldSumWhatWasDroppedAtSocketsOfTheNodeOnly() throws IOException {
        Files.writeString(proc.resolve("net/udp"), HEAD + row(IPV4, 1001, 7) + row(IPV4, 1003, 100)
                + row(ANOTHER, 1002, 100));
        Files.writeString(proc.resolve("net/udp6"), HEAD + row(IPV6, 1002, 5));
        assertThat(drops.read()).hasValue(12);
    }

    /** Whoever reads a counter that falls takes it for a new one. */
    @Test
    void shouldNeverFallWhenASocketIsClosed() throws IOException {
        Files.writeString(proc.resolve("net/udp"), HEAD + row(IPV4, 1001, 7) + row(IPV4, 1002, 3));
        assertThat(drops.read()).hasValue(10);
        Files.writeString(proc.resolve("net/udp"), HEAD + row(IPV4, 1002, 4));
        assertThat(drops.read()).hasValue(11);
        Files.writeString(proc.resolve("net/udp"), HEAD + row(IPV4, 1002, 1));
        assertThat(drops.read()).hasValue(12);
    }

    @Test
    void shouldDoWithoutIpv6() throws IOException {
        Files.writeString(proc.resolve("net/udp"), HEAD + row(IPV4, 1001, 7));
        assertThat(drops.read()).hasValue(7);
    }

    @Test
    void shouldSayNothingWhereTheKernelDoesNot() {
        assertThat(new SocketDrops(proc.resolve("nowhere"), BOUND).read()).isEmpty();
    }

    private static String row(String address, int inode, int drops) {
        return "  12: " + address + " 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 " + inode
                + " 2 0000000000000000 " + drops + "\n";
    }

    /** A word of an address, as a machine with this byte order writes it. */
    private static String kernel(String word) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                ? word
                : word.substring(6, 8) + word.substring(4, 6) + word.substring(2, 4) + word.substring(0, 2);
    }
}
