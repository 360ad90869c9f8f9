package io.trackmc.feed.fan;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A listening Unix domain socket and its file, which only its owner can use.
 *
 * <p>A socket is made with whatever rights the process's mask leaves, and could be connected to before they are taken away. So it is made in a directory of mode
 * 0700, gets mode 0600 there, and is linked to its place then, which fails where something has appeared meanwhile. A file that is there already is replaced only if it
 * is a socket and nobody listens behind it.
 */
final class SocketFile implements AutoCloseable {

    /** Longest path of a socket that a JDK takes on Linux, whose own limit is 107. */
    private static final int MAX_PATH_BYTES = 106;

    private static final int TYPE_MASK = 0xF000;
    private static final int SOCKET = 0xC000;
    private static final String NEST_PREFIX = ".s";
    private static final int NEST_NAMES = 36 * 36 * 36 * 36;
    private static final int NEST_RADIX = 36;
    private static final int NEST_ATTEMPTS = 100;
    private static final String SOCKET_NAME = "s";
    private static final String DEAD_NAME = "d";

    /** What the path of a new socket is longer by than that of its directory: {@code /.s}, up to four characters, {@code /s}. */
    private static final int NEST_BYTES = 9;

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
        checkLength(path, parent);
        Path nest = nest(parent);
        Path born = nest.resolve(SOCKET_NAME);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            makeRoom(path, nest.resolve(DEAD_NAME));
            channel.bind(UnixDomainSocketAddress.of(born));
            Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("rw-------"));
            Files.createLink(path, born);
            return new SocketFile(path, channel);
        } catch (FileAlreadyExistsException e) {
            channel.close();
            throw new IOException(path + " has been made by another process meanwhile", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        } finally {
            Files.deleteIfExists(born);
            Files.deleteIfExists(nest);
        }
    }

    private static void checkLength(Path path, Path parent) throws IOException {
        if (bytes(path) > MAX_PATH_BYTES || bytes(parent) + NEST_BYTES > MAX_PATH_BYTES) {
            throw new IOException(path + ": a path of " + bytes(path) + " bytes is too long for a socket, allowed: "
                    + MAX_PATH_BYTES + " bytes, and " + (MAX_PATH_BYTES - NEST_BYTES) + " for its directory");
        }
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** A directory for us alone, with a name as short as the limit of a socket's path wants it. */
    private static Path nest(Path parent) throws IOException {
        for (int i = 0;; i++) {
            String name = Integer.toString(ThreadLocalRandom.current().nextInt(NEST_NAMES), NEST_RADIX);
            try {
                return Files.createDirectory(parent.resolve(NEST_PREFIX + name),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (i == NEST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Removes a socket that nobody listens behind, and refuses to remove anything else. */
    private static void makeRoom(Path path, Path aside) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new IOException(path + " is there and is no socket");
        }
        checkDead(path, path);
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        try {
            checkDead(aside, path); // another process may have put its own there in between
        } catch (IOException e) {
            Files.createLink(path, aside);
            throw e;
        } finally {
            Files.delete(aside);
        }
    }

    private static void checkDead(Path socket, Path called) throws IOException {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            throw new IOException(called + " is in use by another process");
        } catch (ConnectException _) {
            // Nobody listens.
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
