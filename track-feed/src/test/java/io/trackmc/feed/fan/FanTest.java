package io.trackmc.feed.fan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.feed.mold.MoldFrame;
import io.trackmc.feed.mold.SessionName;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanTest {

    private static final SessionName SESSION = new SessionName("F");
    private static final int MESSAGES = 20_000;
    private static final int QUEUE_BYTES = 4_096;
    private static final byte[] MESSAGE = new byte[200];
    private static final byte[] HELLO = {'R'};
    private static final int FAILURES = 5;

    @TempDir
    Path directory;

    @Test
    void shouldGiveEverythingToEverybodyAlsoWhenOneIsSlow() throws Exception {
        try (FanServer server = FanServer.listen(socket(), SlowReader.WAIT, QUEUE_BYTES, 3)) {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            CompletableFuture<Long> slow = reader(gate);
            CompletableFuture<Long> quick = reader(CompletableFuture.completedFuture(null));
            CompletableFuture<Long> other = reader(CompletableFuture.completedFuture(null));
            assertThat(server.awaitExpected(1, TimeUnit.MINUTES)).isTrue();
            AtomicLong handed = new AtomicLong();
            CompletableFuture<Void> feed = background(() -> {
                for (int i = 1; i <= MESSAGES; i++) {
                    server.message(SESSION, i, i, MESSAGE, 0, MESSAGE.length);
                    handed.set(i);
                }
                server.end(SESSION, MESSAGES + 1, 0);
                server.finish();
                return null;
            });
            awaitStandStill(handed);
            assertThat(handed.get()).as("held back by who does not read").isLessThan(MESSAGES);
            gate.complete(null);
            feed.get(1, TimeUnit.MINUTES);
            assertThat(slow.get()).isEqualTo(MESSAGES);
            assertThat(quick.get()).isEqualTo(MESSAGES);
            assertThat(other.get()).isEqualTo(MESSAGES);
            assertThat(server.cutOff()).isZero();
        }
    }

    @Test
    void shouldCutOffWhoIsSlowWhereThatIsWanted() throws Exception {
        try (FanServer server = FanServer.listen(socket(), SlowReader.DROP, QUEUE_BYTES, 1);
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            silent.write(ByteBuffer.wrap(HELLO));
            assertThat(server.awaitExpected(1, TimeUnit.MINUTES)).isTrue();
            for (int i = 1; i <= MESSAGES; i++) {
                server.message(SESSION, i, i, MESSAGE, 0, MESSAGE.length);
            }
            server.finish();
            assertThat(server.cutOff()).isOne();
            ByteBuffer rest = ByteBuffer.allocate(1 << 16);
            while (silent.read(rest.clear()) >= 0) {
                assertThat(rest.position()).isPositive();
            }
        }
    }

    @Test
    void shouldGoOnWhenAReaderLeaves() throws Exception {
        try (FanServer server = FanServer.listen(socket(), SlowReader.WAIT, QUEUE_BYTES, 1)) {
            try (SocketChannel leaving = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
                leaving.write(ByteBuffer.wrap(HELLO));
                assertThat(server.awaitExpected(1, TimeUnit.MINUTES)).isTrue();
            }
            for (int i = 1; i <= MESSAGES; i++) {
                server.message(SESSION, i, i, MESSAGE, 0, MESSAGE.length);
            }
            server.finish();
            assertThat(server.members()).isZero();
        }
    }

    @Test
    void shouldBeForItsOwnerAloneAndLeaveNothing() throws Exception {
        try (FanServer server = FanServer.listen(socket(), SlowReader.WAIT, QUEUE_BYTES, 0)) {
            assertThat(server.members()).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket()))).isEqualTo("rw-------");
            try (var files = Files.list(directory)) {
                assertThat(files).containsExactly(socket());
            }
            assertThatThrownBy(() -> FanServer.listen(socket(), SlowReader.WAIT, QUEUE_BYTES, 0))
                    .isInstanceOf(IOException.class).hasMessageEndingWith("is in use by another process");
        }
        assertThat(Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void shouldReplaceASocketThatNobodyListensBehindAndNothingElse() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();
        try (FanServer server = FanServer.listen(socket(), SlowReader.WAIT, QUEUE_BYTES, 0)) {
            assertThat(server.joined()).isZero();
        }
        Path precious = Files.writeString(directory.resolve("precious"), "words");
        Path link = Files.createSymbolicLink(directory.resolve("link"), precious);
        for (Path path : new Path[] {precious, link, directory}) {
            assertThatThrownBy(() -> FanServer.listen(path, SlowReader.WAIT, QUEUE_BYTES, 0))
                    .hasMessage(path + " is there and is no socket");
        }
        assertThat(precious).hasContent("words");
        assertThatThrownBy(() -> FanServer.listen(directory.resolve("x".repeat(120)), SlowReader.WAIT, QUEUE_BYTES,
                0)).hasMessageContaining("too long for a socket");
    }

    @Test
    void shouldTakePathsUpToTheLimitAndNoLongerOnes() throws Exception {
        Path longest = directory.resolve("x".repeat(106 - directory.toString().length() - 1));
        try (FanServer server = FanServer.listen(longest, SlowReader.WAIT, QUEUE_BYTES, 1);
                FanClient client = FanClient.connect(longest)) {
            assertThat(server.awaitExpected(1, TimeUnit.MINUTES)).isTrue();
            server.end(SESSION, 1, 0);
            assertThat(client.next()).isNotNull();
        }
        Path longer = Path.of(longest + "x");
        assertThatThrownBy(() -> FanServer.listen(longer, SlowReader.WAIT, QUEUE_BYTES, 0)).hasMessage(longer
                + ": a path of 107 bytes is too long for a socket, allowed: 106 bytes, and 97 for its directory");
        Path deep = Files.createDirectory(directory.resolve("x".repeat(98 - directory.toString().length() - 1)));
        assertThatThrownBy(() -> FanServer.listen(deep.resolve("s"), SlowReader.WAIT, QUEUE_BYTES, 0))
                .hasMessageContaining("and 97 for its directory");
        Path deepest = Files.createDirectory(directory.resolve("x".repeat(97 - directory.toString().length() - 1)));
        FanServer.listen(deepest.resolve("s"), SlowReader.WAIT, QUEUE_BYTES, 0).close();
        assertThat(deepest).isEmptyDirectory();
    }

    @Test
    void shouldNotTakeWhoOnlyLooksForAReader() throws Exception {
        try (FanServer server = FanServer.listen(socket(), SlowReader.WAIT, QUEUE_BYTES, 1)) {
            try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
                assertThat(probe.isConnected()).isTrue();
            }
            try (SocketChannel second = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
                second.shutdownOutput();
                assertThat(second.read(ByteBuffer.allocate(1))).as("sent away").isNegative();
            }
            assertThat(server.joined()).isZero();
            assertThat(server.awaitExpected(0, TimeUnit.SECONDS)).isFalse();
            try (FanClient client = FanClient.connect(socket())) {
                assertThat(server.awaitExpected(1, TimeUnit.MINUTES)).isTrue();
                assertThat(server.joined()).isOne();
                server.end(SESSION, 1, 0);
                assertThat(client.next()).isNotNull();
            }
        }
    }

    @Test
    void shouldGoOnTakingInAfterFailures() throws Exception {
        AtomicLong asked = new AtomicLong();
        CompletableFuture<SocketChannel> admitted = new CompletableFuture<>();
        try (SocketChannel guest = SocketChannel.open(StandardProtocolFamily.UNIX);
                FanDoor door = new FanDoor(() -> {
                    if (asked.incrementAndGet() <= FAILURES) {
                        throw new IOException("too many open files");
                    }
                    if (admitted.isDone()) {
                        throw new ClosedChannelException();
                    }
                    return guest;
                }, admitted::complete)) {
            door.start();
            assertThat(admitted.get(1, TimeUnit.MINUTES)).isSameAs(guest);
            assertThat(door.failures()).isEqualTo(FAILURES);
        }
    }

    @Test
    void shouldTurnAwayWhoIsOneTooMany() throws Exception {
        List<FanClient> clients = new ArrayList<>();
        try (FanServer server = FanServer.listen(socket(), SlowReader.WAIT, QUEUE_BYTES, FanServer.MAX_MEMBERS)) {
            for (int i = 0; i < FanServer.MAX_MEMBERS; i++) {
                clients.add(FanClient.connect(socket()));
            }
            assertThat(server.awaitExpected(1, TimeUnit.MINUTES)).isTrue();
            try (FanClient oneMore = FanClient.connect(socket())) {
                assertThat(oneMore.next()).isNull();
            }
            assertThat(server.turnedAway()).isOne();
            assertThat(server.members()).isEqualTo(FanServer.MAX_MEMBERS);
        } finally {
            for (FanClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldRefuseAStreamThatIsNone() throws Exception {
        try (ServerSocketChannel liar = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            liar.bind(UnixDomainSocketAddress.of(socket()));
            byte[][] streams = {{(byte) 0x80, 0, 0, 0}, {0, 0, 0, 5, 1}, {0, 0, 0, 1, 1}, {0, 1, 1, 1}};
            for (byte[] stream : streams) {
                try (FanClient client = FanClient.connect(socket()); SocketChannel end = liar.accept()) {
                    end.write(ByteBuffer.wrap(stream));
                    end.shutdownOutput();
                    assertThatThrownBy(client::next).isInstanceOf(IOException.class);
                }
            }
        }
    }

    private Path socket() {
        return directory.resolve("s.sock");
    }

    /** Counts messages, once the gate is open, and checks that none is missing. */
    private CompletableFuture<Long> reader(CompletableFuture<Void> gate) throws IOException {
        FanClient client = FanClient.connect(socket());
        return background(() -> {
            try (client) {
                gate.get();
                long next = 1;
                for (MoldFrame frame = client.next(); frame != null; frame = client.next()) {
                    while (frame.next()) {
                        assertThat(frame.sequence()).isEqualTo(next++);
                        assertThat(frame.length()).isEqualTo(MESSAGE.length);
                    }
                }
                return next - 1;
            }
        });
    }

    private static <T> CompletableFuture<T> background(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** A writer that waits has handed on nothing for many looks in a row; one that never waits comes to its end. */
    private static void awaitStandStill(AtomicLong handed) {
        long seen = -1;
        int same = 0;
        while (same < 20_000_000 && handed.get() < MESSAGES) {
            long now = handed.get();
            same = now == seen && now > 0 ? same + 1 : 0;
            seen = now;
            Thread.onSpinWait();
        }
    }
}
