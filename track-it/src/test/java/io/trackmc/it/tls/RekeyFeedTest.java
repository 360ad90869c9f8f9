package io.trackmc.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.MalformedMessageException;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityPin;
import io.trackmc.net.authority.RekeyFeed;
import io.trackmc.net.tls.Reply;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.net.tls.TlsServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RekeyFeedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> rekeys = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    private final AtomicLong epoch = new AtomicLong(1);
    private final AtomicBoolean failing = new AtomicBoolean();
    private TestPki infrastructure;
    private TestPki subscribers;
    private TlsServer server;
    private RekeyFeed feed;

    /** What came to the authority, and where its answer goes. */
    private record Asked(Ask ask, Reply reply) {}

    @BeforeEach
    void open() throws IOException {
        infrastructure = new TestPki(directory, "infrastructure");
        subscribers = new TestPki(directory, "subscribers");
        server = TlsServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                infrastructure.context("transport-controller", RoleOid.TRANSPORT_CONTROLLER, subscribers.anchor()),
                TlsLimits.DEFAULT, (chain, frame, reply) -> asked.add(new Asked(ask(frame), reply)));
    }

    @AfterEach
    void close() throws IOException {
        feed.close();
        server.close();
    }

    @Test
    void shouldBringRekeysInOrderAndTellHowFarTheGroupIs() throws Exception {
        start(RoleOid.TRANSPORT_CONTROLLER);
        Asked feedAsked = next(Ask.Feed.class);
        assertThat(feedAsked.ask()).isEqualTo(new Ask.Feed("prices", 7));
        feedAsked.reply().send(Frames.encode(new Answer.Done()));
        for (byte i = 0; i < 3; i++) {
            feedAsked.reply().send(Frames.encode(new Answer.RekeyInner(Blob.of(new byte[] {i}))));
        }
        for (byte i = 0; i < 3; i++) {
            assertThat(rekeys.take()).containsExactly(i);
        }
        epoch.set(2);
        feed.progressed();
        Ask.Progress progress;
        do {
            Asked told = next(Ask.Progress.class);
            told.reply().send(Frames.encode(new Answer.Done())); // the next question is taken only then
            progress = (Ask.Progress) told.ask();
        } while (progress.active() < 2);
        assertThat(progress).isEqualTo(new Ask.Progress("prices", 2, 2));
    }

    @Test
    void shouldConnectAgainAndSayWhatItHas() throws Exception {
        start(RoleOid.TRANSPORT_CONTROLLER);
        next(Ask.Feed.class).reply().sendLast(Frames.encode(new Answer.Done()));
        assertThat(next(Ask.Feed.class).ask()).isEqualTo(new Ask.Feed("prices", 7));
        assertThat(warnings.take()).contains("no rekeys come").contains("everything goes on");
    }

    @Test
    void shouldSayThatTheAuthorityIsBack() throws Exception {
        start(RoleOid.TRANSPORT_CONTROLLER);
        next(Ask.Feed.class).reply()
                .sendLast(Frames.encode(new Answer.Refused(RefusalReason.NOT_DURABLE, "the disk is full")));
        assertThat(warnings.take()).contains("not-durable: the disk is full");
        next(Ask.Feed.class).reply().send(Frames.encode(new Answer.Done()));
        assertThat(warnings.take()).contains("is back");
    }

    @Test
    void shouldTakeNothingFromAnAuthorityOfAnotherRole() throws Exception {
        start(RoleOid.CONTENT_AUTHORITY);
        assertThat(warnings.take()).contains("found a transport-controller, allowed: a content-authority");
        assertThat(rekeys).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldTakeNothingFromAnotherAuthorityOfTheSameRole() throws Exception {
        infrastructure.context("transport-controller", RoleOid.TRANSPORT_CONTROLLER, subscribers.anchor());
        start(AuthorityPin.of(RoleOid.TRANSPORT_CONTROLLER, certificates()));
        assertThat(warnings.take()).contains("found \"transport-controller\"")
                .contains("with another key than the transport-controller that is known here");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldKnowTheAuthorityByAnyOfItsCertificates() throws Exception {
        List<X509Certificate> known = new ArrayList<>(certificates());
        infrastructure.context("transport-controller", RoleOid.TRANSPORT_CONTROLLER, subscribers.anchor());
        known.addFirst(certificates().getFirst());
        start(AuthorityPin.of(RoleOid.TRANSPORT_CONTROLLER, known));
        next(Ask.Feed.class).reply().send(Frames.encode(new Answer.Done()));
    }

    @Test
    void shouldTakeNoCertificateOfAnotherRoleForTheAuthoritys() throws Exception {
        infrastructure.context("rh-1", RoleOid.REPAIR_HEAD, subscribers.anchor());
        List<X509Certificate> other = TlsCredentials.certificates(infrastructure.certificate("rh-1"));
        assertThatThrownBy(() -> AuthorityPin.of(RoleOid.TRANSPORT_CONTROLLER, other))
                .hasMessage("a repair-head, allowed: a transport-controller");
        start(RoleOid.TRANSPORT_CONTROLLER);
    }

    @Test
    void shouldGoOnAfterARekeyThatTheRootCannotTake() throws Exception {
        failing.set(true);
        start(RoleOid.TRANSPORT_CONTROLLER);
        next(Ask.Feed.class).reply().send(Frames.encode(new Answer.RekeyInner(Blob.of(new byte[] {1}))));
        assertThat(warnings.take()).contains("a rekey could not be taken").contains("planted");
        failing.set(false);
        next(Ask.Feed.class).reply().send(Frames.encode(new Answer.RekeyInner(Blob.of(new byte[] {2}))));
        assertThat(rekeys.take()).containsExactly(2);
    }

    private void start(RoleOid wanted) throws Exception {
        start(new AuthorityPin(wanted, AuthorityPin.of(RoleOid.TRANSPORT_CONTROLLER, certificates()).keys()));
    }

    private List<X509Certificate> certificates() {
        return TlsCredentials.certificates(infrastructure.certificate("transport-controller"));
    }

    private void start(AuthorityPin pin) throws IOException {
        AuthorityAddress authority = new AuthorityAddress(server.address(),
                subscribers.context("sender", RoleOid.SENDER, infrastructure.anchor()), pin, "prices", PATIENCE);
        feed = RekeyFeed.start(authority, new RekeyFeed.Root() {
            @Override
            public long after() {
                return 7;
            }

            @Override
            public void rekey(byte[] inner) {
                if (failing.get()) {
                    throw new IllegalStateException("planted");
                }
                rekeys.add(inner);
            }

            @Override
            public long installedEpoch() {
                return epoch.get();
            }

            @Override
            public long activeEpoch() {
                return epoch.get();
            }
        }, warnings::add);
    }

    /** The next question of a kind; others, which may come in between, are answered and passed over. Whoever gets it answers it. */
    private Asked next(Class<? extends Ask> kind) throws InterruptedException {
        while (true) {
            Asked found = asked.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(found).as("a question").isNotNull();
            if (kind.isInstance(found.ask())) {
                return found;
            }
            found.reply().send(Frames.encode(new Answer.Done()));
        }
    }

    private static Ask ask(byte[] frame) {
        try {
            return Frames.ask(frame);
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
