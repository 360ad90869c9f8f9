package io.trackmc.it.tls;

import static io.trackmc.it.tls.TlsFixture.ECHO_WITH_NAME;
import static io.trackmc.it.tls.TlsFixture.PATIENCE;
import static io.trackmc.it.tls.TlsFixture.assertClosed;
import static io.trackmc.it.tls.TlsFixture.bytes;
import static io.trackmc.it.tls.TlsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.net.tls.TlsClient;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.net.tls.TlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in, and whom a client talks to. */
@Timeout(120)
class TlsIdentityTest extends TlsScene {

    @Test
    void shouldAnswerWhoHasCertificate() throws Exception {
        TlsServer server = tls.server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        TlsClient client = tls.client(server);
        assertThat(text(client.exchange(bytes("join")))).isEqualTo("receiver-1 join");
        assertThat(text(client.exchange(bytes("status")))).isEqualTo("receiver-1 status");
        assertThat(PeerIdentity.of(client.peer()).role()).isEqualTo(RoleOid.TRANSPORT_CONTROLLER);
        assertThat(client.cipherSuite()).isEqualTo("TLS_AES_256_GCM_SHA384");
    }

    @Test
    void shouldRefuseWhoIsCertifiedByAnother() throws Exception {
        TlsServer server = tls.server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        TestPki other = tls.pki("others");
        assertRefused(server, other.context("receiver-1", RoleOid.RECEIVER, tls.pki().anchor()));
    }

    @Test
    void shouldRefuseExpiredCertificate() throws Exception {
        TlsServer server = tls.server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        SSLContext expired = tls.pki().context("old", RoleOid.RECEIVER, Instant.now().minus(Duration.ofDays(1000)),
                KeyPair.generate(new SecureRandom()), tls.pki().anchor());
        assertRefused(server, expired);
    }

    @Test
    void shouldRefuseStolenCertificateWithoutItsKey() throws Exception {
        TlsServer server = tls.server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        assertRefused(server, tls.pki().thief("receiver-2", RoleOid.RECEIVER, tls.pki().anchor()));
    }

    @Test
    void shouldNotTalkToServerOfAnother() throws Exception {
        TestPki other = tls.pki("others");
        TlsServer server = tls.server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        SSLContext distrusts = tls.pki().context("receiver-3", RoleOid.RECEIVER, other.anchor());
        assertThatThrownBy(() -> tls.client(server, distrusts)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldNotServeWhoNamesNoProtocol() throws Exception {
        TlsServer server = tls.server(TlsLimits.DEFAULT, ECHO_WITH_NAME);
        try (SSLSocket socket = nameless(new Socket(server.address().getAddress(), server.address().getPort()),
                tls.receiver())) {
            socket.startHandshake();
            assertClosed(socket);
        }
        assertThat(server.counters().wrongProtocol()).isEqualTo(1);
    }

    @Test
    void shouldNotTalkToServerThatNamesNoProtocol() throws Exception {
        SSLContext context = tls.pki().context("web", RoleOid.TRANSPORT_CONTROLLER, tls.pki().anchor());
        try (SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1,
                InetAddress.getLoopbackAddress())) {
            Thread web = Thread.startVirtualThread(() -> {
                try (Socket accepted = listening.accept()) {
                    accepted.getInputStream().read();
                } catch (IOException _) {
                    // the client goes away
                }
            });
            assertThatThrownBy(
                    () -> TlsClient.connect((InetSocketAddress) listening.getLocalSocketAddress(), tls.receiver(),
                            PATIENCE, 100))
                    .isInstanceOf(IOException.class).hasMessageContaining("does not speak track-keys/1");
            web.join();
        }
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

    /** In TLS 1.3 a client learns that it was refused only when it reads. */
    private void assertRefused(TlsServer server, SSLContext stranger) {
        assertThatThrownBy(() -> tls.client(server, stranger).exchange(bytes("join"))).isInstanceOf(IOException.class);
        assertThat(server.counters().requests()).isZero();
    }
}
