package io.trackmc.cli.doctor;

import io.trackmc.cli.process.SystemCommand;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.InterfaceChoice;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** This host. */
final class LinuxFacts implements HostFacts {

    private static final Pattern TOTAL_MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final long KIB = 1024;
    private static final int PIECE_BYTES = 1 << 16;

    /** In large pieces: a kernel parameter that is read byte by byte ends after the first. */
    @Override
    public @Nullable String kernelFile(String path) {
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            byte[] piece = new byte[PIECE_BYTES];
            StringBuilder text = new StringBuilder();
            for (int length = file.read(piece); length > 0; length = file.read(piece)) {
                text.append(new String(piece, 0, length, StandardCharsets.US_ASCII));
            }
            return text.toString().strip();
        } catch (IOException _) {
            return null;
        }
    }

    @Override
    public String kernel() {
        return System.getProperty("os.version", "");
    }

    @Override
    public Link link(String wanted, boolean ipv4) {
        InterfaceChoice choice = InterfaceChoice.find(wanted, ipv4);
        NetworkInterface nif = choice.networkInterface();
        try {
            return new Link(choice.name(), choice.mtu(), nif.isUp(), nif.supportsMulticast() || nif.isLoopback());
        } catch (SocketException e) {
            throw new ConfigurationException("network interface " + choice.name() + " has gone", e);
        }
    }

    /** Connecting a socket looks the route up and sends nothing. */
    @Override
    public @Nullable String routeFault(String link, InetSocketAddress group) {
        boolean ipv6 = group.getAddress() instanceof Inet6Address;
        try (DatagramChannel probe = DatagramChannel
                .open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET)) {
            probe.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName(link));
            probe.connect(ipv6
                    ? new InetSocketAddress(Inet6Address.getByAddress(null, group.getAddress().getAddress(),
                            NetworkInterface.getByName(link)), group.getPort())
                    : group);
            return null;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public boolean portTaken(int port) {
        try (DatagramSocket _ = new DatagramSocket(port)) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    @Override
    public @Nullable String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException | UnsupportedOperationException _) {
            return null;
        }
    }

    @Override
    public boolean isReadable(Path file) {
        return Files.isReadable(file);
    }

    @Override
    public boolean isWritable(Path file) {
        return Files.isWritable(file);
    }

    @Override
    public long usableBytes(Path file) throws IOException {
        FileStore store = Files.getFileStore(file);
        return store.getUsableSpace();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public @Nullable Boolean isClockSynchronized() {
        if (!SystemCommand.isThere("timedatectl")) {
            return null;
        }
        boolean tells = SystemCommand.succeeds("timedatectl", "show");
        return tells ? SystemCommand.succeeds("sh", "-c", "timedatectl show -p NTPSynchronized --value | grep -q yes")
                : null;
    }

    @Override
    public int javaVersion() {
        return Runtime.version().feature();
    }

    @Override
    public long maxHeapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public long memoryBytes() {
        Matcher total = TOTAL_MEMORY.matcher(String.valueOf(kernelFile("/proc/meminfo")));
        return total.find() ? Long.parseLong(total.group(1)) * KIB : 0;
    }
}
