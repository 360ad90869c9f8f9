package io.trackmc.it.tls;

import static io.trackmc.it.tls.TlsFixture.CROWD;
import static io.trackmc.it.tls.TlsFixture.ECHO_WITH_NAME;
import static io.trackmc.it.tls.TlsFixture.LIMITS;
import static io.trackmc.it.tls.TlsFixture.PATIENT;
import static io.trackmc.it.tls.TlsFixture.ROOM;
import static io.trackmc.it.tls.TlsFixture.UNSENT;
import static io.trackmc.it.tls.TlsFixture.bytes;
import static io.trackmc.it.tls.TlsFixture.text;
import static io.trackmc.it.tls.TlsFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.net.tls.TlsClient;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.net.tls.TlsServer;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many at once, and those who say nothing. */
@Timeout(120)
class TlsCrowdTest extends TlsScene {

    @Test
    void shouldCloseSilentConnectionsAndCountThem() throws Exception {
        TlsServer server = tls.server(LIMITS, ECHO_WITH_NAME);
        try (Socket silent = TlsFixture.connect(server)) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        TlsClient quiet = tls.client(server);
        assertThatThrownBy(quiet::receive).isInstanceOf(IOException.class);
        assertThat(server.counters().failedHandshakes()).isEqualTo(1);
        assertThat(server.counters().silent()).isEqualTo(1);
    }

    @Test
    void shouldHoldOutAgainstCrowd() throws Exception {
        TlsServer server = tls.server(LIMITS, ECHO_WITH_NAME);
        List<Socket> crowd = new ArrayList<>();
        for (int i = 0; i < 10 * CROWD.connections(); i++) {
            crowd.add(tls.closing(TlsFixture.connect(server)));
        }
        // Those inside are cut off after the time for a handshake, those outside at once: then there is room again.
        for (Socket one : crowd) {
            assertThat(one.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(text(tls.client(server).exchange(bytes("join")))).isEqualTo("receiver-1 join");
        assertThat(server.counters().refusedForCrowd() + server.counters().refusedForAddress()).isPositive();
    }

    @Test
    void shouldLetStrangersTakeNoPlaceOfWhoIsCertified() throws Exception {
        TlsServer server = tls.server(new TlsLimits(new TlsLimits.Crowd(100, 2, 100, 100), PATIENT, 1000, 100, ROOM,
                UNSENT), ECHO_WITH_NAME);
        TlsClient certified = tls.client(server);
        for (int i = 0; i < 20; i++) {
            tls.closing(TlsFixture.connect(server));
        }
        until(() -> server.counters().refusedForCrowd() == 18);
        assertThat(text(certified.exchange(bytes("still here")))).isEqualTo("receiver-1 still here");
    }

    @Test
    void shouldGrantAnAddressSoManyConnections() throws Exception {
        TlsServer server = tls.server(new TlsLimits(new TlsLimits.Crowd(100, 100, 2, 100), PATIENT, 1000, 100, ROOM,
                UNSENT), ECHO_WITH_NAME);
        TlsClient one = tls.client(server);
        TlsClient two = tls.client(server);
        try (Socket third = TlsFixture.connect(server)) {
            assertThat(third.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(server.counters().refusedForAddress()).isEqualTo(1);
        assertThat(text(one.exchange(bytes("a")))).isEqualTo("receiver-1 a");
        two.close();
        until(() -> answers(server));
    }

    @Test
    void shouldGrantACertificateSoManyConnections() throws Exception {
        TlsServer server = tls.server(new TlsLimits(new TlsLimits.Crowd(100, 100, 100, 2), PATIENT, 1000, 100, ROOM,
                UNSENT), ECHO_WITH_NAME);
        tls.client(server).exchange(bytes("a"));
        TlsClient second = tls.client(server);
        second.exchange(bytes("b"));
        assertThatThrownBy(() -> tls.client(server).exchange(bytes("c"))).isInstanceOf(IOException.class);
        assertThat(server.counters().refusedForCertificate()).isEqualTo(1);
        SSLContext another = tls.pki().context("receiver-2", RoleOid.RECEIVER, tls.pki().anchor());
        assertThat(text(tls.client(server, another).exchange(bytes("d")))).isEqualTo("receiver-2 d");
        second.close();
        until(() -> answers(server));
    }

    @Test
    void shouldServeWhoSpeaksWhileACrowdSaysNothing() throws Exception {
        TlsServer server = tls.server(new TlsLimits(new TlsLimits.Crowd(100, 4, 100, 100), PATIENT, 1000, 100, ROOM,
                UNSENT), (chain, frame, reply) -> reply.send(frame));
        for (int i = 0; i < 20; i++) {
            tls.closing(TlsFixture.connect(server));
        }
        until(() -> server.counters().refusedForCrowd() == 16);
        for (int i = 0; i < 10; i++) {
            assertThat(text(tls.client(server).exchange(bytes("join")))).isEqualTo("join");
        }
    }

    private boolean answers(TlsServer server) {
        try {
            return tls.client(server).exchange(bytes("?")).length > 0;
        } catch (IOException _) {
            return false;
        }
    }
}
