package io.trackmc.keys.controller.authority;

import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** An authority without its socket and thread: a test says what time it is, and when. */
final class OpenParts {

    private OpenParts() {}

    static AuthorityParts open(Path directory, KeyLayer layer) {
        AuthoritySettings settings = AuthoritySettings.of(layer, directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).with(TestDeployment.atOnce());
        return AuthorityParts.open(settings, InstantSource.system(), 0, _ -> {});
    }

    /** Expels a node and makes the rekey. */
    static void expel(AuthorityParts parts, String node, long nowMs) {
        announceExpulsion(parts, node, nowMs);
        parts.desk().give(parts.office().rekeyWhenDue(nowMs));
    }

    /** Writes down that a node is expelled, and makes no rekey yet. */
    static void announceExpulsion(AuthorityParts parts, String node, long nowMs) {
        parts.desk().expel(node, "test", nowMs, () -> {}, () -> {});
        parts.desk().finish(nowMs);
    }

    static List<byte[]> rekeys(AuthorityParts parts) {
        List<byte[]> inners = new ArrayList<>();
        RecordingReply reply = new RecordingReply();
        parts.office().feed(reply, 0);
        reply.frames.forEach(frame -> inners.add(frame.clone()));
        return inners.subList(1, inners.size());
    }

    static Path copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                    return FileVisitResult.CONTINUE;
                }
            });
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
