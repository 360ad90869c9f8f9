package io.trackmc.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.net.tls.Reply;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody gets more turns at a server by asking without a pause, and nobody loses theirs to who says nothing. */
@Timeout(120)
class TlsTurnsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TlsLimits.Crowd CROWD = new TlsLimits.Crowd(8, 8, 8, 8);
    private static final TlsLimits.Patience PATIENT = new TlsLimits.Patience(PATIENCE, PATIENCE, PATIENCE);
    private static final int ROOM = 1 << 19;
    private static final int UNSENT = 1 << 20;
    private static final RequestHandler ECHO = (chain, frame, reply) -> reply.send(frame);

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestPki pki;
    private SSLContext receiver;

    /** A question that somebody else answers later. */
    private record Asked(String frame, Reply reply) {}

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
    void shouldTakeAConnectionsNextQuestionOnlyWhenTheOneBeforeWasAnswered() throws Exception {
        BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
        TlsServer server = server(new TlsLimits(CROWD, PATIENT, 1000, 100, ROOM, UNSENT),
                (chain, frame, reply) -> asked.add(new Asked(text(frame), reply)));
        TlsClient pushy = client(server, receiver);
        pushy.send(bytes("one"));
        pushy.send(bytes("two"));
        Asked one = asked.take();
        TlsClient modest = client(server, receiver);
        modest.send(bytes("once"));
        assertThat(asked.take().frame).as("asked later, by who waits").isEqualTo("once");
        until(() -> server.counters().requests() == 2);
        one.reply.send(bytes("first"));
        assertThat(asked.take().frame).isEqualTo("two");
        one.reply.send(bytes("more of it"));
        assertThat(text(pushy.receive())).isEqualTo("first");
        assertThat(text(pushy.receive())).isEqualTo("more of it");
    }

    @Test
    void shouldNoticeThatWhoWaitsForAnAnswerHasGone() throws Exception {
        BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
        TlsServer server = server(new TlsLimits(CROWD, PATIENT, 1000, 100, ROOM, UNSENT),
                (chain, frame, reply) -> asked.add(new Asked(text(frame), reply)));
        TlsClient client = client(server, receiver);
        client.send(bytes("join"));
        Reply reply = asked.take().reply;
        client.close();
        until(() -> !reply.isOpen());
    }

    @Test
    void shouldTakeNoQuestionOfWhoDoesNotReadItsAnswers() throws Exception {
        int questions = 100;
        TlsLimits small = new TlsLimits(CROWD, PATIENT, 1000, 100, 300_000, 1_000_000);
        TlsServer server = server(small, (chain, frame, reply) -> reply.send(new byte[200_000]));
        TlsClient client = client(server, receiver);
        for (int i = 0; i < questions; i++) {
            client.send(bytes("status"));
        }
        for (int i = 0; i < questions; i++) {
            assertThat(client.receive()).hasSize(200_000);
        }
        assertThat(server.counters().slowReaders()).isZero();
    }

    @Test
    void shouldServeWhoSpeaksWhileACrowdSaysNothing() throws Exception {
        TlsServer server = server(new TlsLimits(new TlsLimits.Crowd(100, 4, 100, 100), PATIENT, 1000, 100, ROOM,
                UNSENT), ECHO);
        for (int i = 0; i < 20; i++) {
            open.add(connect(server));
        }
        until(() -> server.counters().refusedForCrowd() == 16);
        for (int i = 0; i < 10; i++) {
            assertThat(text(client(server, receiver).exchange(bytes("join")))).isEqualTo("join");
        }
    }

    private static void until(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            Thread.onSpinWait();
        }
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
        return new Socket(server.address().getAddress(), server.address().getPort());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }
}
