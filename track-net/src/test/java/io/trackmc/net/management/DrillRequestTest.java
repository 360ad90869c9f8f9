package io.trackmc.net.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.net.drill.DrillDesk;
import io.trackmc.net.drill.DrilledNode;
import io.trackmc.net.drill.ParentEvents;
import io.trackmc.net.drill.ProcessEnd;
import io.trackmc.net.drill.SkewedClock;
import io.trackmc.net.drill.SocketFaults;
import io.trackmc.net.tree.LiveTree;
import io.trackmc.proto.engine.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders of drills at the management address: from whom they are taken. */
class DrillRequestTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final String SHOWN = "Authorization: Bearer " + TOKEN + "\r\n";
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    Path directory;

    private final ManagementCounters counters = new ManagementCounters();
    private final SocketFaults sockets = new SocketFaults(() -> 0);
    private @Nullable DrillDesk desk = DrillDesk.ofNode(new DrilledNode("rh-1", new Endpoint(0, 1, 2), sockets,
            SkewedClock.system(), Runnable::run, new ParentEvents(Integer::toUnsignedString)), SECOND_NS, () -> 0,
            ProcessEnd.OWN, _ -> {});

    @Test
    void shouldTakeAnOrderFromWhoShowsTheToken() throws IOException {
        assertThat(ask(true, "POST /drill/partition?forMillis=500 HTTP/1.1\r\n" + SHOWN + "\r\n"))
                .startsWith("HTTP/1.1 200 ").contains("\"fault\":\"partition\"");
        assertThat(dropsArriving()).isTrue();
        assertThat(ask(true, "GET /drill HTTP/1.1\r\n" + SHOWN + "\r\n")).contains("\"node\":\"rh-1\"");
        ask(true, "POST /drill/undo HTTP/1.1\r\n" + SHOWN + "\r\n");
        assertThat(dropsArriving()).isFalse();
    }

    /** Pages of other sites can make a browser on this host send a POST, but not show the token. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Authorization: Bearer 0123456789abcdeX\r\n", "Cookie: token=0123456789abcdef\r\n"})
    void shouldTakeNoOrderFromAnybodyElse(String header) throws IOException {
        assertThat(ask(true, "POST /drill/partition?forMillis=500 HTTP/1.1\r\n" + header + "\r\n"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(dropsArriving()).isFalse();
        assertThat(counters.refusals(Refusal.UNAUTHENTICATED)).isOne();
    }

    @Test
    void shouldTakeNoOrderWhereThereIsNoToken() throws IOException {
        assertThat(ask(false, "POST /drill/partition?forMillis=500 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(dropsArriving()).isFalse();
    }

    @Test
    void shouldSayWhereDrillsAreRefused() throws IOException {
        desk = null;
        assertThat(ask(true, "POST /drill/kill HTTP/1.1\r\n" + SHOWN + "\r\n")).startsWith("HTTP/1.1 403 ")
                .contains("drills.longest");
        assertThat(counters.refusals(Refusal.ORDER)).isOne();
        assertThat(ask(true, "GET /drill HTTP/1.1\r\n" + SHOWN + "\r\n")).startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/drill/partition", "/drill/partition?forMillis=1001",
                "/drill/partition?forMillis=500&forMillis=600",
                "/drill/partition?forMillis=500&also=1", "/drill/", "/drill/partition/?forMillis=500"})
    void shouldRefuseABadOrder(String order) throws IOException {
        assertThat(ask(true, "POST " + order + " HTTP/1.1\r\n" + SHOWN + "\r\n")).startsWith("HTTP/1.1 400 ")
                .contains("allowed");
        assertThat(dropsArriving()).isFalse();
        assertThat(counters.refusals(Refusal.ORDER)).isOne();
    }

    @Test
    void shouldRefusePercentSignsThatMeanNothing() throws IOException {
        assertThat(ask(true, "POST /drill/%zz HTTP/1.1\r\n" + SHOWN + "\r\n")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void shouldOrderNothingByGet() throws IOException {
        assertThat(ask(true, "GET /drill/partition?forMillis=500 HTTP/1.1\r\n" + SHOWN + "\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(ask(true, "POST /metrics HTTP/1.1\r\n" + SHOWN + "\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(dropsArriving()).isFalse();
    }

    private boolean dropsArriving() {
        return sockets.dropsArriving(0, 7, 7);
    }

    private String ask(boolean withToken, String bytes) throws IOException {
        BearerToken token = withToken
                ? BearerToken.read(Files.writeString(directory.resolve("token"), TOKEN), _ -> {}) : null;
        LiveTree tree = new LiveTree(() -> CompletableFuture.failedFuture(new IllegalStateException("asked")),
                InstantSource.system(), false, _ -> {});
        Connection connection = new Connection(new Source(), tree, counters, token, System::nanoTime);
        try {
            return connection.ask(bytes);
        } finally {
            connection.close();
        }
    }

    private final class Source extends QuietSource {

        @Override
        public @Nullable DrillDesk drills() {
            return desk;
        }
    }
}
