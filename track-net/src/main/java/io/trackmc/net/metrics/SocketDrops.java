package io.trackmc.net.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Datagrams that the kernel threw away because a socket of a node was full: from /proc/net/udp and udp6, whose rows name sockets by address and inode, and
 * /proc/self/fd, which tells the inodes of this process: others may have sockets of the same addresses. Linux only; one thread.
 */
public final class SocketDrops {

    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;
    private static final int DROPS = 12;

    private final Path proc;
    private final Set<String> addresses;
    private final Map<String, Long> lastByInode = new HashMap<>();
    private long sum;

    /**
     * Of some sockets.
     *
     * @param proc where the kernel tells of itself
     * @param bound what they are bound to
     */
    SocketDrops(Path proc, Collection<InetSocketAddress> bound) {
        this.proc = proc;
        this.addresses = bound.stream().map(SocketDrops::asKernel).collect(Collectors.toUnmodifiableSet());
    }

    /** Of sockets of this process that are bound to these addresses. */
    public static SocketDrops of(Collection<InetSocketAddress> bound) {
        return new SocketDrops(Path.of("/proc"), bound);
    }

    /** All there were so far, of sockets that have been closed too as far as this was asked before; empty where the kernel does not tell. */
    public OptionalLong read() {
        try {
            Set<String> own = ownSockets();
            add(proc.resolve("net/udp"), own);
            add(proc.resolve("net/udp6"), own);
            return OptionalLong.of(sum);
        } catch (IOException | DirectoryIteratorException _) {
            return OptionalLong.empty();
        }
    }

    /** As the kernel writes it: words of the address in the order of this machine, in hexadecimal, and the port. */
    private static String asKernel(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        ByteBuffer words = ByteBuffer.wrap(ip.getAddress()).order(ByteOrder.nativeOrder());
        StringBuilder text = new StringBuilder();
        while (words.hasRemaining()) {
            text.append(String.format(Locale.ROOT, "%08X", words.getInt()));
        }
        return text.append(String.format(Locale.ROOT, ":%04X", address.getPort())).toString();
    }

    private Set<String> ownSockets() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.resolve("self/fd"))) {
            for (Path descriptor : descriptors) {
                Matcher socket = SOCKET.matcher(target(descriptor));
                if (socket.matches()) {
                    inodes.add(socket.group(1));
                }
            }
        }
        return inodes;
    }

    /** A descriptor may be closed while the directory is read: the directory's own is. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return "";
        }
    }

    private void add(Path table, Set<String> inodes) throws IOException {
        if (!Files.exists(table)) {
            return;
        }
        for (String line : Files.readAllLines(table)) {
            String[] fields = BLANKS.split(line.strip(), -1);
            if (fields.length > DROPS && inodes.contains(fields[INODE]) && addresses.contains(fields[LOCAL_ADDRESS])) {
                long drops = Long.parseLong(fields[DROPS]);
                Long last = lastByInode.put(fields[INODE], drops);
                // Less than before: the inode is that of another socket now.
                sum += last == null || drops < last ? drops : drops - last;
            }
        }
    }
}
