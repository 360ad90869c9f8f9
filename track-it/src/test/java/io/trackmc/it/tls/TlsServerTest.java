package io.trackmc.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.net.tls.RequestHandler;
import io.trackmc.net.tls.TlsClient;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.net.tls.TlsServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TlsLimits LIMITS = new TlsLimits(8, Duration.ofMillis(200), Duration.ofMillis(200), 1000, 100,
            1 << 20);
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
        for (int i = 0; i < 10 * LIMITS.connections(); i++) {
            open.add(connect(server));
        }
        // Those inside are cut off after the time for a handshake, those outside at once: then there is room again.
        for (AutoCloseable socket : List.copyOf(open)) {
            if (socket instanceof Socket crowd) {
                assertThat(crowd.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(text(client(server, receiver).exchange(bytes("join")))).isEqualTo("receiver-1 join");
        assertThat(server.counters().refusedForCrowd()).isPositive();
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
        CountDownLatch busy = new CountDownLatch(1);
        open.add(busy::countDown);
        TlsLimits narrow = new TlsLimits(8, PATIENCE, PATIENCE, 1000, 1, 1 << 20);
        TlsServer server = server(narrow, (chain, frame, reply) -> {
            try {
                busy.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            reply.send(frame);
        });
        TlsClient pushy = client(server, receiver);
        assertThatThrownBy(() -> {
            for (int i = 0; i < 1000; i++) {
                pushy.send(bytes("again"));
            }
            pushy.receive();
        }).isInstanceOf(IOException.class);
        assertThat(server.counters().overloaded()).isEqualTo(1);
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
