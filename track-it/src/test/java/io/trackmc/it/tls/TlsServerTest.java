package io.trackmc.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.net.tls.RequestHandler;
import io.trackmc.net.tls.TlsClient;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.net.tls.TlsServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final TlsLimits.Crowd CROWD = new TlsLimits.Crowd(8, 8, 8, 8);
    private static final TlsLimits.Patience PATIENT = new TlsLimits.Patience(PATIENCE, PATIENCE, PATIENCE);
    private static final int ROOM = 1 << 19;
    private static final int UNSENT = 1 << 20;
    private static final TlsLimits LIMITS = new TlsLimits(CROWD, new TlsLimits.Patience(SHORT, SHORT, SHORT), 1000, 100,
            ROOM, UNSENT);
    private static final RequestHandler ECHO_WITH_NAME = (chain, frame, reply) -> reply
            .send((name(chain.getFirst()) + " " + text(frame)).getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestPki pki;
    private SSLContext receiver;

    @BeforeEach
    void certify() throws IOException {
        pki = new TestPki(directory, "subscribers");
        receiver = pki.context("receiver-1", RoleOid.RECEIVER, pki.anchor());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void shouldAnswerWhoHasCertificate() throws Exception {
        TlsServer server = server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        TlsClient client = client(server, receiver);
        assertThat(text(client.exchange(bytes("join")))).isEqualTo("receiver-1 join");
        assertThat(text(client.exchange(bytes("status")))).isEqualTo("receiver-1 status");
        assertThat(PeerIdentity.of(client.peer()).role()).isEqualTo(RoleOid.TRANSPORT_CONTROLLER);
        assertThat(client.cipherSuite()).isEqualTo("TLS_AES_256_GCM_SHA384");
    }

    @Test
    void shouldSendMoreThanOneAnswerWhenItLikes() throws Exception {
        TlsServer server = server(TlsLimits.DEFAULT, (chain, frame, reply) -> {
            reply.send(bytes("one"));
            reply.sendLast(bytes("two"));
        });
        TlsClient client = client(server, receiver);
        assertThat(text(client.exchange(bytes("feed")))).isEqualTo("one");
        assertThat(text(client.receive())).isEqualTo("two");
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseWhoIsCertifiedByAnother() throws Exception {
        TlsServer server = server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        TestPki other = new TestPki(directory, "others");
        assertRefused(server, other.context("receiver-1", RoleOid.RECEIVER, pki.anchor()));
    }

    @Test
    void shouldRefuseExpiredCertificate() throws Exception {
        TlsServer server = server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        SSLContext expired = pki.context("old", RoleOid.RECEIVER, Instant.now().minus(Duration.ofDays(1000)),
                KeyPair.generate(new SecureRandom()), pki.anchor());
        assertRefused(server, expired);
    }

    @Test
    void shouldRefuseStolenCertificateWithoutItsKey() throws Exception {
        TlsServer server = server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        assertRefused(server, pki.thief("receiver-2", RoleOid.RECEIVER, pki.anchor()));
    }

    @Test
    void shouldNotTalkToServerOfAnother() throws Exception {
        TestPki other = new TestPki(directory, "others");
        TlsServer server = server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        SSLContext distrusts = pki.context("receiver-3", RoleOid.RECEIVER, other.anchor());
        assertThatThrownBy(() -> client(server, distrusts)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldCloseSilentConnectionsAndCountThem() throws Exception {
        TlsServer server = server(LIMITS, ECHO_WITH_NAME);
        try (Socket silent = connect(server)) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        TlsClient quiet = client(server, receiver);
        assertThatThrownBy(quiet::receive).isInstanceOf(IOException.class);
        assertThat(server.counters().failedHandshakes()).isEqualTo(1);
        assertThat(server.counters().silent()).isEqualTo(1);
    }

    @Test
    void shouldHoldOutAgainstCrowd() throws Exception {
        TlsServer server = server(LIMITS, ECHO_WITH_NAME);
        for (int i = 0; i < 10 * CROWD.connections(); i++) {
            open.add(connect(server));
        }
        // Those inside are cut off after the time for a handshake, those outside at once: then there is room again.
        for (AutoCloseable socket : List.copyOf(open)) {
            if (socket instanceof Socket crowd) {
                assertThat(crowd.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(text(client(server, receiver).exchange(bytes("join")))).isEqualTo("receiver-1 join");
        assertThat(server.counters().refusedForCrowd() + server.counters().refusedForAddress()).isPositive();
    }

    @Test
    void shouldCloseConnectionThatSendsTooLongFrame() throws Exception {
        TlsServer server = server(LIMITS, ECHO_WITH_NAME);
        TlsClient client = client(server, receiver);
        client.send(new byte[LIMITS.frameBytes() + 1]);
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        assertThat(server.counters().brokenFrames()).isEqualTo(1);
    }

    @Test
    void shouldSurviveBytesThatAreNotTls() throws Exception {
        TlsServer server = server(LIMITS, ECHO_WITH_NAME);
        try (Socket liar = connect(server); OutputStream out = liar.getOutputStream()) {
            out.write(bytes("GET / HTTP/1.1\r\n\r\n"));
            out.flush();
            while (liar.getInputStream().read() >= 0) {
                // what TLS says about it
            }
        }
        assertThat(text(client(server, receiver).exchange(bytes("join")))).isEqualTo("receiver-1 join");
    }

    @Test
    void shouldCutOffWhoseRequestFailsAndGoOn() throws Exception {
        TlsServer server = server(TlsLimits.DEFAULT, (chain, frame, reply) -> {
            if (text(frame).equals("bad")) {
                throw new IllegalStateException("planted");
            }
            reply.send(frame);
        });
        TlsClient bad = client(server, receiver);
        assertThatThrownBy(() -> bad.exchange(bytes("bad"))).isInstanceOf(IOException.class);
        assertThat(text(client(server, receiver).exchange(bytes("good")))).isEqualTo("good");
        assertThat(server.counters().failedRequests()).isEqualTo(1);
    }

    @Test
    void shouldCloseConnectionWhoseRequestFindsNoRoom() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        TlsServer server = server(new TlsLimits(CROWD, PATIENT, 1000, 1, ROOM, UNSENT), (chain, frame, reply) -> {
            answering.countDown();
            await(busy);
            reply.send(frame);
        });
        open.add(busy::countDown);
        TlsClient first = client(server, receiver);
        first.send(bytes("first"));
        answering.await();
        TlsClient second = client(server, receiver);
        second.send(bytes("second"));
        until(() -> server.counters().requests() == 2);
        assertThatThrownBy(() -> client(server, receiver).exchange(bytes("third"))).isInstanceOf(IOException.class);
        assertThat(server.counters().overloaded()).isEqualTo(1);
        busy.countDown();
        assertThat(text(first.receive())).isEqualTo("first");
        assertThat(text(second.receive())).isEqualTo("second");
    }

    @Test
    void shouldLetNobodyWhoAsksALotGoBeforeOthers() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        List<String> turns = new CopyOnWriteArrayList<>();
        TlsServer server = server(new TlsLimits(CROWD, PATIENT, 1000, 2, ROOM, UNSENT), (chain, frame, reply) -> {
            turns.add(text(frame));
            answering.countDown();
            await(busy);
            reply.send(frame);
        });
        open.add(busy::countDown);
        TlsClient pushy = client(server, receiver);
        for (int i = 0; i < 1000; i++) {
            pushy.send(bytes("again"));
        }
        answering.await();
        TlsClient modest = client(server, receiver);
        modest.send(bytes("once"));
        until(() -> server.counters().requests() == 2);
        busy.countDown();
        assertThat(text(modest.receive())).isEqualTo("once");
        for (int i = 0; i < 1000; i++) {
            assertThat(text(pushy.receive())).isEqualTo("again");
        }
        assertThat(turns).hasSize(1001).startsWith("again", "once", "again");
        assertThat(server.counters().overloaded()).isZero();
    }

    @Test
    void shouldLetStrangersTakeNoPlaceOfWhoIsCertified() throws Exception {
        TlsServer server = server(new TlsLimits(new TlsLimits.Crowd(100, 2, 100, 100), PATIENT, 1000, 100, ROOM,
                UNSENT), ECHO_WITH_NAME);
        TlsClient certified = client(server, receiver);
        for (int i = 0; i < 20; i++) {
            open.add(connect(server));
        }
        until(() -> server.counters().refusedForCrowd() == 18);
        assertThat(text(certified.exchange(bytes("still here")))).isEqualTo("receiver-1 still here");
    }

    @Test
    void shouldGrantAnAddressSoManyConnections() throws Exception {
        TlsServer server = server(new TlsLimits(new TlsLimits.Crowd(100, 100, 2, 100), PATIENT, 1000, 100, ROOM,
                UNSENT), ECHO_WITH_NAME);
        TlsClient one = client(server, receiver);
        TlsClient two = client(server, receiver);
        try (Socket third = connect(server)) {
            assertThat(third.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(server.counters().refusedForAddress()).isEqualTo(1);
        assertThat(text(one.exchange(bytes("a")))).isEqualTo("receiver-1 a");
        two.close();
        until(() -> answers(server, receiver));
    }

    @Test
    void shouldGrantACertificateSoManyConnections() throws Exception {
        TlsServer server = server(new TlsLimits(new TlsLimits.Crowd(100, 100, 100, 2), PATIENT, 1000, 100, ROOM,
                UNSENT), ECHO_WITH_NAME);
        client(server, receiver).exchange(bytes("a"));
        TlsClient second = client(server, receiver);
        second.exchange(bytes("b"));
        assertThatThrownBy(() -> client(server, receiver).exchange(bytes("c"))).isInstanceOf(IOException.class);
        assertThat(server.counters().refusedForCertificate()).isEqualTo(1);
        SSLContext another = pki.context("receiver-2", RoleOid.RECEIVER, pki.anchor());
        assertThat(text(client(server, another).exchange(bytes("d")))).isEqualTo("receiver-2 d");
        second.close();
        until(() -> answers(server, receiver));
    }

    @Test
    void shouldNotWaitForEverForTheRestOfAFrame() throws Exception {
        TlsLimits hasty = new TlsLimits(CROWD, new TlsLimits.Patience(PATIENCE, Duration.ofMillis(200), PATIENCE), 1000,
                100, ROOM, UNSENT);
        TlsServer server = server(hasty, ECHO_WITH_NAME);
        try (SSLSocket socket = tls(server, receiver)) {
            socket.getOutputStream().write(new byte[] {0, 0, 0, 100, 1, 2, 3});
            socket.getOutputStream().flush();
            assertClosed(socket);
        }
        assertThat(server.counters().slowFrames()).isEqualTo(1);
        assertThat(server.counters().requests()).isZero();
    }

    @Test
    void shouldCloseConnectionThatSendsAFrameOfNothing() throws Exception {
        TlsServer server = server(LIMITS, ECHO_WITH_NAME);
        TlsClient client = client(server, receiver);
        client.send(new byte[0]);
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        assertThat(server.counters().brokenFrames()).isEqualTo(1);
    }

    @Test
    void shouldReadNoQuestionLongerThanTheProtocolHas() {
        assertThat(TlsLimits.DEFAULT.frameBytes()).isEqualTo(Frames.MAX_ASK_BYTES);
    }

    @Test
    void shouldNotServeWhoNamesNoProtocol() throws Exception {
        TlsServer server = server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        try (SSLSocket socket = nameless(new Socket(server.address().getAddress(), server.address().getPort()),
                receiver)) {
            socket.startHandshake();
            assertClosed(socket);
        }
        assertThat(server.counters().wrongProtocol()).isEqualTo(1);
    }

    @Test
    void shouldNotTalkToServerThatNamesNoProtocol() throws Exception {
        SSLContext context = pki.context("web", RoleOid.TRANSPORT_CONTROLLER, pki.anchor());
        try (SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1,
                InetAddress.getLoopbackAddress())) {
            Thread web = Thread.startVirtualThread(() -> {
                try (Socket accepted = listening.accept()) {
                    accepted.getInputStream().read();
                } catch (IOException _) {
                    // the client goes away
                }
            });
            assertThatThrownBy(() -> TlsClient.connect((InetSocketAddress) listening.getLocalSocketAddress(), receiver,
                    PATIENCE, 100)).isInstanceOf(IOException.class).hasMessageContaining("does not speak track-keys/1");
            web.join();
        }
    }

    @Test
    void shouldGiveUpOnAServerThatDragsTheHandshakeOut() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread dragging = Thread.startVirtualThread(() -> {
                try (Socket accepted = listening.accept(); OutputStream out = accepted.getOutputStream()) {
                    out.write(new byte[] {22, 3, 3, 64, 0}); // a record of 16 KiB, of which a byte comes now and then
                    while (true) {
                        out.write(2);
                        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                    }
                } catch (IOException _) {
                    // the client goes away
                }
            });
            assertThatThrownBy(() -> TlsClient.connect((InetSocketAddress) listening.getLocalSocketAddress(), receiver,
                    Duration.ofMillis(500), 100)).isInstanceOf(IOException.class);
            dragging.join();
        }
    }

    @Test
    void shouldFeedMoreThanItKeepsToWhoReadsInTheirOwnTime() throws Exception {
        int frames = 300;
        byte[] frame = new byte[100_000];
        TlsLimits small = new TlsLimits(CROWD, PATIENT, 1000, 100, 300_000, 1_000_000);
        TlsServer server = server(small, (chain, ask, reply) -> new Runnable() {

            private int sent;

            @Override
            public void run() {
                while (sent < frames && reply.hasRoom()) {
                    reply.send(frame);
                    sent++;
                }
                if (sent < frames) {
                    reply.whenRoom(this);
                }
            }
        }.run());
        TlsClient client = client(server, receiver);
        client.send(bytes("feed"));
        for (int i = 0; i < frames; i++) {
            assertThat(client.receive()).hasSize(frame.length);
        }
        assertThat(server.counters().slowReaders()).isZero();
    }

    @Test
    void shouldCutOffWhoDoesNotRead() throws Exception {
        TlsLimits small = new TlsLimits(CROWD, PATIENT, 1000, 100, 300_000, 1_000_000);
        TlsServer server = server(small, (chain, ask, reply) -> {
            for (int i = 0; i < 300; i++) {
                reply.send(new byte[100_000]);
            }
        });
        TlsClient client = client(server, receiver);
        client.send(bytes("feed"));
        until(() -> server.counters().slowReaders() > 0);
        assertThatThrownBy(() -> {
            for (int i = 0; i < 300; i++) {
                client.receive();
            }
        }).isInstanceOf(IOException.class);
    }

    @Test
    void shouldLetARequestEndWhenItIsClosed() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        TlsServer server = server(TlsLimits.DEFAULT, (chain, frame, reply) -> {
            answering.countDown();
            interrupted.set(!await(busy));
        });
        client(server, receiver).send(bytes("write this down"));
        answering.await();
        Thread closing = Thread.startVirtualThread(server::close);
        until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        busy.countDown();
        closing.join();
        assertThat(interrupted).isFalse();
    }

    /** Whether it was not interrupted. */
    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void until(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private boolean answers(TlsServer server, SSLContext context) {
        try {
            return client(server, context).exchange(bytes("?")).length > 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static SSLSocket tls(TlsServer server, SSLContext context) throws IOException {
        Socket plain = connect(server);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(),
                true);
        TlsContexts.configure(socket);
        socket.startHandshake();
        return socket;
    }

    private static SSLSocket nameless(Socket plain, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(),
                true);
        TlsContexts.configure(socket);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[0]);
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** TLS may say good-bye, or the connection just end. */
    private static void assertClosed(SSLSocket socket) {
        int read;
        try {
            read = socket.getInputStream().read();
        } catch (IOException _) {
            read = -1;
        }
        assertThat(read).isEqualTo(-1);
    }

    /** In TLS 1.3 a client learns that it was refused only when it reads. */
    private void assertRefused(TlsServer server, SSLContext stranger) {
        assertThatThrownBy(() -> client(server, stranger).exchange(bytes("join"))).isInstanceOf(IOException.class);
        assertThat(server.counters().requests()).isZero();
    }

    private TlsServer server(TlsLimits limits, RequestHandler handler) throws IOException {
        SSLContext context = pki.context("controller", RoleOid.TRANSPORT_CONTROLLER, pki.anchor());
        TlsServer server = TlsServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), context, limits,
                handler);
        open.add(server);
        return server;
    }

    private TlsClient client(TlsServer server, SSLContext context) throws IOException {
        TlsClient client = TlsClient.connect(server.address(), context, PATIENCE, 1 << 20);
        open.add(client);
        return client;
    }

    private static Socket connect(TlsServer server) throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static String name(java.security.cert.X509Certificate certificate) {
        try {
            return PeerIdentity.of(certificate).name();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }
}
