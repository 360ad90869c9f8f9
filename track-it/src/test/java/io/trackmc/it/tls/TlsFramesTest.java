package io.trackmc.it.tls;

import static io.trackmc.it.tls.TlsFixture.CROWD;
import static io.trackmc.it.tls.TlsFixture.ECHO_WITH_NAME;
import static io.trackmc.it.tls.TlsFixture.LIMITS;
import static io.trackmc.it.tls.TlsFixture.PATIENCE;
import static io.trackmc.it.tls.TlsFixture.PATIENT;
import static io.trackmc.it.tls.TlsFixture.ROOM;
import static io.trackmc.it.tls.TlsFixture.UNSENT;
import static io.trackmc.it.tls.TlsFixture.assertClosed;
import static io.trackmc.it.tls.TlsFixture.bytes;
import static io.trackmc.it.tls.TlsFixture.text;
import static io.trackmc.it.tls.TlsFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.net.tls.TlsClient;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.net.tls.TlsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions and answers as bytes: too long, too slow, none at all, and those that nobody reads. */
@Timeout(120)
class TlsFramesTest extends TlsScene {

    @Test
    void shouldSendMoreThanOneAnswerWhenItLikes() throws Exception {
        TlsServer server = tls.server(TlsLimits.DEFAULT, (chain, frame, reply) -> {
            reply.send(bytes("one"));
            reply.sendLast(bytes("two"));
        });
        TlsClient client = tls.client(server);
        assertThat(text(client.exchange(bytes("feed")))).isEqualTo("one");
        assertThat(text(client.receive())).isEqualTo("two");
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
    }

    @Test
    void shouldCloseConnectionThatSendsTooLongFrame() throws Exception {
        TlsServer server = tls.server(LIMITS, ECHO_WITH_NAME);
        TlsClient client = tls.client(server);
        client.send(new byte[LIMITS.frameBytes() + 1]);
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        assertThat(server.counters().brokenFrames()).isEqualTo(1);
    }

    @Test
    void shouldCloseConnectionThatSendsAFrameOfNothing() throws Exception {
        TlsServer server = tls.server(LIMITS, ECHO_WITH_NAME);
        TlsClient client = tls.client(server);
        client.send(new byte[0]);
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        assertThat(server.counters().brokenFrames()).isEqualTo(1);
    }

    @Test
    void shouldReadNoQuestionLongerThanTheProtocolHas() {
        assertThat(TlsLimits.DEFAULT.frameBytes()).isEqualTo(Frames.MAX_ASK_BYTES);
    }

    @Test
    void shouldNotWaitForEverForTheRestOfAFrame() throws Exception {
        TlsLimits hasty = new TlsLimits(CROWD, new TlsLimits.Patience(PATIENCE, Duration.ofMillis(200), PATIENCE), 1000,
                100, ROOM, UNSENT);
        TlsServer server = tls.server(hasty, ECHO_WITH_NAME);
        try (SSLSocket socket = handshaken(server)) {
            socket.getOutputStream().write(new byte[] {0, 0, 0, 100, 1, 2, 3});
            socket.getOutputStream().flush();
            assertClosed(socket);
        }
        assertThat(server.counters().slowFrames()).isEqualTo(1);
        assertThat(server.counters().requests()).isZero();
    }

    @Test
    void shouldSurviveBytesThatAreNotTls() throws Exception {
        TlsServer server = tls.server(LIMITS, ECHO_WITH_NAME);
        try (Socket liar = TlsFixture.connect(server); OutputStream out = liar.getOutputStream()) {
            out.write(bytes("GET / HTTP/1.1\r\n\r\n"));
            out.flush();
            while (liar.getInputStream().read() >= 0) {
                // what TLS says about it
            }
        }
        assertThat(text(tls.client(server).exchange(bytes("join")))).isEqualTo("receiver-1 join");
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
            assertThatThrownBy(
                    () -> TlsClient.connect((InetSocketAddress) listening.getLocalSocketAddress(), tls.receiver(),
                            Duration.ofMillis(500), 100))
                    .isInstanceOf(IOException.class);
            dragging.join();
        }
    }

    @Test
    void shouldFeedMoreThanItKeepsToWhoReadsInTheirOwnTime() throws Exception {
        int frames = 300;
        byte[] frame = new byte[100_000];
        TlsLimits small = new TlsLimits(CROWD, PATIENT, 1000, 100, 300_000, 1_000_000);
        TlsServer server = tls.server(small, (chain, ask, reply) -> new Runnable() {

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
        TlsClient client = tls.client(server);
        client.send(bytes("feed"));
        for (int i = 0; i < frames; i++) {
            assertThat(client.receive()).hasSize(frame.length);
        }
        assertThat(server.counters().slowReaders()).isZero();
    }

    @Test
    void shouldCutOffWhoDoesNotRead() throws Exception {
        TlsLimits small = new TlsLimits(CROWD, PATIENT, 1000, 100, 300_000, 1_000_000);
        TlsServer server = tls.server(small, (chain, ask, reply) -> {
            for (int i = 0; i < 300; i++) {
                reply.send(new byte[100_000]);
            }
        });
        TlsClient client = tls.client(server);
        client.send(bytes("feed"));
        until(() -> server.counters().slowReaders() > 0);
        assertThatThrownBy(() -> {
            for (int i = 0; i < 300; i++) {
                client.receive();
            }
        }).isInstanceOf(IOException.class);
    }

    private SSLSocket handshaken(TlsServer server) throws IOException {
        Socket plain = TlsFixture.connect(server);
        SSLSocket socket = (SSLSocket) tls.receiver().getSocketFactory().createSocket(plain, "localhost",
                plain.getPort(),
                true);
        TlsContexts.configure(socket);
        socket.startHandshake();
        return socket;
    }
}
