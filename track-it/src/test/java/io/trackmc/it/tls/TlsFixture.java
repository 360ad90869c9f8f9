package io.trackmc.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.net.tls.RequestHandler;
import io.trackmc.net.tls.TlsClient;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.net.tls.TlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A CA, servers and clients that it has certified, all closed at the end. */
final class TlsFixture {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final TlsLimits.Patience PATIENT = new TlsLimits.Patience(PATIENCE, PATIENCE, PATIENCE);
    static final TlsLimits.Crowd CROWD = new TlsLimits.Crowd(8, 8, 8, 8);
    static final int ROOM = 1 << 19;
    static final int UNSENT = 1 << 20;
    static final TlsLimits PATIENT_LIMITS = new TlsLimits(CROWD, PATIENT, 1000, 100, ROOM, UNSENT);

    private static final Duration SHORT = Duration.ofMillis(200);

    static final TlsLimits LIMITS = new TlsLimits(CROWD, new TlsLimits.Patience(SHORT, SHORT, SHORT), 1000, 100, ROOM,
            UNSENT);

    static final RequestHandler ECHO_WITH_NAME = (chain, frame, reply) -> reply
            .send((name(chain.getFirst()) + " " + text(frame)).getBytes(StandardCharsets.UTF_8));

    private final Path directory;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestPki pki;
    private final SSLContext receiver;

    TlsFixture(Path directory) throws IOException {
        this.directory = directory;
        pki = new TestPki(directory, "subscribers");
        receiver = pki.context("receiver-1", RoleOid.RECEIVER, pki.anchor());
    }

    TestPki pki() {
        return pki;
    }

    /** Another CA. */
    TestPki pki(String name) throws IOException {
        return new TestPki(directory, name);
    }

    /** Of {@code receiver-1}. */
    SSLContext receiver() {
        return receiver;
    }

    /** A server with the certificate of a transport controller. */
    TlsServer server(TlsLimits limits, RequestHandler handler) throws IOException {
        SSLContext context = pki.context("controller", RoleOid.TRANSPORT_CONTROLLER, pki.anchor());
        TlsServer server = TlsServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), context, limits,
                handler);
        open.add(server);
        return server;
    }

    /** A connection of {@code receiver-1}. */
    TlsClient client(TlsServer server) throws IOException {
        return client(server, receiver);
    }

    TlsClient client(TlsServer server, SSLContext context) throws IOException {
        TlsClient client = TlsClient.connect(server.address(), context, PATIENCE, 1 << 20);
        open.add(client);
        return client;
    }

    /** A connection of somebody who has not said anything yet. */
    static Socket connect(TlsServer server) throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** Is closed with the rest. */
    <C extends AutoCloseable> C closing(C closeable) {
        open.add(closeable);
        return closeable;
    }

    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    /** TLS may say good-bye, or the connection just end. */
    static void assertClosed(SSLSocket socket) {
        int read;
        try {
            read = socket.getInputStream().read();
        } catch (IOException _) {
            read = -1;
        }
        assertThat(read).isEqualTo(-1);
    }

    static void until(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    private static String name(X509Certificate certificate) {
        try {
            return PeerIdentity.of(certificate).name();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
