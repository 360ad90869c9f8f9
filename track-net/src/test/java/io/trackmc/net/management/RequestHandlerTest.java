package io.trackmc.net.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.net.tree.LiveTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection to the management address, byte by byte and in virtual time. */
class RequestHandlerTest {

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path directory;

    private final ManagementCounters counters = new ManagementCounters();
    private String notReady;
    private long nowNs;
    private int collected;
    private int asked;
    private LiveTree tree;
    private CompletableFuture<String> status = CompletableFuture.completedFuture("{\"node\":\"rh-1\"}");
    private Connection connection;

    @BeforeEach
    void connect() {
        connection = connection(null);
    }

    @Test
    void shouldServeMetricsAsPrometheusReadsThem() {
        assertThat(ask("GET /metrics HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: text/plain; version=0.0.4", "# TYPE track_tries_total counter",
                        "track_tries_total 7.0")
                .doesNotContain("# EOF");
        assertThat(counters.answers()).isOne();
    }

    @Test
    void shouldServeOpenMetricsToWhoWantsThem() {
        assertThat(ask("GET /metrics HTTP/1.1\r\nAccept: application/openmetrics-text; version=1.0.0\r\n\r\n"))
                .contains("content-type: application/openmetrics-text", "# TYPE track_tries counter")
                .endsWith("# EOF\n");
    }

    /** Whoever asks all the time must not keep the node's collector busy. */
    @Test
    void shouldCollectMetricsNoMoreOftenThanTheyChange() {
        String first = ask("GET /metrics HTTP/1.1\r\n\r\n");
        nowNs += Pages.KEPT_NS - 1;
        assertThat(ask("GET /metrics HTTP/1.1\r\n\r\n")).isEqualTo(first);
        assertThat(collected).isOne();
        nowNs += 1;
        ask("GET /metrics HTTP/1.1\r\n\r\n");
        assertThat(collected).isEqualTo(2);
    }

    @Test
    void shouldSayInOneLineWhyANodeIsNotReady() {
        notReady = "it has no parent";
        assertThat(ask("GET /readyz HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 503 ")
                .endsWith("\r\n\r\nnot ready: it has no parent\n");
        assertThat(ask("GET /livez?verbose HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\nalive\n");
    }

    @Test
    void shouldAnswerWithTheStatusWhenItIsThere() {
        status = new CompletableFuture<>();
        assertThat(ask("GET /status HTTP/1.1\r\n\r\n")).isEmpty();
        status.complete("{\"node\":\"rh-1\"}");
        assertThat(ask("")).startsWith("HTTP/1.1 200 ").contains("content-type: application/json")
                .endsWith("\r\n\r\n{\"node\":\"rh-1\"}\n");
        nowNs += Pages.KEPT_NS - 1;
        assertThat(ask("GET /status HTTP/1.1\r\n\r\n")).contains("rh-1");
        assertThat(asked).as("not again and again").isOne();
    }

    @Test
    void shouldSayThatThereIsNothingToTellWhenNobodyKnows() {
        status = CompletableFuture.failedFuture(new IllegalStateException("busy"));
        assertThat(ask("GET /status HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 503 ")
                .endsWith("nothing to tell now\n");
    }

    @Test
    void shouldSendNoBodyToHead() {
        assertThat(ask("HEAD /livez HTTP/1.1\r\n\r\n")).contains("content-length: 6\r\n").endsWith("\r\n\r\n");
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void shouldCloseWhenAskedTo() {
        assertThat(ask("GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n")).contains("connection: close");
        assertThat(connection.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Authorization: Bearer 0123456789abcdeX\r\n", "Authorization: Bearer 0123456789abcdef0\r\n",
                "Authorization: Bearer \r\n", "Authorization: Basic 0123456789abcdef\r\n",
                "Authorization: 0123456789abcdef\r\n"})
    void shouldRefuseWhoDoesNotShowTheToken(String header) throws IOException {
        connection = connection(token());
        assertThat(ask("GET /metrics HTTP/1.1\r\n" + header + "\r\n")).startsWith("HTTP/1.1 401 ")
                .contains("www-authenticate: Bearer").doesNotContain("track_");
        assertRefused(Refusal.UNAUTHENTICATED);
    }

    @Test
    void shouldNotTellAStrangerWhichPathsThereAre() throws IOException {
        connection = connection(token());
        assertThat(ask("GET /secret HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void shouldServeWhoShowsTheToken() throws IOException {
        connection = connection(token());
        assertThat(ask("GET /metrics HTTP/1.1\r\nauthorization: bearer " + TOKEN + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    /** A page elsewhere can give itself a name that means this address, and would be read what is told here. */
    @Test
    void shouldRefuseWhoAsksForANameWhereNoTokenIsNeeded() throws IOException {
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: evil.example:9464\r\n\r\n")).startsWith("HTTP/1.1 421 ")
                .doesNotContain("track_");
        assertRefused(Refusal.HOST);
        connection = connection(token());
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: rh-1.example\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n"))
                .as("who knows the token").startsWith("HTTP/1.1 200 ");
    }

    /** It has nothing of the node. */
    @Test
    void shouldServeThePageOfTheTreeWithoutTheTokenAndNothingElse() throws IOException {
        tree = new LiveTree(() -> CompletableFuture.failedFuture(new IllegalStateException("asked")),
                InstantSource.system(), false, _ -> {});
        connection = connection(token());
        assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ").contains("content-type: text/html",
                "content-security-policy: default-src 'none'; style-src 'sha256-", "connect-src 'self'",
                "x-content-type-options: nosniff");
        assertThat(ask("GET /tree HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 401 ");
        connection = connection(token());
        assertThat(ask("GET /tree/own HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void shouldHaveNoTreeWhereThereIsNone() {
        assertThat(ask("GET /tree HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        connection = connection(null);
        assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void shouldRefuseAnUnknownPath() {
        assertThat(ask("GET /metrics/ HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertRefused(Refusal.UNKNOWN_PATH);
    }

    @Test
    void shouldRefuseOtherMethods() {
        assertThat(ask("DELETE /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ").contains("allow: GET, HEAD");
        assertRefused(Refusal.METHOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1", "Transfer-Encoding: chunked"})
    void shouldRefuseABody(String header) {
        assertThat(ask("GET /metrics HTTP/1.1\r\n" + header + "\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        assertRefused(Refusal.BODY);
    }

    @Test
    void shouldRefuseALongRequestLine() {
        assertThat(ask("GET /" + "x".repeat(2000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414 ");
        assertRefused(Refusal.LONG_LINE);
    }

    @Test
    void shouldRefuseLongHeaders() {
        assertThat(ask("GET / HTTP/1.1\r\nX: " + "x".repeat(9000) + "\r\n\r\n")).startsWith("HTTP/1.1 431 ");
        assertRefused(Refusal.LONG_HEADERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\1 \2 \3\r\n\r\n", "GET / HTTP/1.1\r\nno header\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"})
    void shouldRefuseWhatIsNotHttp(String bytes) {
        assertThat(ask(bytes)).startsWith("HTTP/1.1 400 ");
        assertRefused(Refusal.MALFORMED);
    }

    @Test
    void shouldAnswerTheFirstFaultOnly() {
        assertThat(ask("PUT / HTTP/1.1\r\n\r\nPUT / HTTP/1.1\r\n\r\nPUT / HTTP/1.1\r\n\r\n")).containsOnlyOnce("405");
        assertRefused(Refusal.METHOD);
    }

    @Test
    void shouldCloseAConnectionThatSaysNothing() {
        pass(RequestClock.REQUEST_SECONDS);
        assertRefused(Refusal.SLOW);
    }

    @Test
    void shouldGiveARequestItsTimeAsAWhole() {
        for (long second = 1; second < RequestClock.REQUEST_SECONDS; second++) {
            pass(1);
            ask("G");
            assertThat(connection.isOpen()).isTrue();
        }
        pass(1);
        assertRefused(Refusal.SLOW);
    }

    @Test
    void shouldLetWhoWasAnsweredBeIdleForAWhile() {
        ask("GET /livez HTTP/1.1\r\n\r\n");
        pass(RequestClock.IDLE_SECONDS - 1);
        assertThat(ask("GET /livez HTTP/1.1\r\n\r\n")).contains("alive");
        pass(RequestClock.IDLE_SECONDS);
        assertThat(connection.isOpen()).isFalse();
        assertThat(counters.refusals(Refusal.SLOW)).as("it is no fault").isZero();
    }

    @Test
    void shouldGiveALaterRequestNoMoreTimeThanTheFirst() {
        ask("GET /livez HTTP/1.1\r\n\r\n");
        pass(RequestClock.IDLE_SECONDS - 1);
        ask("G");
        pass(RequestClock.REQUEST_SECONDS);
        assertRefused(Refusal.SLOW);
    }

    private void assertRefused(Refusal why) {
        assertThat(connection.isOpen()).isFalse();
        for (Refusal refusal : Refusal.values()) {
            assertThat(counters.refusals(refusal)).as(refusal.name()).isEqualTo(refusal == why ? 1 : 0);
        }
    }

    private void pass(long seconds) {
        connection.pass(seconds);
    }

    private String ask(String bytes) {
        return connection.ask(bytes);
    }

    private BearerToken token() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "  " + TOKEN + "\n");
        return BearerToken.read(file, _ -> {});
    }

    private Connection connection(BearerToken token) {
        return new Connection(new Source(), tree, counters, token, () -> nowNs);
    }

    private final class Source extends QuietSource {

        @Override
        public MetricSnapshots metrics() {
            collected++;
            return MetricSnapshots.of(CounterSnapshot.builder().name("track_tries")
                    .dataPoint(CounterDataPointSnapshot.builder().value(7).build()).build());
        }

        @Override
        public CompletableFuture<String> status() {
            asked++;
            return status;
        }

        @Override
        public String whyNotReady() {
            return notReady;
        }
    }
}
