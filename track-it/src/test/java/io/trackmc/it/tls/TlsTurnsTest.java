package io.trackmc.it.tls;

import static io.trackmc.it.tls.TlsFixture.CROWD;
import static io.trackmc.it.tls.TlsFixture.PATIENT;
import static io.trackmc.it.tls.TlsFixture.PATIENT_LIMITS;
import static io.trackmc.it.tls.TlsFixture.ROOM;
import static io.trackmc.it.tls.TlsFixture.UNSENT;
import static io.trackmc.it.tls.TlsFixture.bytes;
import static io.trackmc.it.tls.TlsFixture.text;
import static io.trackmc.it.tls.TlsFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.net.tls.Reply;
import io.trackmc.net.tls.TlsClient;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.net.tls.TlsServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody gets more turns at a server by asking without a pause, nobody loses theirs to who says nothing, and every question that was taken ends. */
@Timeout(120)
class TlsTurnsTest extends TlsScene {

    /** A question that somebody else answers later. */
    private record Asked(String frame, Reply reply) {}

    @Test
    void shouldTakeAConnectionsNextQuestionOnlyWhenTheOneBeforeWasAnswered() throws Exception {
        BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
        TlsServer server = tls.server(PATIENT_LIMITS,
                (chain, frame, reply) -> asked.add(new Asked(text(frame), reply)));
        TlsClient pushy = tls.client(server);
        pushy.send(bytes("one"));
        pushy.send(bytes("two"));
        Asked one = asked.take();
        TlsClient modest = tls.client(server);
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
    void shouldLetNobodyWhoAsksALotGoBeforeOthers() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        List<String> turns = new CopyOnWriteArrayList<>();
        TlsServer server = tls.server(new TlsLimits(CROWD, PATIENT, 1000, 2, ROOM, UNSENT), (chain, frame, reply) -> {
            turns.add(text(frame));
            answering.countDown();
            await(busy);
            reply.send(frame);
        });
        tls.closing(busy::countDown);
        TlsClient pushy = tls.client(server);
        for (int i = 0; i < 1000; i++) {
            pushy.send(bytes("again"));
        }
        answering.await();
        TlsClient modest = tls.client(server);
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
    void shouldNoticeThatWhoWaitsForAnAnswerHasGone() throws Exception {
        BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
        TlsServer server = tls.server(PATIENT_LIMITS,
                (chain, frame, reply) -> asked.add(new Asked(text(frame), reply)));
        TlsClient client = tls.client(server);
        client.send(bytes("join"));
        Reply reply = asked.take().reply;
        client.close();
        until(() -> !reply.isOpen());
    }

    @Test
    void shouldTakeNoQuestionOfWhoDoesNotReadItsAnswers() throws Exception {
        int questions = 100;
        TlsLimits small = new TlsLimits(CROWD, PATIENT, 1000, 100, 300_000, 1_000_000);
        TlsServer server = tls.server(small, (chain, frame, reply) -> reply.send(new byte[200_000]));
        TlsClient client = tls.client(server);
        for (int i = 0; i < questions; i++) {
            client.send(bytes("status"));
        }
        for (int i = 0; i < questions; i++) {
            assertThat(client.receive()).hasSize(200_000);
        }
        assertThat(server.counters().slowReaders()).isZero();
    }

    @Test
    void shouldCloseConnectionWhoseRequestFindsNoRoom() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        TlsServer server = tls.server(new TlsLimits(CROWD, PATIENT, 1000, 1, ROOM, UNSENT), (chain, frame, reply) -> {
            answering.countDown();
            await(busy);
            reply.send(frame);
        });
        tls.closing(busy::countDown);
        TlsClient first = tls.client(server);
        first.send(bytes("first"));
        answering.await();
        TlsClient second = tls.client(server);
        second.send(bytes("second"));
        until(() -> server.counters().requests() == 2);
        assertThatThrownBy(() -> tls.client(server).exchange(bytes("third"))).isInstanceOf(IOException.class);
        assertThat(server.counters().overloaded()).isEqualTo(1);
        busy.countDown();
        assertThat(text(first.receive())).isEqualTo("first");
        assertThat(text(second.receive())).isEqualTo("second");
    }

    @Test
    void shouldCutOffWhoseRequestFailsAndGoOn() throws Exception {
        TlsServer server = tls.server(TlsLimits.DEFAULT, (chain, frame, reply) -> {
            if (text(frame).equals("bad")) {
                throw new IllegalStateException("planted");
            }
            reply.send(frame);
        });
        TlsClient bad = tls.client(server);
        assertThatThrownBy(() -> bad.exchange(bytes("bad"))).isInstanceOf(IOException.class);
        assertThat(text(tls.client(server).exchange(bytes("good")))).isEqualTo("good");
        assertThat(server.counters().failedRequests()).isEqualTo(1);
    }

    @Test
    void shouldLetARequestEndWhenItIsClosed() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        TlsServer server = tls.server(TlsLimits.DEFAULT, (chain, frame, reply) -> {
            answering.countDown();
            interrupted.set(!await(busy));
        });
        tls.client(server).send(bytes("write this down"));
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
}
