package io.trackmc.feed.fan;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A listening Unix domain socket and its file, which only its owner can use.
 *
 * <p>A socket is made with whatever rights the process's mask leaves, and could be connected to before they are taken away. So it is made in a directory of mode
 * 0700, gets mode 0600 there, and is moved to its place then. A file that is there already is replaced only if it is a socket and nobody listens behind it.
 */
final class SocketFile implements AutoCloseable {

    /** Longest path of a socket on Linux, its terminating zero included. */
    private static final int MAX_PATH_BYTES = 108;

    private static final int TYPE_MASK = 0xF000;
    private static final int SOCKET = 0xC000;
    private static final String NEST_PREFIX = ".s";
    private static final String SOCKET_NAME = "s";

    private final Path path;
    private final ServerSocketChannel channel;
    private final @Nullable Object identity;

    private SocketFile(Path path, ServerSocketChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.identity = identityOf(path);
    }

    /**
     * Begins to listen.
     *
     * @throws IOException when it cannot be, with one line that says why
     */
    static SocketFile listen(Path wanted) throws IOException {
        Path path = wanted.toAbsolutePath();
        Path parent = Objects.requireNonNull(path.getParent(), "a file has a directory");
        if (path.toString().getBytes(StandardCharsets.UTF_8).length >= MAX_PATH_BYTES) {
            throw new IOException(path + ": the path is too long for a socket, allowed: " + (MAX_PATH_BYTES - 1)
                    + " bytes");
        }
        makeRoom(path);
        Path nest = Files.createTempDirectory(parent, NEST_PREFIX,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path born = nest.resolve(SOCKET_NAME);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(born));
            Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("rw-------"));
            Files.move(born, path, StandardCopyOption.ATOMIC_MOVE);
            return new SocketFile(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        } finally {
            Files.deleteIfExists(born);
            Files.deleteIfExists(nest);
        }
    }

    /** Removes a socket that nobody listens behind, and refuses to remove anything else. */
    private static void makeRoom(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new IOException(path + " is there and is no socket");
        }
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException(path + " is in use by another process");
        } catch (ConnectException _) {
            Files.delete(path);
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & TYPE_MASK) == SOCKET;
    }

    private static @Nullable Object identityOf(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Stops listening, and removes the file unless another has taken its place. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(identity, identityOf(path))) {
            Files.delete(path);
        }
    }
}
